from datetime import UTC, datetime, timedelta

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.utils import timezone

from outbox import mailbox


@pytest.fixture
def folder(settings, tmp_path):
    settings.EMAIL_BACKEND = "outbox.backends.FileBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return tmp_path


def test_newest_comes_first_and_other_files_are_left_out(folder):
    for subject in ("een", "twee", "drie"):
        get_connection().send_messages([EmailMessage(subject, "x", to=["a@voorbeeld.be"])])
    (folder / "geheim.eml").write_text("x")
    (folder / "20261121T120000-000000-00000000.part").write_text("x")
    read = [mailbox.read(name).subject for name in mailbox.names(limit=2)]
    assert read == ["drie", "twee"]
    assert len(mailbox.names(limit=10)) == 3


def test_mail_is_read_whole(folder):
    mail = EmailMultiAlternatives("Één", "Dag ☺", to=["a@voorbeeld.be"])
    mail.attach_alternative("<p>Dag ☺</p>", "text/html")
    mail.attach("afspraak.ics", b"BEGIN:VCALENDAR", "text/calendar")
    get_connection().send_messages([mail])
    stored = mailbox.read(mailbox.names(limit=1)[0])
    assert (stored.subject, stored.to, stored.text, stored.html) == (
        "Één",
        "a@voorbeeld.be",
        "Dag ☺",
        "<p>Dag ☺</p>",
    )
    assert stored.attachments == ["afspraak.ics"]
    assert timezone.now() - timedelta(minutes=1) < stored.at <= timezone.now()


def test_bare_file_is_read_without_complaint(folder):
    name = "20261121T120000-000000-00000000.eml"
    (folder / name).write_bytes(b"\n\nx")
    stored = mailbox.read(name)
    assert (stored.subject, stored.to, stored.at, stored.html, stored.attachments) == (
        "",
        "",
        None,
        "",
        [],
    )


@pytest.mark.parametrize(
    "name",
    [
        "../geheim.eml",
        "..%2fgeheim.eml",
        "/etc/passwd",
        "20261121T120000-000000-00000000.eml/../../geheim.eml",
        "20261121T120000-000000-00000000.eml\n",
        "20261121T120000-000000-00000000.part",
        "",
    ],
)
def test_no_other_path_is_opened(folder, name):
    (folder.parent / "geheim.eml").write_text("geheim")
    (folder / "20261121T120000-000000-00000000.part").write_text("geheim")
    with pytest.raises(FileNotFoundError):
        mailbox.read(name)


def test_empty_folder_has_no_mails(settings, tmp_path):
    settings.EMAIL_FILE_PATH = str(tmp_path / "nog niet")
    assert mailbox.names(limit=5) == []


@pytest.mark.parametrize(
    "date", ["Sat, 21 Nov 2026 12:00:00 -0000", "Sat, 21 Nov 2026 13:00:00 +0100"]
)
def test_time_of_a_mail_has_a_zone(folder, date):
    name = "20261121T120000-000000-00000000.eml"
    (folder / name).write_text(f"Date: {date}\n\nx")
    assert mailbox.read(name).at == datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
