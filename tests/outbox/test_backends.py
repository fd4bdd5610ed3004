from email import message_from_bytes, policy

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection

from outbox import backends
from outbox.mailbox import NAME


@pytest.fixture
def folder(settings, tmp_path):
    settings.EMAIL_BACKEND = "outbox.backends.FileBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    return tmp_path / "mail"


def message(subject):
    mail = EmailMultiAlternatives(subject, "Dag é", to=["a@voorbeeld.be"])
    mail.attach_alternative("<p>Dag é</p>", "text/html")
    return mail


def test_each_message_becomes_a_readable_file_in_order(folder):
    assert get_connection().send_messages([message("een"), message("twee")]) == 2
    files = sorted(folder.iterdir())
    assert all(NAME.fullmatch(file.name) for file in files)
    read = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    assert [mail["Subject"] for mail in read] == ["een", "twee"]
    assert read[0].get_body(("plain",)).get_content() == "Dag é"
    assert read[0]["To"] == "a@voorbeeld.be"


def test_half_a_file_is_never_seen_as_a_mail(folder, monkeypatch):
    def power_cut(descriptor):
        raise OSError("no space left")

    monkeypatch.setattr(backends.os, "fsync", power_cut)
    with pytest.raises(OSError, match="no space left"):
        get_connection().send_messages([message("een")])
    assert list(folder.glob("*.eml")) == []
