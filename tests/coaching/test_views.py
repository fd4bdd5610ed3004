"""The requester's answer to a proposal, through the browser's eyes."""

import pytest
from django.urls import reverse

from coaching import services
from coaching.models import Appointment, Proposal
from coaching.states import ProposalState
from requests_app import links
from requests_app.choices import State
from requests_app.models import RequestMessage
from tests import factories
from tests.coaching.pages import text_of

pytestmark = pytest.mark.django_db


def page_of(request):
    return reverse("proposal_answer", args=[links.token_for(request)])


def answer(client, request, choice, **data):
    proposal = Proposal.objects.get(request=request, state=ProposalState.OPEN)
    return client.post(page_of(request), {"proposal": proposal.pk, "answer": choice, **data})


def first_moment(request):
    return Proposal.objects.get(request=request).moments.order_by("start")[0]


def test_looking_changes_nothing_and_is_kept_nowhere(client, now):
    request = factories.make_request(State.ALTERNATIVE_PROPOSED, now=now)

    pages = [client.get(page_of(request)) for _ in range(2)]

    for page in pages:
        assert page.status_code == 200
        assert "Geen van deze momenten past" in text_of(page)
        assert "no-store" in page["Cache-Control"]
        assert page["X-Robots-Tag"] == "noindex, nofollow"
        assert factories.CLIENT_NAME not in text_of(page)
    request.refresh_from_db()
    assert (request.state, request.version) == (State.ALTERNATIVE_PROPOSED, 2)


def test_the_requesters_page_leads_there(client, now):
    request = factories.make_request(State.ALTERNATIVE_PROPOSED, now=now)
    start = first_moment(request).local_start

    page = client.get(reverse("request_page", args=[links.token_for(request)]))

    assert f'href="{page_of(request)}"' in page.content.decode()
    assert f"{start:%H.%M} uur" in text_of(page)


def test_choosing_a_held_moment_plans_the_talk(client, now):
    request = factories.make_request(State.ALTERNATIVE_PROPOSED, now=now, held_for_proposal=True)
    moment = first_moment(request)

    response = answer(client, request, moment.pk)

    assert response.url == reverse("request_page", args=[links.token_for(request)])
    assert Appointment.objects.get().start == moment.start


def test_none_fits_goes_back_to_the_coaches_with_the_words(client, now):
    request = factories.make_request(State.ALTERNATIVE_PROPOSED, now=now)

    answer(client, request, "none", message="Op dinsdag lukt het wel.")

    request.refresh_from_db()
    assert request.state == State.IN_REVIEW
    assert RequestMessage.objects.get().body == "Op dinsdag lukt het wel."


@pytest.mark.parametrize("choice", ["", "999999", "onzin"])
def test_no_or_a_strange_answer_keeps_what_was_typed(client, now, choice):
    request = factories.make_request(State.ALTERNATIVE_PROPOSED, now=now)

    response = answer(client, request, choice, message="Mijn woorden.")

    assert response.status_code == 200
    html = response.content.decode()
    assert "Kies een moment" in html
    assert "Mijn woorden." in html
    assert "<title>Fout:" in html
    request.refresh_from_db()
    assert request.state == State.ALTERNATIVE_PROPOSED


def test_a_moment_that_passed_meanwhile_is_refused_beside_the_choice(client, now):
    request = factories.make_request(
        State.ALTERNATIVE_PROPOSED, now=now, start=factories.at(-1, now=now)
    )

    response = answer(client, request, first_moment(request).pk)

    assert "Dit moment is al voorbij" in text_of(response)


def test_an_answered_proposal_is_friendly(client, now):
    request = factories.make_request(State.ALTERNATIVE_PROPOSED, now=now)
    moment = first_moment(request)
    data = {"proposal": moment.proposal_id, "answer": moment.pk}
    services.choose_moment(request.pk, moment.pk, now=now)

    looked = client.get(page_of(request))
    posted = client.post(page_of(request), data)

    assert (looked.status_code, posted.status_code) == (200, 409)
    for response in (looked, posted):
        assert "al beantwoord of vervangen" in text_of(response)


def test_an_answer_to_a_replaced_proposal_does_not_count(client, now):
    request = factories.make_request(State.ALTERNATIVE_PROPOSED, now=now)
    old = Proposal.objects.get()
    services.refuse_proposal(request.pk, old.pk, now=now)
    services.propose_moments(
        request.pk,
        services.Offer([factories.at(20, now=now)]),
        by=factories.make_user(),
        now=now,
    )

    response = client.post(page_of(request), {"proposal": old.pk, "answer": "none"})

    assert response.status_code == 409
    request.refresh_from_db()
    assert request.state == State.ALTERNATIVE_PROPOSED


def test_two_answers_at_one_moment(client, now, monkeypatch):
    """The second is past the page's own check when the first is written."""
    request = factories.make_request(State.ALTERNATIVE_PROPOSED, now=now)
    proposal = Proposal.objects.prefetch_related("moments").get()
    monkeypatch.setattr("coaching.views.answering.open_proposal", lambda _request: proposal)
    data = {"proposal": proposal.pk, "answer": "none", "message": "Liever later."}

    responses = [client.post(page_of(request), data) for _ in range(2)]

    assert [response.status_code for response in responses] == [302, 409]


def test_a_link_that_was_tampered_with_leads_nowhere(client, now):
    request = factories.make_request(State.ALTERNATIVE_PROPOSED, now=now)

    assert client.get(page_of(request).replace("/moment/", "x/moment/")).status_code == 404
