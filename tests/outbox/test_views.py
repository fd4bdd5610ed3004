import pytest
from django.core.mail import EmailMessage
from django.urls import reverse

from outbox import mailbox
from outbox.delivery import deliver
from tests.outbox.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings, tmp_path):
    settings.DEMO = True
    settings.EMAIL_BACKEND = "outbox.backends.FileBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)


@pytest.fixture
def name(demo, queued):
    deliver(queued().pk, now=NOW)
    return mailbox.names(limit=1)[0]


def test_list_shows_each_mail_with_a_link(client, name, person):
    page = client.get("/demo/mails/")
    text = page.content.decode()
    assert page.status_code == 200
    assert f'href="{reverse("demo_mail", args=[name])}"' in text
    assert f"Proef {person.pk}" in text
    assert "zahra@kanarie.voorbeeld.be" in text


@pytest.mark.usefixtures("demo")
def test_empty_list_says_so(client):
    assert "Er is nog geen mail verstuurd." in client.get("/demo/mails/").content.decode()


def test_mail_is_shown_as_text_and_escaped(client, name):
    text = client.get(reverse("demo_mail", args=[name])).content.decode()
    assert "Dag Zahra O&#x27;Kanarie &lt;3," in text
    assert f'href="{reverse("demo_mail_html", args=[name])}"' in text


def test_html_twin_is_shut_in_by_its_own_policy(client, name):
    page = client.get(reverse("demo_mail_html", args=[name]))
    policy = page.headers["Content-Security-Policy"]
    assert "<p>Dit is een proef.</p>" in page.content.decode()
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline';")
    assert policy.endswith("sandbox")
    assert "no-store" in page.headers["Cache-Control"]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("stray", ["x.eml", "..", "20261121T120000-000000-00000000.eml"])
def test_mail_that_is_not_there_is_not_found(client, stray):
    found = [client.get(f"/demo/mails/{stray}{tail}").status_code for tail in ("/", "/opgemaakt/")]
    assert found == [404, 404]


@pytest.mark.parametrize(
    "change", [{"DEMO": False}, {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend"}]
)
def test_mailbox_exists_only_in_demo_with_files(client, name, settings, change):
    for setting, value in change.items():
        setattr(settings, setting, value)
    paths = ["/demo/mails/", f"/demo/mails/{name}/", f"/demo/mails/{name}/opgemaakt/"]
    assert [client.get(path).status_code for path in paths] == [404, 404, 404]


def test_reading_is_all_one_can_do(client, name):
    paths = ["/demo/mails/", f"/demo/mails/{name}/", f"/demo/mails/{name}/opgemaakt/"]
    assert [client.post(path).status_code for path in paths] == [405, 405, 405]


@pytest.mark.usefixtures("demo")
def test_list_is_limited(client, monkeypatch):
    monkeypatch.setattr("outbox.views.SHOWN", 2)
    for subject in ("een", "twee", "drie"):
        EmailMessage(subject, "x", to=["a@voorbeeld.be"]).send()
    text = client.get("/demo/mails/").content.decode()
    assert [subject in text for subject in (">een<", ">twee<", ">drie<")] == [False, True, True]
