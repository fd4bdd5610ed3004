"""Mails to the requester about what the desk did."""

from typing import Any
from uuid import UUID

from billing.models import Charge
from coaching.models import Appointment, Proposal
from coaching.notifications.places import PLACES
from coaching.selectors.companions import names_of_team
from coaching.states import ProposalState
from outbox.mails import register
from requests_app import links
from requests_app.choices import LocationKind, State
from requests_app.models import ConsultRequest
from requests_app.notifications import RequestMail


class StepMail(RequestMail):
    """A mail to the requester that is only true while the request is in a certain state."""

    state: State

    def load(self, ref: str) -> ConsultRequest | None:
        """Return the request, or nothing when it went on since."""
        request = super().load(ref)
        return request if request is not None and request.state == self.state else None


class MeetingMail(StepMail):
    """A mail to the requester about a planned meeting."""

    state = State.PLANNED

    def context(self, obj: ConsultRequest) -> dict[str, Any]:
        """Return who comes, when and to what kind of place."""
        appointment = Appointment.objects.select_related("supporter").get(request=obj)
        return {
            **super().context(obj),
            "supporter": names_of_team(obj, appointment),
            "start": appointment.local_start,
            "minutes": appointment.planned_minutes,
            "place": PLACES[LocationKind(obj.location_kind)],
        }


@register
class Planned(MeetingMail):
    """To the requester: who comes and when."""

    kind = "coaching.planned"
    template = "coaching/planned"
    headline = "je gesprek is ingepland"


@register
class Moved(MeetingMail):
    """To the requester: another moment or another CSO."""

    kind = "coaching.moved"
    template = "coaching/moved"
    headline = "je gesprek is verplaatst of veranderd"


@register
class Accepted(StepMail):
    """To the requester: the talk can go on, a CSO is being sought."""

    kind = "coaching.accepted"
    template = "coaching/accepted"
    headline = "kan doorgaan, we zoeken een CSO"
    state = State.ACCEPTED


@register
class Released(StepMail):
    """To the requester: the CSO falls away, another one is being sought."""

    kind = "coaching.released"
    template = "coaching/released"
    headline = "je CSO kan niet komen, we zoeken een andere"
    state = State.ACCEPTED


@register
class Declined(StepMail):
    """To the requester: why not, and what then."""

    kind = "coaching.declined"
    template = "coaching/declined"
    headline = "kan niet doorgaan"
    state = State.DECLINED

    def context(self, obj: ConsultRequest) -> dict[str, Any]:
        """Return the reason and whether there is a personal word on the page."""
        said = obj.messages.filter(event__to_state=State.DECLINED).exists()
        return {**super().context(obj), "reason": obj.decline_reason, "personal": said}


@register
class Registered(StepMail):
    """To the requester: the talk is registered, and what it costs."""

    kind = "coaching.registered"
    template = "coaching/registered"
    headline = "je gesprek is geregistreerd"
    state = State.COMPLETED

    def context(self, obj: ConsultRequest) -> dict[str, Any]:
        """Return the real length and the charge, where the talk counts."""
        appointment = Appointment.objects.select_related("consultation").get(request=obj)
        charges = Charge.objects.select_related("tariff")
        return {
            **super().context(obj),
            "minutes": appointment.consultation.minutes,
            "charge": charges.filter(request_reference=obj.reference).first(),
        }


@register
class NotHeld(StepMail):
    """To the requester: the talk did not take place and costs nothing."""

    kind = "coaching.not_held"
    template = "coaching/not_held"
    headline = "je gesprek ging niet door"
    state = State.NOT_HELD


@register
class Proposed(RequestMail):
    """To the requester: other moments to choose from. `occasion` is the proposal's key."""

    kind = "coaching.proposed"
    template = "coaching/proposed"
    headline = "we stellen een ander moment voor"

    def load(self, ref: str) -> ConsultRequest | None:
        """Return the request while the proposal waits for an answer."""
        request = super().load(ref)
        open_now = Proposal.objects.filter(
            pk=int(self.occasion), request=UUID(ref), state=ProposalState.OPEN
        )
        return request if request is not None and open_now.exists() else None

    def context(self, obj: ConsultRequest) -> dict[str, Any]:
        """Return the moments and the page on which to choose."""
        proposal = Proposal.objects.prefetch_related("moments").get(pk=int(self.occasion))
        return {
            **super().context(obj),
            "moments": [moment.local_start for moment in proposal.moments.all()],
            "answer_link": links.url_for(obj, "proposal_answer"),
        }
