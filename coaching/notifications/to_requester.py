"""Mails to the requester about what the desk did."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone

from billing.models import Charge, Tariff
from coaching import calendars, rules
from coaching.models import Appointment, AppointmentVersion, Proposal
from coaching.notifications.places import PLACES
from coaching.selectors.companions import team_of
from coaching.selectors.meetings import cancel_words, latest_version
from coaching.selectors.prices import price_words
from coaching.states import AppointmentState, ProposalState
from outbox.mails import Attachment, Placeholder, register
from requests_app import links
from requests_app.choices import LocationKind, State
from requests_app.models import ConsultRequest
from requests_app.notifications import RequestMail
from requests_app.rules import BRUSSELS, local_date, moment_in_words


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
        team = team_of(obj, appointment)
        return {
            **super().context(obj),
            "supporter": rules.listed([each.first_name for each in team]),
            "several": len(team) > 1,
            "start": appointment.local_start,
            "minutes": appointment.planned_minutes,
            "place": PLACES[LocationKind(obj.location_kind)],
            "price": price_words(obj, mailed=True),
            "cancel_words": cancel_words(appointment.start, today=local_date(timezone.now())),
            "choice_link": ""
            if appointment.supporter_accepted_at
            else links.url_for(obj, "supporter_choice"),
        }

    @classmethod
    def placeholders(cls) -> dict[str, Placeholder]:
        """Return the moment and who comes, beside what every mail can name."""
        return {
            **super().placeholders(),
            "moment": Placeholder(
                "dag en uur van het gesprek", "dinsdag 1 december 2026, 14.00 uur"
            ),
            "cso": Placeholder("de voornaam van de CSO, of van elke CSO", "Samira"),
        }

    def values(self, obj: ConsultRequest) -> dict[str, str]:
        """Return what these words stand for."""
        appointment = Appointment.objects.select_related("supporter").get(request=obj)
        return {
            **super().values(obj),
            "moment": moment_in_words(appointment.start),
            "cso": rules.listed([each.first_name for each in team_of(obj, appointment)]),
        }

    def example_context(self, obj: ConsultRequest) -> dict[str, Any]:
        """Return an invented meeting."""
        return {
            **RequestMail.context(self, obj),
            "supporter": "Samira",
            "several": False,
            "start": obj.first_moment.astimezone(BRUSSELS),
            "minutes": obj.duration_minutes,
            "place": PLACES[LocationKind(obj.location_kind)],
            "price": "",
            "cancel_words": "Kan het niet doorgaan? Laat het zo snel mogelijk weten.",
            "choice_link": links.url_for(obj, "supporter_choice"),
        }


class CalendarMail(MeetingMail):
    """A mail that puts the meeting in the requester's calendar, or moves it there.

    `occasion` is the key of the step; a later step has its own mail, and this one is dropped.
    """

    def load(self, ref: str) -> ConsultRequest | None:
        """Return the request while the meeting is what this step made of it."""
        request = super().load(ref)
        version = latest_version(request) if request else None
        return request if version and str(version.event_id) == self.occasion else None

    def attachments(self, obj: ConsultRequest) -> list[Attachment]:
        """Return the calendar file."""
        version = latest_version(obj)
        return [calendars.for_requester(version)] if version else []


class MeetingOffMail(StepMail):
    """A mail after which no meeting is left; it takes one that there was out of the calendar."""

    def attachments(self, obj: ConsultRequest) -> list[Attachment]:
        """Return the calendar file of a meeting that was cancelled."""
        return files_of_cancelled(request=obj)


def files_of_cancelled(*, request: ConsultRequest, **_signal: object) -> list[Attachment]:
    """Return the file that takes the meeting of a request out of calendars; none where none was."""
    version = latest_version(request)
    if version is None or version.state != AppointmentState.CANCELLED:
        return []
    return [calendars.for_requester(version)]


@register
class Planned(CalendarMail):
    """To the requester: who comes and when."""

    kind = "coaching.planned"
    template = "coaching/planned"
    headline = "je gesprek is ingepland"


@register
class Moved(CalendarMail):
    """To the requester: another moment or another CSO."""

    kind = "coaching.moved"
    template = "coaching/moved"
    headline = "je gesprek is verplaatst of veranderd"

    def subject(self, obj: ConsultRequest) -> str:
        """Say which of the two it is (L7)."""
        return f"Aanvraag {obj.reference}: {self._change(obj)}"

    def context(self, obj: ConsultRequest) -> dict[str, Any]:
        """Return the change in words beside what counts now."""
        words = self._change(obj)
        return {**super().context(obj), "change": f"{words[0].upper()}{words[1:]}."}

    def example_context(self, obj: ConsultRequest) -> dict[str, Any]:
        """Return an invented meeting that was moved."""
        return {**super().example_context(obj), "change": "Je gesprek is verplaatst."}

    def _change(self, obj: ConsultRequest) -> str:
        """Compare the last two versions: this mail is only true while its step is the last one."""
        versions = AppointmentVersion.objects.filter(appointment__request=obj.pk)
        last_two = list(versions.order_by("-sequence")[:2])
        if len(last_two) < 2:
            return self.in_its_words(self.headline, obj)
        now, before = last_two
        words = rules.change_in_words(
            moved=now.start != before.start,
            others=set(now.people) != set(before.people),
            several=len(now.people) + len(before.people) > 2,
            longer=(now.end - now.start) - (before.end - before.start),
        )
        return self.in_its_words(words, obj)


@register
class Reminder(MeetingMail):
    """To the requester, some working days before (M7). `occasion` is the version it reminds of."""

    kind = "coaching.reminder"
    template = "coaching/reminder"
    headline = "binnenkort is je gesprek"

    def load(self, ref: str) -> ConsultRequest | None:
        """Return the request while this version stands and is still to begin."""
        request = super().load(ref)
        version = latest_version(request) if request else None
        if version is None or str(version.pk) != self.occasion:
            return None
        return request if version.start > timezone.now() else None


@register
class Accepted(StepMail):
    """To the requester: the talk can go on, a CSO is being sought."""

    kind = "coaching.accepted"
    template = "coaching/accepted"
    headline = "kan doorgaan, we zoeken een CSO"
    state = State.ACCEPTED


@register
class Released(MeetingOffMail):
    """To the requester: the CSO falls away, another one is being sought."""

    kind = "coaching.released"
    template = "coaching/released"
    headline = "je CSO kan niet komen, we zoeken een andere"
    state = State.ACCEPTED


@register
class OtherSupporter(MeetingOffMail):
    """To the requester: we heard that somebody else is better, and look on."""

    kind = "coaching.other_supporter"
    template = "coaching/other_supporter"
    headline = "we zoeken een andere CSO"
    state = State.ACCEPTED


@register
class Declined(MeetingOffMail):
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
        """Return the real length, the charge where the talk counts, and where to say how it went."""
        appointment = Appointment.objects.select_related("consultation").get(request=obj)
        charges = Charge.objects.select_related("tariff")
        return {
            **super().context(obj),
            "minutes": appointment.consultation.minutes,
            "charge": charges.filter(request_reference=obj.reference).first(),
            "feedback_link": links.url_for(obj, "talk_feedback"),
        }

    def example_context(self, obj: ConsultRequest) -> dict[str, Any]:
        """Return an invented talk that was free."""
        free = Charge(ordinal=1, amount=Decimal(0), tariff=Tariff(free_count=3))
        return {
            **RequestMail.context(self, obj),
            "minutes": obj.duration_minutes,
            "charge": free,
            "feedback_link": links.url_for(obj, "talk_feedback"),
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

    def example_context(self, obj: ConsultRequest) -> dict[str, Any]:
        """Return two invented moments."""
        first = obj.first_moment.astimezone(BRUSSELS)
        return {
            **RequestMail.context(self, obj),
            "moments": [first, first + timedelta(days=1)],
            "answer_link": links.url_for(obj, "proposal_answer"),
        }
