"""Nobody but the OCMW hears of a client before a CSO is planned, and then by no mail (C7)."""

import pytest
from django.core import mail

from coaching import services
from outbox.delivery import deliver
from outbox.models import OutgoingMail
from requests_app.choices import State
from tests import factories
from tests.factories import NOW, at

pytestmark = pytest.mark.django_db


def sent():
    for row in OutgoingMail.objects.order_by("created_at", "pk"):
        deliver(row.pk, now=NOW)
    return mail.outbox


def test_held_supporter_hears_nothing_until_planned_and_never_the_client():
    samira = factories.make_supporter()
    request = factories.make_request(State.IN_REVIEW)
    coach = factories.make_user()

    services.propose_moments(request.pk, services.Offer([at(12)], samira.pk), by=coach, now=NOW)
    before = [address for each in sent() for address in each.to]
    other = factories.make_request(State.IN_REVIEW)
    services.plan_request(other.pk, services.Plan(samira.pk, at(13), 60), by=coach, now=NOW)
    after = sent()

    assert samira.email not in before
    (told,) = [each for each in after if each.to == [samira.email]]
    for word in (factories.CLIENT_NAME, "1989", "D-17", "Hoe verloopt", "vroeger"):
        assert word not in f"{told.subject} {told.body} {told.alternatives}"
