import os
import signal
import smtplib
import socket
import subprocess
import sys
from datetime import timedelta
from time import sleep

import pytest
from anymail.exceptions import AnymailAPIError, AnymailRecipientsRefused
from celery.exceptions import SoftTimeLimitExceeded
from django.contrib.auth.models import Group
from django.core import mail as django_mail
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from outbox import delivery
from outbox.delivery import (
    LEASE,
    Outcome,
    attempt,
    claim,
    deliver,
    judge,
    release_expired,
    send,
    settle,
)
from outbox.models import OutgoingMail
from outbox.rules import Refusal, Verdict
from outbox.states import State
from tests.outbox.conftest import NOW
from tests.outbox.kinds import ADDRESS, PERSON
from tests.threads import together

pytestmark = pytest.mark.django_db


def facts(mail):
    mail.refresh_from_db()
    return mail.state, mail.error_code, mail.tries


# --- The way of one mail ---


def test_mail_is_sent_once(queued, smtp):
    mail = queued()
    assert [deliver(mail.pk, now=NOW), deliver(mail.pk, now=NOW)] == [State.SENT, None]
    assert smtp.message_ids == [mail.message_id]
    assert smtp.messages[0]["To"] == ADDRESS
    mail.refresh_from_db()
    assert (mail.state, mail.sent_at, mail.lease_until) == (State.SENT, NOW, None)
    assert (mail.attempt, mail.tries, mail.error_code) == (1, 1, "")


def test_mail_for_later_waits(queued, smtp):
    mail = queued(not_before=NOW + timedelta(minutes=1))
    assert deliver(mail.pk, now=NOW) is None
    assert deliver(mail.pk, now=NOW + timedelta(minutes=1)) == State.SENT
    assert len(smtp.messages) == 1


def test_mail_about_what_is_gone_is_cancelled(queued, smtp, person):
    mail = queued()
    Group.objects.filter(pk=person.pk).delete()
    assert deliver(mail.pk, now=NOW) == State.CANCELLED
    assert (facts(mail), smtp.messages) == ((State.CANCELLED, "", 1), [])


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("trial.two", "invalid-recipient"),
        ("trial.header", "invalid-subject"),
        ("trial.unheard", "invalid-unknown-kind"),
        ("trial.broken", "render-TemplateDoesNotExist"),
        ("trial.crashing", "render-ZeroDivisionError"),
    ],
)
def test_mail_that_cannot_be_made_fails_visibly_and_is_not_tried_again(queued, smtp, kind, code):
    mail = queued(kind)
    assert deliver(mail.pk, now=NOW) == State.FAILED
    assert deliver(mail.pk, now=NOW + timedelta(days=9)) is None
    assert (facts(mail), smtp.messages) == ((State.FAILED, code, 1), [])


def test_time_limit_of_the_task_is_no_fault_of_the_mail(queued, monkeypatch):
    def slow(row):
        raise SoftTimeLimitExceeded

    monkeypatch.setattr(delivery, "compose", slow)
    mail = queued()
    with pytest.raises(SoftTimeLimitExceeded):
        deliver(mail.pk, now=NOW)
    assert facts(mail) == (State.SENDING, "", 1)


# --- What a real mail server answers ---


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ({"refuse_rcpt": "550 no such user"}, (State.FAILED, "smtp-550", 1)),
        ({"refuse_rcpt": "450 greylisted"}, (State.RETRY, "smtp-450", 1)),
        ({"refuse_data": "554 looks like spam"}, (State.FAILED, "smtp-554", 1)),
        ({"refuse_data": "452 disk full"}, (State.RETRY, "smtp-452", 1)),
        ({"drop": True}, (State.UNCERTAIN, "lost-SMTPServerDisconnected", 1)),
        ({"stall": 3}, (State.UNCERTAIN, "lost-SMTPServerDisconnected", 1)),
    ],
)
def test_answer_of_the_server_decides(queued, smtp, answers, outcome):
    vars(smtp).update(answers)
    mail = queued()
    deliver(mail.pk, now=NOW)
    assert facts(mail) == outcome
    assert ADDRESS not in str(OutgoingMail.objects.values().get())


def test_server_that_is_away_is_tried_again(queued, settings):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = closed.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    mail = queued()
    deliver(mail.pk, now=NOW)
    assert facts(mail) == (State.RETRY, "connect-ConnectionRefusedError", 1)


def test_dropped_mail_goes_again_under_the_same_message_id(queued, smtp, settings):
    smtp.drop = True
    mail = queued()
    deliver(mail.pk, now=NOW)
    smtp.drop = False
    wait = timedelta(seconds=settings.OUTBOX_RETRY_SECONDS[0])
    assert deliver(mail.pk, now=NOW + wait - timedelta(seconds=1)) is None
    assert deliver(mail.pk, now=NOW + wait) == State.SENT
    assert smtp.message_ids == [mail.message_id] * 2


def test_retries_wait_longer_each_time_and_end_visibly(queued, smtp, settings):
    settings.OUTBOX_RETRY_SECONDS = [60, 300]
    smtp.refuse_data = "451 later"
    mail, now, waits = queued(), NOW, []
    while deliver(mail.pk, now=now) == State.RETRY:
        mail.refresh_from_db()
        waits.append((mail.not_before - now).total_seconds())
        now = mail.not_before
    assert waits == [60, 300]
    assert facts(mail) == (State.FAILED, "smtp-451", 3)


def test_goodbye_that_fails_means_nothing(queued, smtp, monkeypatch):
    close = EmailBackend.close

    def gone(self):
        close(self)
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr(EmailBackend, "close", gone)
    mail = queued()
    assert deliver(mail.pk, now=NOW) == State.SENT
    assert smtp.message_ids == [mail.message_id]


def test_address_that_cannot_be_written_down_fails_and_holds_nobody_up(queued, smtp, monkeypatch):
    def refuse(self, messages):
        raise ValueError(ADDRESS)

    mail = queued()
    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    assert deliver(mail.pk, now=NOW) == State.FAILED
    assert (facts(mail), smtp.messages) == ((State.FAILED, "invalid-address", 1), [])


@pytest.mark.parametrize(
    ("error", "refusal"),
    [
        (
            smtplib.SMTPRecipientsRefused({ADDRESS: (551, b"moved")}),
            Refusal(Verdict.FAILED, "smtp-551"),
        ),
        (smtplib.SMTPSenderRefused(421, b"busy", ADDRESS), Refusal(Verdict.RETRY, "smtp-421")),
        (TimeoutError(), Refusal(Verdict.UNCERTAIN, "lost-TimeoutError")),
        (AnymailRecipientsRefused(), Refusal(Verdict.FAILED, "recipient-refused")),
        (AnymailAPIError("lost"), Refusal(Verdict.UNCERTAIN, "http-lost")),
    ],
)
def test_judge_names_no_one(error, refusal):
    assert judge(error) == refusal


def test_number_of_the_mail_service_is_kept(queued, monkeypatch):
    class Status:
        message_id = "mj-123"

    monkeypatch.setattr(EmailMultiAlternatives, "anymail_status", Status(), raising=False)
    mail = queued()
    deliver(mail.pk, now=NOW)
    mail.refresh_from_db()
    assert (mail.provider_id, len(django_mail.outbox)) == ("mj-123", 1)


# --- Leases and the fence ---


def test_lease_is_longer_than_a_task_may_take(settings):
    assert LEASE.total_seconds() > settings.CELERY_TASK_TIME_LIMIT > settings.EMAIL_TIMEOUT
    assert settings.CELERY_TASK_TIME_LIMIT > settings.CELERY_TASK_SOFT_TIME_LIMIT


def test_late_result_of_a_lost_claim_is_not_written(queued):
    mail = queued()
    first = claim(mail.pk, now=NOW)
    later = NOW + LEASE + timedelta(seconds=1)
    assert [release_expired(now=NOW + LEASE), release_expired(now=later)] == [0, 1]
    assert settle(first, Outcome(State.FAILED, "late"), now=later) is None
    second = claim(mail.pk, now=later)
    assert (first.attempt, second.attempt) == (1, 2)
    assert settle(first, Outcome(State.FAILED, "late"), now=later) is None
    assert settle(second, Outcome(State.SENT), now=later) == State.SENT
    assert settle(second, Outcome(State.FAILED, "twice"), now=later) is None
    assert facts(mail) == (State.SENT, "", 2)


def test_result_that_comes_too_late_is_reported_as_none(queued, monkeypatch, smtp):
    mail = queued()

    def overtaken(row, *, now):
        OutgoingMail.objects.filter(pk=row.pk).update(attempt=99)
        return attempt(row, now=now)

    monkeypatch.setattr(delivery, "attempt", overtaken)
    assert deliver(mail.pk, now=NOW) is None
    assert facts(mail)[0] == State.SENDING


def test_mail_that_kills_every_worker_ends_visibly(queued, settings):
    settings.OUTBOX_RETRY_SECONDS = [60]
    mail, now = queued(), NOW
    for _ in range(2):
        claim(mail.pk, now=now)
        now += LEASE + timedelta(seconds=1)
        release_expired(now=now)
    assert facts(mail) == (State.FAILED, "lost-worker", 2)
    assert claim(mail.pk, now=now + timedelta(days=9)) is None


# --- Real processes, real threads ---


def database_url():
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"


def run_until_killed(moment, mail, port):
    done = subprocess.run(
        [sys.executable, "-m", "tests.outbox.crashing", moment, str(mail.pk), str(port)],
        env={**os.environ, "DATABASE_URL": database_url()},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("moment", "copies"), [("before", 1), ("after", 2)])
def test_killed_worker_loses_nothing(queued, smtp, settings, moment, copies):
    """Killed between claim and send: one copy. Between send and mark: two, with one Message-ID."""
    mail = queued()
    run_until_killed(moment, mail, settings.EMAIL_PORT)
    assert facts(mail) == (State.SENDING, "", 1)
    assert len(smtp.messages) == copies - 1
    now = timezone.now()
    assert release_expired(now=now) == 0
    later = now + LEASE + timedelta(seconds=1)
    assert release_expired(now=later) == 1
    assert facts(mail) == (State.UNCERTAIN, "lost-worker", 1)
    assert deliver(mail.pk, now=later) == State.SENT
    assert smtp.message_ids == [mail.message_id] * copies
    assert PERSON in smtp.messages[-1].get_body(("plain",)).get_content()


@pytest.fixture
def slow_claim(monkeypatch):
    """Time passes between reading the row and writing that it is claimed."""
    save = OutgoingMail.save

    def slow(self, **options):
        sleep(0.3)
        save(self, **options)

    monkeypatch.setattr(OutgoingMail, "save", slow)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("slow_claim")
def test_workers_at_one_moment_send_once(queued, smtp):
    mail = queued()
    results = together(6, lambda _: deliver(mail.pk, now=NOW))
    assert sorted(results, key=str) == [None] * 5 + [State.SENT]
    assert smtp.message_ids == [mail.message_id]
    assert facts(mail) == (State.SENT, "", 1)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("slow_claim")
def test_workers_at_one_moment_send_twice_without_the_lock(queued, smtp, monkeypatch):
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **options: self)
    mail = queued()
    together(6, lambda _: deliver(mail.pk, now=NOW))
    assert len(smtp.messages) > 1


@pytest.mark.django_db(transaction=True)
def test_workers_share_the_queue_and_send_each_mail_once(queued, smtp):
    mails = [queued(occasion=f"-{number}") for number in range(20)]

    def work(_):
        return [deliver(mail.pk, now=NOW) for mail in mails]

    results = together(4, work)
    assert sum(outcome == State.SENT for worker in results for outcome in worker) == 20
    assert sorted(smtp.message_ids) == sorted(mail.message_id for mail in mails)


def test_send_takes_any_backend():
    assert send(EmailMultiAlternatives("a", "b", to=[ADDRESS])) is None
    assert len(django_mail.outbox) == 1
