"""One-time codes and lost links."""

from datetime import timedelta
from time import sleep

import pytest
from django.db.models import QuerySet

from outbox.models import OutgoingMail
from privacy.models import ErasureReason
from requests_app import codes
from requests_app.errors import RuleViolation
from requests_app.models import AccessCode, ContactChange, LinkRequest
from requests_app.services import Actor, ask_for_links, send_code, use_code
from requests_app.services.closing import erase_client
from tests.factories import NOW, make_request
from tests.threads import together

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(minutes=5)


def wrong(code):
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_a_code_is_mailed_and_kept_nowhere():
    request = make_request()

    row = send_code(request.pk, now=NOW, origin="net")

    mail = OutgoingMail.objects.get()
    assert (mail.kind, mail.ref, mail.origin_key) == ("requests.access_code", str(row.pk), "net")
    assert (row.request_id, row.tries, row.used_at) == (request.pk, 0, None)
    assert codes.code_of(row) not in "".join(map(str, AccessCode.objects.values_list().get()))


def test_no_code_once_the_client_is_erased_or_the_address_changed():
    erased, changed = make_request(), make_request()
    erase_client(erased, reason=ErasureReason.REQUESTED, actor=Actor.system(), now=NOW)
    ContactChange.objects.create(request=changed, old_email="vorige@voorbeeld.be", at=NOW)

    with pytest.raises(RuleViolation, match="zijn gewist"):
        send_code(erased.pk, now=NOW)
    with pytest.raises(RuleViolation, match="e-mailadres van deze aanvraag is veranderd"):
        send_code(changed.pk, now=NOW)

    assert not AccessCode.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_a_code_works_once():
    request = make_request()
    row = send_code(request.pk, now=NOW)

    use_code(request.pk, codes.code_of(row), now=LATER)

    row.refresh_from_db()
    assert (row.used_at, row.tries) == (LATER, 1)
    with pytest.raises(RuleViolation, match="werkt niet meer"):
        use_code(request.pk, codes.code_of(row), now=LATER)


def test_a_wrong_code_counts_and_the_fifth_ends_it():
    request = make_request()
    row = send_code(request.pk, now=NOW)
    said = []

    for _ in range(5):
        with pytest.raises(RuleViolation) as refused:
            use_code(request.pk, wrong(codes.code_of(row)), now=LATER)
        said.append(refused.value.message)
        assert refused.value.field == "code"

    row.refresh_from_db()
    assert (row.tries, row.used_at) == (5, None)
    assert "Je kan nog 4 keer proberen." in said[0]
    assert "Je kan nog één keer proberen." in said[3]
    assert said[4] == "Deze code werkt niet meer. Vraag een nieuwe code."
    with pytest.raises(RuleViolation, match="werkt niet meer"):
        use_code(request.pk, codes.code_of(row), now=LATER)


def test_a_code_ends_after_a_quarter_of_an_hour_and_with_a_newer_one():
    request = make_request()
    old = send_code(request.pk, now=NOW)
    with pytest.raises(RuleViolation, match="werkt niet meer"):
        use_code(request.pk, codes.code_of(old), now=NOW + timedelta(minutes=15))

    send_code(request.pk, now=NOW + timedelta(minutes=1))
    with pytest.raises(RuleViolation, match="klopt niet"):
        use_code(request.pk, codes.code_of(old), now=LATER)


def test_a_code_opens_no_other_request():
    request, other = make_request(), make_request()
    row = send_code(request.pk, now=NOW)

    with pytest.raises(RuleViolation, match="werkt niet meer"):
        use_code(other.pk, codes.code_of(row), now=LATER)


def judged(monkeypatch, request_pk, *, threads=12):
    """How many guesses were compared with the code when so many came at one moment."""
    seen = []

    def slowly(row, typed):
        seen.append(typed)
        sleep(0.05)
        return False

    monkeypatch.setattr(codes, "matches", slowly)
    together(threads, lambda number: use_code(request_pk, f"{number:06d}", now=LATER))
    return len(seen)


@pytest.mark.django_db(transaction=True)
def test_guesses_at_one_moment_are_five_in_all(monkeypatch):
    request = make_request()
    send_code(request.pk, now=NOW)

    assert judged(monkeypatch, request.pk) == 5
    assert AccessCode.objects.get().tries == 5


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_more_guesses_would_pass(monkeypatch):
    """The positive control: these threads do meet, and the lock is what counts them."""
    request = make_request()
    send_code(request.pk, now=NOW)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_options: self.all())

    assert judged(monkeypatch, request.pk) > 5


def test_a_lost_link_is_noted_for_any_address():
    asked = ask_for_links("Iemand@elders.be", now=NOW, origin="net")

    assert LinkRequest.objects.get().email == "Iemand@elders.be"
    mail = OutgoingMail.objects.get()
    assert (mail.kind, mail.ref, mail.origin_key) == ("requests.lost_links", str(asked.pk), "net")
