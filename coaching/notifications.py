"""Mails from the desk: which ones a step causes, and how each is composed when it is sent.

Every mail is read fresh from the database at the moment it goes out, and is dropped when a later
step made it untrue; that later step sends its own.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from billing.models import Charge
from coaching.models import Appointment, AppointmentVersion, Proposal
from coaching.states import ProposalState
from outbox.mails import Mail, register
from outbox.services import Entry
from requests_app import links, rules
from requests_app.choices import LocationKind, State
from requests_app.models import ConsultRequest, StatusEvent
from requests_app.notifications import CoachesMail, RequestMail

PLACES = {
    LocationKind.ORGANISATION: "bij de organisatie",
    LocationKind.HOME: "huisbezoek",
    LocationKind.OCMW: "bij het OCMW",
    LocationKind.ONLINE: "online",
}


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
            "supporter": appointment.supporter.first_name,
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


@register
class AnsweredNotice(CoachesMail):
    """To the coaches: the requester chose a moment, or none fitted."""

    kind = "coaching.answered_notice"
    template = "coaching/answered_notice"
    headline = "antwoord op het voorstel"

    def context(self, obj: ConsultRequest) -> dict[str, Any]:
        """Return the page of the request at the desk."""
        page = reverse("admin:coaching_deskrequest_change", args=[obj.pk])
        return {**super().context(obj), "desk_link": f"{settings.SITE_URL}{page}"}


class SupporterMail(Mail[AppointmentVersion]):
    """A mail to a CSO about a version of an appointment. Nothing about the client, ever.

    Says the number of the request, when, for which organisation, and what kind of place.
    """

    headline = ""

    @classmethod
    def label(cls) -> str:
        """Return what it says and to whom."""
        return f"{cls.headline} (aan CSO)"

    @classmethod
    def titles(cls, refs: Iterable[str]) -> dict[str, str]:
        """Return the references of the requests behind versions of appointments."""
        versions = AppointmentVersion.objects.filter(pk__in=list(refs)).order_by("pk")
        found = versions.values_list("pk", "appointment__request__reference")
        return {str(pk): reference for pk, reference in found}

    @classmethod
    def refs_of(cls, title: str) -> list[str]:
        """Return the versions of the appointment of the request with this reference."""
        versions = AppointmentVersion.objects.filter(
            appointment__request__reference__iexact=title
        ).order_by("pk")
        return [str(pk) for pk in versions.values_list("pk", flat=True)]

    def load(self, ref: str) -> AppointmentVersion | None:
        """Return the version with what the mail shows."""
        return (
            AppointmentVersion.objects.select_related(
                "supporter", "appointment__request__organisation", "appointment__request__coach"
            )
            .filter(pk=ref)
            .first()
        )

    def recipient(self, obj: AppointmentVersion) -> list[str]:
        """Return the CSO's address."""
        return [obj.supporter.email]

    def subject(self, obj: AppointmentVersion) -> str:
        """Return the reference and what the mail is about."""
        return f"Aanvraag {obj.appointment.request.reference}: {self.headline}"

    def context(self, obj: AppointmentVersion) -> dict[str, Any]:
        """Return reference, moment, organisation and kind of place."""
        request = obj.appointment.request
        return {
            "supporter": obj.supporter.first_name,
            "reference": request.reference,
            "start": obj.start.astimezone(rules.BRUSSELS),
            "minutes": int((obj.end - obj.start).total_seconds() // 60),
            "organisation": request.organisation.name,
            "place": PLACES[LocationKind(request.location_kind)],
        }

    def footer(self) -> dict[str, str]:
        """Return who writes, as under every mail about a request."""
        return RequestMail().footer()


class CurrentVersionMail(SupporterMail):
    """A mail to a CSO that is only true while its version is the last one."""

    def load(self, ref: str) -> AppointmentVersion | None:
        """Return the version, or nothing when the appointment changed since."""
        version = super().load(ref)
        if version is None or version.sequence != version.appointment.sequence:
            return None
        return version


@register
class SupporterPlanned(CurrentVersionMail):
    """To the CSO: an appointment."""

    kind = "coaching.supporter_planned"
    template = "coaching/supporter_planned"
    headline = "nieuwe afspraak voor jou"


@register
class SupporterMoved(CurrentVersionMail):
    """To the CSO: the appointment is at another moment."""

    kind = "coaching.supporter_moved"
    template = "coaching/supporter_moved"
    headline = "je afspraak is verplaatst"


@register
class SupporterCancelled(SupporterMail):
    """To the CSO: the appointment is off, or goes to somebody else."""

    kind = "coaching.supporter_cancelled"
    template = "coaching/supporter_cancelled"
    headline = "je afspraak vervalt"


def for_planned(version: AppointmentVersion) -> list[Entry]:
    """Return the mails of a talk that was planned: to the requester and to the CSO."""
    return [
        _about(Planned, version.appointment.request, version.event),
        Entry(SupporterPlanned.kind, ref=str(version.pk)),
    ]


def for_moved(version: AppointmentVersion, before: AppointmentVersion) -> list[Entry]:
    """Return the mails of a talk that was moved or given to another CSO."""
    entries = [_about(Moved, version.appointment.request, version.event)]
    if version.supporter_id == before.supporter_id:
        return [*entries, Entry(SupporterMoved.kind, ref=str(version.pk))]
    return [
        *entries,
        Entry(SupporterPlanned.kind, ref=str(version.pk)),
        Entry(SupporterCancelled.kind, ref=str(before.pk), occasion=str(version.pk)),
    ]


def for_dropped(cancelled: AppointmentVersion | None) -> list[Entry]:
    """Return the mail to the CSO whose appointment was cancelled, if there was one."""
    return [Entry(SupporterCancelled.kind, ref=str(cancelled.pk))] if cancelled else []


def for_accepted(request: ConsultRequest, event: StatusEvent) -> list[Entry]:
    """Return the mail of a request that can go on."""
    return [_about(Accepted, request, event)]


def for_released(
    request: ConsultRequest, event: StatusEvent, cancelled: AppointmentVersion | None
) -> list[Entry]:
    """Return the mails of a CSO who falls away."""
    return [_about(Released, request, event), *for_dropped(cancelled)]


def for_declined(
    request: ConsultRequest, event: StatusEvent, cancelled: AppointmentVersion | None
) -> list[Entry]:
    """Return the mails of a request that was declined."""
    return [_about(Declined, request, event), *for_dropped(cancelled)]


def for_registered(request: ConsultRequest, event: StatusEvent) -> list[Entry]:
    """Return the mail of a talk that was held."""
    return [_about(Registered, request, event)]


def for_not_held(request: ConsultRequest, event: StatusEvent) -> list[Entry]:
    """Return the mail of a talk that was not held."""
    return [_about(NotHeld, request, event)]


def for_proposal(proposal: Proposal) -> list[Entry]:
    """Return the mail with the moments that are proposed."""
    return [Entry(Proposed.kind, ref=str(proposal.request_id), occasion=str(proposal.pk))]


def for_answered(
    request: ConsultRequest, event: StatusEvent, cancelled: AppointmentVersion | None = None
) -> list[Entry]:
    """Return the mails of an answer to a proposal: to the coaches, and to a CSO who is free again."""
    return [_about(AnsweredNotice, request, event), *for_dropped(cancelled)]


def _about(mail: type[RequestMail], request: ConsultRequest, event: StatusEvent) -> Entry:
    return Entry(mail.kind, ref=str(request.pk), occasion=str(event.pk))
