"""What a mail service tells us, in its own words, through Anymail's own views (M4)."""

import hashlib
import hmac
import logging
from base64 import b64encode

import pytest
from django.contrib.auth.models import User

from outbox.models import MailTask, OutgoingMail
from outbox.services import resend
from outbox.states import State
from outbox.urls import reports_of
from tests.outbox.conftest import NOW
from tests.outbox.kinds import ADDRESS

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.outbox.report_urls")]

SECRET = "portaal:geheim"
SIGNING_KEY = "key-ondertekening"


@pytest.fixture(autouse=True)
def anymail(settings):
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET, "MAILGUN_WEBHOOK_SIGNING_KEY": SIGNING_KEY}
    return settings.ANYMAIL


@pytest.fixture
def sent(queued):
    mail = queued()
    OutgoingMail.objects.update(
        state=State.SENT, sent_at=NOW, attempt=1, tries=1, provider_id="1234567890123"
    )
    mail.refresh_from_db()
    return mail


def basic(secret=SECRET):
    return {"Authorization": f"Basic {b64encode(secret.encode()).decode()}"}


def mailjet(mail, event="bounce", **facts):
    return [
        {
            "event": event,
            "time": 1419348000,
            "MessageID": 1234567890123,
            "email": ADDRESS,
            "mj_campaign_id": 0,
            "CustomID": "",
            "Payload": f'{{"mail": "{mail.pk}"}}',
            "blocked": True,
            "hard_bounce": True,
            "error_related_to": "recipient",
            "error": "user unknown",
            **facts,
        }
    ]


def postmark(mail, record="Bounce", **facts):
    return {
        "RecordType": record,
        "ID": 42,
        "Type": "HardBounce" if record == "Bounce" else "SpamNotification",
        "MessageID": "1234567890123",
        "Email": ADDRESS,
        "BouncedAt": "2026-11-21T13:00:00Z",
        "Details": f"smtp;550 5.1.1 {ADDRESS} does not exist",
        "Metadata": {"mail": str(mail.pk)},
        **facts,
    }


def mailgun(mail, *, key=SIGNING_KEY):
    signature = hmac.new(key.encode(), b"1529006854token", hashlib.sha256).hexdigest()
    return {
        "signature": {"token": "token", "timestamp": "1529006854", "signature": signature},
        "event-data": {
            "event": "failed",
            "severity": "permanent",
            "timestamp": 1529006854.329574,
            "id": "DACSsAdVSeGpLid7TN03WA",
            "recipient": ADDRESS,
            "message": {"headers": {"message-id": mail.message_id.strip("<>")}},
            "user-variables": {"mail": str(mail.pk)},
            "delivery-status": {"code": 550, "message": "no such user"},
        },
    }


def post(client, esp, payload, headers=None):
    return client.post(
        f"/mailmeldingen/{esp}/",
        payload,
        content_type="application/json",
        headers=basic() if headers is None else headers,
    )


def state_of(mail):
    mail.refresh_from_db()
    return mail.state


def test_mail_that_came_back_turns_red_and_asks_for_somebody(client, sent, caplog):
    caplog.set_level(logging.DEBUG)
    assert post(client, "mailjet", mailjet(sent)).status_code == 200
    assert (state_of(sent), sent.event, sent.sent_at) == (State.BOUNCED, "teruggekomen", NOW)
    task = MailTask.objects.get()
    assert (task.mail, task.state, task.done_at, task.done_by) == (sent, State.BOUNCED, None, None)
    stored = [str(row) for row in (*OutgoingMail.objects.values(), *MailTask.objects.values())]
    assert not [word for word in (ADDRESS, "user unknown") if word in "".join(stored) + caplog.text]


@pytest.mark.parametrize(
    ("payload", "state"),
    [
        (lambda mail: postmark(mail), State.BOUNCED),
        (lambda mail: postmark(mail, "SpamComplaint"), State.COMPLAINED),
    ],
)
def test_another_service_says_it_in_other_words(client, sent, payload, state):
    assert post(client, "postmark", payload(sent)).status_code == 200
    assert state_of(sent) == state
    assert MailTask.objects.get().state == state


def test_mail_is_found_by_the_number_of_the_service_too(client, sent):
    post(client, "mailjet", mailjet(sent, Payload=""))
    assert state_of(sent) == State.BOUNCED


@pytest.mark.parametrize("event", ["sent", "open", "click", "unsub"])
def test_what_went_well_changes_nothing(client, sent, event):
    assert post(client, "mailjet", mailjet(sent, event)).status_code == 200
    assert (state_of(sent), MailTask.objects.count()) == (State.SENT, 0)


@pytest.mark.parametrize(
    "facts",
    [
        {"Payload": "", "MessageID": 999},
        {"Payload": '{"mail": "0b2f7f3e-1b52-4d53-8a35-6f8ad5e3c1b2"}'},
        {"Payload": '{"mail": "geen nummer"}', "MessageID": 999},
        {"Payload": '{"mail": null}', "MessageID": 999},
        {"Payload": '{"mail": {"a": 1}}', "MessageID": 999},
    ],
)
def test_mail_that_is_not_ours_is_passed_over(client, sent, facts):
    assert post(client, "mailjet", mailjet(sent, **facts)).status_code == 200
    assert (state_of(sent), MailTask.objects.count()) == (State.SENT, 0)


def test_repeated_and_late_reports_ask_nobody_twice(client, sent):
    coach = User.objects.create_user("coach")
    complaint, bounce = mailjet(sent, "spam"), mailjet(sent)
    for report in (bounce, complaint):
        post(client, "mailjet", report)
    assert MailTask.objects.update(done_at=NOW, done_by=coach) == 1
    for report in (complaint, bounce, complaint):
        assert post(client, "mailjet", report).status_code == 200
    task = MailTask.objects.get()
    assert (state_of(sent), task.done_by) == (State.COMPLAINED, coach)


def test_late_report_of_the_first_sending_does_not_touch_the_second(client, sent):
    post(client, "mailjet", mailjet(sent))
    resend(sent, by=User.objects.create_user("coach"), now=NOW)
    assert MailTask.objects.get().done_by.username == "coach"
    post(client, "mailjet", mailjet(sent))
    assert state_of(sent) == State.QUEUED
    OutgoingMail.objects.update(state=State.SENT, sent_at=NOW, provider_id="456")
    post(client, "mailjet", mailjet(sent))
    assert state_of(sent) == State.SENT
    post(client, "mailjet", mailjet(sent, MessageID=456))
    assert state_of(sent) == State.BOUNCED
    assert MailTask.objects.get().done_at is None


# --- Who is let in ---


@pytest.mark.parametrize("headers", [{}, basic("portaal:mis"), basic(""), {"Authorization": "x"}])
@pytest.mark.parametrize(("esp", "payload"), [("mailjet", mailjet), ("postmark", postmark)])
def test_wrong_secret_is_refused(client, sent, headers, esp, payload):
    assert post(client, esp, payload(sent), headers).status_code == 403
    assert (state_of(sent), MailTask.objects.count()) == (State.SENT, 0)


@pytest.mark.parametrize("secret", [None, ""])
def test_without_a_secret_of_ours_everybody_is_refused(client, sent, anymail, secret):
    anymail["WEBHOOK_SECRET"] = secret
    assert post(client, "mailjet", mailjet(sent)).status_code == 403
    assert post(client, "mailgun", mailgun(sent)).status_code == 403
    assert state_of(sent) == State.SENT


def test_signature_counts_where_the_service_signs(client, sent):
    assert post(client, "mailgun", mailgun(sent, key="andere")).status_code == 403
    assert post(client, "mailgun", mailgun(sent), {}).status_code == 403
    assert state_of(sent) == State.SENT
    OutgoingMail.objects.update(provider_id=sent.message_id)
    assert post(client, "mailgun", mailgun(sent)).status_code == 200
    assert state_of(sent) == State.BOUNCED


def test_looking_changes_nothing(client):
    assert client.get("/mailmeldingen/mailjet/", headers=basic()).status_code == 405
    assert client.head("/mailmeldingen/mailjet/", headers=basic()).status_code == 200
    assert client.head("/mailmeldingen/mailjet/").status_code == 200


@pytest.mark.urls("cso_portal.urls")
def test_without_a_mail_service_there_is_no_such_address(client):
    assert client.post("/mailmeldingen/mailjet/").status_code == 404
    assert (reports_of(""), reports_of("unheard")) == ([], [])
