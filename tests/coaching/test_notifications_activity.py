"""What the requester of an activity reads at each step: an activity is no "gesprek"."""

from datetime import timedelta

import pytest
from django.core import mail

from coaching import services
from outbox.delivery import deliver
from outbox.models import OutgoingMail
from requests_app.choices import State
from requests_app.services import Actor, cancel_request
from tests import factories
from tests.factories import NOW, at

pytestmark = pytest.mark.django_db

TO_REQUESTER = "noor@school.voorbeeld.be"


def letter():
    """Send what waits; the one letter to the requester, without the line about the service."""
    before = len(mail.outbox)
    for row in OutgoingMail.objects.filter(state="queued").order_by("created_at", "kind", "pk"):
        deliver(row.pk, now=NOW)
    (found,) = [each for each in mail.outbox[before:] if each.to == [TO_REQUESTER]]
    return found


def read(step, *words):
    """The letter of a step says these words in both twins, and nowhere that it is a talk."""
    found = letter()
    texts = [found.body, found.alternatives[0].content]
    for text in [found.subject, *texts]:
        assert "je gesprek" not in text.lower(), step
        assert "het gesprek" not in text.lower(), step
        assert "dit gesprek" not in text.lower(), step
    for word in words:
        assert [word for text in texts if word not in text] == []
    return found.subject.partition(": ")[2]


def test_from_planned_to_cancelled():
    coach = factories.make_user()
    samira = factories.make_supporter()
    hodan = factories.make_supporter("Hodan", languages=["somali"])
    request = factories.make_activity(State.IN_REVIEW)

    services.accept_request(request.pk, by=coach, now=NOW)
    assert read("accepted", "de activiteit ingepland") == "kan doorgaan, we zoeken een CSO"

    plan = services.Plan(samira.pk, at(10), 60, companion_ids=[hodan.pk])
    services.plan_request(request.pk, plan, by=coach, now=NOW)
    planned = read(
        "planned",
        "Je activiteit is ingepland.",
        "Samira en Hodan, cultuursensitieve ondersteuners (CSO)",
        "Zijn Samira en Hodan goed voor jullie",
        "Dit kost niets.",
    )
    assert planned == "je activiteit is ingepland"

    alone = services.Plan(samira.pk, at(10), 60)
    services.move_appointment(request.pk, alone, by=coach, now=NOW)
    assert read("moved", "Samira, cultuursensitieve ondersteuner (CSO)", "Is Samira goed") == (
        "de CSO's die meekomen zijn veranderd"
    )

    later = services.Plan(samira.pk, at(12), 60)
    services.move_appointment(request.pk, later, by=coach, now=NOW)
    assert read("moved", "Je activiteit is verplaatst.") == "je activiteit is verplaatst"

    services.release_appointment(request.pk, by=coach, now=NOW)
    assert "je CSO kan niet komen" in read("released", "van je activiteit kan niet komen")

    cancel_request(request.pk, actor=Actor.requester(), now=NOW)
    assert read("cancelled", "De activiteit gaat niet door", "/activiteit/") == "geannuleerd"


@pytest.mark.parametrize("held", [True, False])
def test_afterwards_it_costs_nothing(held):
    request = factories.make_activity(State.PLANNED, start=at(-1))
    coach = factories.make_user()

    if held:
        talk = services.Held(at(-1), at(-1) + timedelta(minutes=90))
        services.record_held(request.pk, talk, by=coach, now=NOW)
        subject = read(
            "registered",
            "Ze duurde 90 minuten. Deze activiteit telt niet mee en kost niets.",
            "Hoe ging de activiteit?",
        )
        assert subject == "je activiteit is geregistreerd"
    else:
        services.record_not_held(request.pk, "organisation_cancelled", by=coach, now=NOW)
        subject = read("not held", "Deze activiteit telt niet mee en kost niets.")
        assert subject == "je activiteit ging niet door"
