"""Submitting a request: all rows at once, once, or nothing."""

from datetime import UTC, date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, connections

from outbox.models import OutgoingMail
from requests_app.errors import InterpreterOnly, RuleViolation
from requests_app.models import (
    ClientDetails,
    Consent,
    ConsultRequest,
    Organisation,
    StatusEvent,
)
from requests_app.rules import in_words
from requests_app.services.submission import OrganisationData, submit_request
from tests.requests_app.submissions import (
    FIRST_DAY,
    NOW,
    at,
    columns,
    with_client,
    without_client,
)


@pytest.mark.django_db
def test_request_with_client_writes_every_row():
    request = submit_request(with_client(), now=NOW)

    stored = ConsultRequest.objects.get()
    assert stored.pk == request.pk
    assert stored.reference == "CSO-2026-0001"
    assert stored.state == "submitted"
    assert stored.organisation.name == "Basisschool De Fictie"
    assert stored.organisation.checked_on is None
    assert stored.tasks == ["consult_mother_tongue", "explain_differences"]
    assert stored.involves_client is True
    assert stored.answer_due == date(2026, 11, 27)
    assert stored.respond_by == date(2026, 11, 27)
    assert stored.first_moment == at(FIRST_DAY)
    assert [moment.start for moment in stored.moments.order_by("position")] == [at(FIRST_DAY)]
    assert stored.client.name == "Amina Verzonnen"
    assert stored.client.file_reference == "D-17"
    assert stored.consent.text_version.version == 1
    assert stored.consent.text == stored.consent.text_version.text
    assert stored.consent.obtained_by == "Noor Voorbeeld"
    event = StatusEvent.objects.get()
    assert (event.action, event.from_state, event.to_state, event.actor) == (
        "submit",
        "",
        "submitted",
        "requester",
    )
    assert sorted(OutgoingMail.objects.values_list("kind", "ref")) == [
        ("requests.copy", str(stored.pk)),
        ("requests.new_notice", str(stored.pk)),
    ]


@pytest.mark.django_db
def test_request_without_client_task_stores_no_client_even_when_one_was_typed():
    submission = with_client(tasks=["case_advice"])

    request = submit_request(submission, now=NOW)

    assert request.involves_client is False
    assert ClientDetails.objects.count() == 0
    assert Consent.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"moments": [at(date(2026, 11, 26))]}, "date"),
        ({"moments": [at(FIRST_DAY), at(FIRST_DAY)]}, "moments"),
        ({"tasks": []}, "tasks"),
        ({"consent": None}, "consent"),
        ({"client": None}, "client_name"),
        ({"fields": columns(duration_minutes=5)}, "duration_minutes"),
        ({"fields": columns(location_kind="home")}, "home_address"),
        ({"fields": columns(series_count=11)}, "series_count"),
    ],
)
def test_broken_rule_stores_nothing(changes, field):
    with pytest.raises(RuleViolation) as refused:
        submit_request(with_client(**changes), now=NOW)

    assert refused.value.field == field
    assert ConsultRequest.objects.count() == 0
    assert Organisation.objects.count() == 0
    assert OutgoingMail.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "hour", "minute", "first"),
    [
        # asked on the Brussels clock, and the first day that is still taken
        (date(2026, 11, 26), 23, 59, date(2026, 12, 3)),
        (date(2026, 11, 27), 0, 1, date(2026, 12, 4)),
        (date(2027, 3, 27), 23, 59, date(2027, 4, 3)),  # the night the clock goes on
        (date(2027, 3, 28), 0, 1, date(2027, 4, 4)),
        (date(2026, 10, 24), 23, 59, date(2026, 10, 31)),  # the night it goes back
        (date(2026, 10, 25), 0, 1, date(2026, 11, 1)),
        (date(2026, 12, 31), 23, 59, date(2027, 1, 7)),
        (date(2027, 1, 1), 0, 1, date(2027, 1, 8)),
        (date(2028, 2, 22), 23, 59, date(2028, 2, 29)),
        (date(2028, 2, 29), 0, 1, date(2028, 3, 7)),
    ],
)
def test_the_service_counts_the_week_in_brussels_dates(day, hour, minute, first):
    now = at(day, hour, minute)
    early = at(first - timedelta(days=1), 23, 45)

    with pytest.raises(RuleViolation, match=f"Kies een datum vanaf {in_words(first)}"):
        submit_request(without_client(moments=[early]), now=now)
    stored = submit_request(without_client(moments=[at(first, 0, 0)]), now=now)

    assert stored.first_moment == at(first, 0, 0)
    assert stored.answer_due == day + timedelta(days=7)
    assert ConsultRequest.objects.count() == 1


@pytest.mark.django_db
def test_interpreter_only_is_refused_by_the_service_too():
    with pytest.raises(InterpreterOnly):
        submit_request(with_client(tasks=["consult_mother_tongue"]), now=NOW)


@pytest.mark.django_db
def test_same_token_twice_is_one_request():
    submission = with_client()

    first = submit_request(submission, now=NOW)
    second = submit_request(submission, now=NOW + timedelta(seconds=2))

    assert second.reference == first.reference
    assert ConsultRequest.objects.count() == 1
    assert ClientDetails.objects.count() == 1
    assert OutgoingMail.objects.count() == 2


@pytest.mark.django_db
def test_known_organisation_is_recognised_by_name_and_not_overwritten():
    Organisation.objects.create(
        name="CAW Het Voorbeeld", type_id="caw", postcode="3000", introduced_on=date(2026, 1, 5)
    )
    typed = OrganisationData(name="  caw  het voorbeeld ", type_code="andere", postcode="1000")

    request = submit_request(without_client(organisation=typed), now=NOW)

    known = Organisation.objects.get()
    assert request.organisation_id == known.pk
    assert (known.name, known.type_id, known.postcode, known.introduced_on) == (
        "CAW Het Voorbeeld",
        "caw",
        "3000",
        date(2026, 1, 5),
    )


@pytest.mark.django_db
def test_references_count_per_year():
    years = [NOW, NOW + timedelta(minutes=1), NOW.replace(year=2027, month=1, tzinfo=UTC)]
    references = [
        submit_request(without_client(moments=[now + timedelta(days=20)]), now=now).reference
        for now in years
    ]
    assert references == ["CSO-2026-0001", "CSO-2026-0002", "CSO-2027-0001"]


@pytest.mark.django_db
def test_client_data_and_free_text_are_unreadable_in_the_database():
    submit_request(with_client(), now=NOW)

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM requests_app_clientdetails")
        stored = [str(value) for row in cursor.fetchall() for value in row]
        cursor.execute("SELECT * FROM requests_app_consultrequest")
        request = " ".join(str(value) for row in cursor.fetchall() for value in row)

    assert not [word for word in ("Amina", "D-17") if word in " ".join(stored)]
    assert "1989" not in stored  # four digits may stand in an id by accident
    assert not [word for word in ("overstap", "Schoolstraat") if word in request]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_ten_clicks_at_once_make_one_request():
    submission = with_client()
    barrier = Barrier(10)
    references, failures = [], []

    def click() -> None:
        barrier.wait()
        try:
            references.append(submit_request(submission, now=NOW).reference)
        except Exception as error:  # noqa: BLE001 - whatever it is, the test must show it
            failures.append(error)
        finally:
            connections.close_all()

    clicks = [Thread(target=click) for _ in range(10)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()

    assert failures == []
    assert len(set(references)) == 1
    assert len(references) == 10
    assert ConsultRequest.objects.count() == 1
    assert OutgoingMail.objects.count() == 2
