"""Nobody's mailbox can be flooded through us (S9), and nothing is lost by it."""

import uuid
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.contrib.auth.models import User
from django.core import mail as django_mail

from outbox import delivery
from outbox.delivery import deliver, recipient_key
from outbox.models import OutgoingMail
from outbox.selectors import is_capped
from outbox.services import Entry, enqueue, enqueue_all, resend
from outbox.states import State
from tests.outbox.conftest import NOW
from tests.outbox.kinds import ADDRESS
from tests.threads import together

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
KIND = "trial.stranger"


@pytest.fixture
def ask(person):
    """Let a stranger ask for so many mails; give their rows in order. Each `to` is another one."""

    def asked(count, *, origin="", now=NOW, kind=KIND, to=""):
        entries = [
            Entry(kind, str(person.pk), occasion=f"{uuid.uuid4().hex[:8]}{to}", origin=origin)
            for _ in range(count)
        ]
        enqueue_all(entries, now=now)
        occasions = [entry.occasion for entry in entries]
        return list(OutgoingMail.objects.filter(occasion__in=occasions).order_by("pk"))

    return asked


def states(rows, *, now=NOW):
    return [deliver(row.pk, now=now) for row in rows]


def test_sixth_mail_of_the_hour_to_a_mailbox_stays_here(ask):
    rows = ask(7)
    assert states(rows) == [State.SENT] * 5 + [State.CAPPED] * 2
    assert [message.to for message in django_mail.outbox] == [[ADDRESS]] * 5
    capped = OutgoingMail.objects.get(pk=rows[-1].pk)
    assert (capped.event, capped.error_code, capped.sent_at) == (
        "niet verstuurd: te veel mails",
        "",
        None,
    )
    assert deliver(capped.pk, now=NOW + 9 * HOUR) is None


def test_another_mailbox_has_its_own_share(ask):
    states(ask(6))
    assert states(ask(1, to="@b.voorbeeld.be")) == [State.SENT]


def test_another_kind_has_its_own_share(ask, queued, monkeypatch):
    states(ask(6))
    monkeypatch.setattr("tests.outbox.kinds.Hello.capped", True)
    assert states([queued("trial.hello")]) == [State.SENT]


def test_an_hour_later_there_is_room_again_also_over_midnight(ask):
    late = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    assert states(ask(6, now=late), now=late)[-1] == State.CAPPED
    after_midnight = late + HOUR - timedelta(seconds=1)
    assert states(ask(1, now=late), now=after_midnight) == [State.CAPPED]
    assert states(ask(1, now=late), now=late + HOUR) == [State.SENT]


def test_mail_that_did_not_go_out_takes_no_place(ask, smtp):
    smtp.refuse_data = "554 looks like spam"
    assert states(ask(6)) == [State.FAILED] * 6
    smtp.refuse_data = "451 later"
    assert states(ask(6)) == [State.RETRY] * 6
    smtp.refuse_data = ""
    assert states(ask(6)) == [State.SENT] * 5 + [State.CAPPED]


def test_mail_that_perhaps_went_out_takes_its_place(ask, smtp):
    smtp.drop = True
    assert states(ask(6)) == [State.UNCERTAIN] * 5 + [State.CAPPED]


def test_kinds_to_known_people_know_no_cap(ask):
    assert states(ask(9, kind="trial.hello")) == [State.SENT] * 9
    assert set(OutgoingMail.objects.values_list("recipient_key", flat=True)) == {""}


@pytest.mark.django_db(transaction=True)
def test_workers_at_one_moment_do_not_go_over_the_cap(ask, smtp):
    rows = ask(12)
    results = together(6, lambda n: states(rows[n * 2 : n * 2 + 2]))
    flat = sorted(state for worker in results for state in worker)
    assert flat == [State.CAPPED] * 7 + [State.SENT] * 5
    assert len(smtp.messages) == 5


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_workers_at_one_moment_go_over_the_cap_without_the_lock(ask, smtp, monkeypatch):
    """The positive control: with time between counting and writing, and nobody waiting."""
    free = delivery.is_beyond_recipient_cap
    rows = ask(12)

    def slowly(*args, **facts):
        answer = free(*args, **facts)
        together_now.wait(timeout=10)
        return answer

    together_now = Barrier(6)
    monkeypatch.setattr(delivery, "wait_turn", lambda name: None)
    monkeypatch.setattr(delivery, "is_beyond_recipient_cap", slowly)
    together(6, lambda n: states(rows[n * 2 : n * 2 + 1]))
    assert len(smtp.messages) == 6


def test_first_thirty_of_a_network_go_and_the_rest_stays(ask):
    rows = ask(32, origin="net", to="@b.voorbeeld.be")
    # Whoever is sent first: the answer hangs on who asked first.
    assert states(reversed(rows)) == [State.CAPPED] * 2 + [State.SENT] * 30


def test_share_of_a_network_comes_back_after_an_hour_and_is_its_own(ask):
    ask(30, origin="net")
    assert states(ask(1, origin="other", to="@c.voorbeeld.be")) == [State.SENT]
    soon, later = NOW + HOUR - timedelta(seconds=1), NOW + HOUR
    assert states(ask(1, origin="net", now=soon, to="@d.voorbeeld.be"), now=soon) == [State.CAPPED]
    states(ask(1, origin="net", now=later, to="@e.voorbeeld.be"), now=later)
    assert OutgoingMail.objects.get(occasion__endswith="@e.voorbeeld.be").state == State.SENT


def test_a_person_may_send_it_all_the_same(ask):
    rows = ask(6, origin="net")
    states(rows)
    coach = User.objects.create_user("coach")
    resend(rows[-1], by=coach, now=NOW)
    assert not is_capped(KIND, rows[-1].ref, now=NOW)
    assert states(rows[-1:]) == [State.SENT]
    assert len(django_mail.outbox) == 6


def test_throttle_off_means_no_caps(ask, settings):
    settings.THROTTLE = False
    rows = ask(40, origin="net")
    assert states(rows) == [State.SENT] * 40
    assert not is_capped(KIND, rows[0].ref, now=NOW)


def test_key_of_a_mailbox_is_the_same_all_day_and_tells_nothing():
    key = recipient_key("Zahra+les@Kanarie.voorbeeld.be ", day=NOW)
    assert key == recipient_key(ADDRESS, day=NOW + 11 * HOUR)
    assert key != recipient_key(ADDRESS, day=NOW + 12 * HOUR)
    assert key != recipient_key(f"x{ADDRESS}", day=NOW)
    assert len(key) == 32
    assert "zahra" not in key


# --- What the thanks page asks ---


def test_thanks_page_knows_before_the_worker_came_by(person):
    for number in range(31):
        enqueue(Entry(KIND, f"{number}", origin="net"), now=NOW + timedelta(seconds=number))
    later = NOW + timedelta(minutes=5)
    assert not is_capped(KIND, "29", now=later)
    assert is_capped(KIND, "30", now=later)
    assert not is_capped(KIND, "31", now=later)
    assert not is_capped(KIND, "30", now=NOW)


def test_thanks_page_knows_what_the_worker_did(ask):
    rows = ask(6)
    states(rows)
    assert not is_capped("trial.hello", rows[0].ref, now=NOW)
    OutgoingMail.objects.exclude(pk=rows[-1].pk).delete()
    assert is_capped(KIND, rows[-1].ref, now=NOW)


def test_mail_that_is_gone_is_not_capped_whatever_the_network_did(ask):
    rows = ask(31, origin="net")
    OutgoingMail.objects.filter(pk=rows[-1].pk).update(state=State.CANCELLED)
    OutgoingMail.objects.exclude(pk=rows[-1].pk).update(ref="other")
    assert not is_capped(KIND, rows[-1].ref, now=NOW)
