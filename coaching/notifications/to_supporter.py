"""Mails to a CSO about an appointment."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from coaching import calendars
from coaching.models import Appointment, AppointmentVersion, Supporter
from coaching.notifications.places import PLACES
from coaching.selectors.companions import first_names
from outbox.mails import Attachment, Mail, Placeholder, register
from requests_app import rules
from requests_app.choices import LocationKind, State
from requests_app.notifications import RequestMail
from requests_app.selectors.invented import invented_request


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
    def pages(cls, refs: Iterable[str]) -> dict[str, str]:
        """Return the pages at the desk of the requests behind versions of appointments."""
        versions = AppointmentVersion.objects.filter(pk__in=list(refs)).order_by("pk")
        found = versions.values_list("pk", "appointment__request_id")
        return {
            str(pk): reverse("admin:coaching_deskrequest_change", args=[request])
            for pk, request in found
        }

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
                "supporter",
                "appointment__request__organisation",
                "appointment__request__coach",
                "appointment__request__activity",
            )
            .filter(pk=ref)
            .first()
        )

    @classmethod
    def placeholders(cls) -> dict[str, Placeholder]:
        """Return what the service's own words can name."""
        return {
            "nummer": Placeholder("het nummer van de aanvraag", "CSO-2026-0042"),
            "cso": Placeholder("de voornaam van de CSO", "Samira"),
            "organisatie": Placeholder("de naam van de organisatie", "Basisschool De Fictie"),
            "moment": Placeholder(
                "dag en uur van de afspraak", "dinsdag 1 december 2026, 14.00 uur"
            ),
        }

    def values(self, obj: AppointmentVersion) -> dict[str, str]:
        """Return what these words stand for."""
        request = obj.appointment.request
        return {
            "nummer": request.reference,
            "cso": self.person(obj).first_name,
            "organisatie": request.organisation.name,
            "moment": rules.moment_in_words(obj.start),
        }

    def example(self) -> AppointmentVersion | None:
        """Return a version of a meeting that does not exist."""
        request = invented_request()
        start = request.first_moment
        end = start + timedelta(minutes=request.duration_minutes)
        return AppointmentVersion(
            appointment=Appointment(request=request, start=start, end=end),
            supporter=Supporter(first_name="Samira"),
            start=start,
            end=end,
        )

    def person(self, obj: AppointmentVersion) -> Supporter:
        """Return the CSO to whom this goes."""
        return obj.supporter

    def recipient(self, obj: AppointmentVersion) -> list[str]:
        """Return the CSO's address."""
        return [self.person(obj).email]

    def subject(self, obj: AppointmentVersion) -> str:
        """Return the reference and what the mail is about."""
        return f"Aanvraag {obj.appointment.request.reference}: {self.headline}"

    def context(self, obj: AppointmentVersion) -> dict[str, Any]:
        """Return reference, moment, organisation and kind of place."""
        request = obj.appointment.request
        person = self.person(obj)
        return {
            "supporter": person.first_name,
            "together": first_names(key for key in obj.people if key != person.pk),
            "activity": getattr(request, "activity", None),
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


class CalendarMail(CurrentVersionMail):
    """A mail that puts the appointment in the CSO's calendar, or moves it there."""

    def attachments(self, obj: AppointmentVersion) -> list[Attachment]:
        """Return the CSO's own calendar file."""
        return [calendars.for_supporter(obj, self.person(obj).pk)]


@register
class SupporterPlanned(CalendarMail):
    """To the CSO: an appointment."""

    kind = "coaching.supporter_planned"
    template = "coaching/supporter_planned"
    headline = "nieuwe afspraak voor jou"


@register
class SupporterMoved(CalendarMail):
    """To the CSO: the appointment is at another moment, or other CSOs come along."""

    kind = "coaching.supporter_moved"
    template = "coaching/supporter_moved"
    headline = "je afspraak is verplaatst of veranderd"


@register
class SupporterCancelled(SupporterMail):
    """To the CSO: the appointment is off, or goes to somebody else."""

    kind = "coaching.supporter_cancelled"
    template = "coaching/supporter_cancelled"
    headline = "je afspraak vervalt"

    def attachments(self, obj: AppointmentVersion) -> list[Attachment]:
        """Return the file that takes the appointment out of the CSO's calendar."""
        return [calendars.for_former_supporter(obj, self.person(obj).pk)]


@register
class SupporterReminder(CurrentVersionMail):
    """To the CSO, some working days before (M7)."""

    kind = "coaching.supporter_reminder"
    template = "coaching/supporter_reminder"
    headline = "binnenkort is je afspraak"

    def load(self, ref: str) -> AppointmentVersion | None:
        """Return the version while the talk is planned and still to begin."""
        version = super().load(ref)
        if version is None or version.appointment.request.state != State.PLANNED:
            return None
        return version if version.start > timezone.now() else None


class CompanionMail(SupporterMail):
    """A mail to one of the further CSOs of an activity. `occasion` begins with the CSO's key."""

    @classmethod
    def label(cls) -> str:
        """Return what it says and to whom."""
        return f"{cls.headline} (aan een tweede of volgende CSO)"

    def person(self, obj: AppointmentVersion) -> Supporter:
        """Return the CSO whom the occasion names; an invented mail has none."""
        if not self.occasion:
            return obj.supporter
        return Supporter.objects.get(pk=int(self.occasion.partition("-")[0]))


@register
class CompanionPlanned(CompanionMail, SupporterPlanned):
    """To a further CSO: an appointment."""

    kind = "coaching.companion_planned"


@register
class CompanionMoved(CompanionMail, SupporterMoved):
    """To a further CSO: something about the appointment changed."""

    kind = "coaching.companion_moved"


@register
class CompanionCancelled(CompanionMail, SupporterCancelled):
    """To a further CSO: the appointment is off, or goes on without this CSO."""

    kind = "coaching.companion_cancelled"


@register
class CompanionReminder(CompanionMail, SupporterReminder):
    """To a further CSO, some working days before."""

    kind = "coaching.companion_reminder"
