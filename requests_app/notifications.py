"""Mails about a request: which ones an event causes, and how each is composed when it is sent."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse

from outbox.mails import Attachment, Mail, Placeholder, register
from outbox.services import Entry
from requests_app import links, rules
from requests_app.choices import ActorKind, State
from requests_app.models import ConsultRequest, StatusEvent
from requests_app.selectors import closing_between, service_settings
from requests_app.selectors.activities import activity_of, activity_rows
from requests_app.selectors.invented import ANSWER_DUE, invented_request
from requests_app.signals import cancelled_mail_files

MASKED = "●● (beveiligd, niet in deze mail)"


def masked_rows(request: ConsultRequest) -> list[tuple[str, str]]:
    """Return what was asked as label and value, fit for a mailbox (N8).

    A mail is clear text: nothing about the client, no free text, no address, and no language where
    it would be the language of a client (special category, SERVICE.md 3.1).
    """
    function = f", {request.requester_function}" if request.requester_function else ""
    with_client = request.involves_client
    rows = [
        ("Organisatie", request.organisation.name),
        ("Hulpverlener", f"{request.requester_name}{function}"),
        ("Telefoon", request.requester_phone),
        *_what_for(request),
        ("Onderwerp", MASKED),
        ("Cliënt", MASKED if with_client else "geen cliënt bij"),
    ]
    for moment in request.moments.all():
        rows.append((f"{moment.position}e keuze", rules.moment_in_words(moment.start)))
    return [
        *rows,
        ("Duur", request.duration_in_words),
        *([("Meer gesprekken", request.series_in_words)] if request.series_in_words else []),
        *([("Wensen over de CSO", MASKED)] if request.has_wishes else []),
        ("Plaats", request.get_location_kind_display()),
    ]


def _what_for(request: ConsultRequest) -> list[tuple[str, str]]:
    """Return the tasks and the language, or what an activity is: that has no client to betray."""
    activity = activity_of(request)
    if activity is not None:
        return activity_rows(activity, typed=False)
    return [
        ("Waarvoor", "; ".join(request.task_labels)),
        ("Taal", MASKED if request.involves_client else request.language.name),
    ]


class RequestMail(Mail[ConsultRequest]):
    """A mail to the requester about one request. `ref` is the request's id."""

    headline = ""
    audience = "hulpverlener"

    @classmethod
    def label(cls) -> str:
        """Return what it says and to whom."""
        return f"{cls.headline} (aan {cls.audience})"

    @classmethod
    def placeholders(cls) -> dict[str, Placeholder]:
        """Return what the service's own words can name; nothing of the client is among it (M5)."""
        return {
            "nummer": Placeholder("het nummer van de aanvraag", "CSO-2026-0042"),
            "naam": Placeholder("de naam van de hulpverlener", "Noor Voorbeeld"),
            "organisatie": Placeholder("de naam van de organisatie", "Basisschool De Fictie"),
            "antwoorddatum": Placeholder(
                "de dag waarop de hulpverlener ten laatste antwoord krijgt",
                rules.in_words(ANSWER_DUE),
            ),
        }

    def values(self, obj: ConsultRequest) -> dict[str, str]:
        """Return what these words stand for."""
        return {
            "nummer": obj.reference,
            "naam": obj.requester_name,
            "organisatie": obj.organisation.name,
            "antwoorddatum": rules.in_words(obj.answer_due),
        }

    def example(self) -> ConsultRequest | None:
        """Return a request that does not exist."""
        return invented_request()

    @classmethod
    def titles(cls, refs: Iterable[str]) -> dict[str, str]:
        """Return the references of requests."""
        found = ConsultRequest.objects.filter(pk__in=list(refs)).values_list("pk", "reference")
        return {str(pk): reference for pk, reference in found.order_by("pk")}

    @classmethod
    def pages(cls, refs: Iterable[str]) -> dict[str, str]:
        """Return the pages of requests at the desk."""
        return {ref: reverse("admin:coaching_deskrequest_change", args=[ref]) for ref in refs}

    @classmethod
    def refs_of(cls, title: str) -> list[str]:
        """Return the request with this reference."""
        found = ConsultRequest.objects.filter(reference__iexact=title).order_by("pk")
        return [str(pk) for pk in found.values_list("pk", flat=True)]

    def load(self, ref: str) -> ConsultRequest | None:
        """Return the request with what every mail about it needs."""
        return (
            ConsultRequest.objects.select_related(
                "organisation", "language", "decline_reason", "activity"
            )
            .prefetch_related("moments")
            .filter(pk=ref)
            .first()
        )

    def recipient(self, obj: ConsultRequest) -> list[str]:
        """Return the requester's address."""
        return [obj.requester_email]

    def subject(self, obj: ConsultRequest) -> str:
        """Return the reference and what the mail is about; never a fact about the client."""
        return f"Aanvraag {obj.reference}: {self.in_its_words(self.headline, obj)}"

    def in_its_words(self, text: str, obj: ConsultRequest) -> str:
        """Return a sentence about a talk with the word for what it is: an activity is no talk."""
        return text.replace("je gesprek", f"je {obj.talk_word}")

    def context(self, obj: ConsultRequest) -> dict[str, Any]:
        """Return what the templates show."""
        form = "activity_new" if obj.is_activity else "request_new"
        return {
            "request": obj,
            "link": links.url_for(obj),
            "answer_due": rules.in_words(obj.answer_due),
            "new_request": f"{settings.SITE_URL}{reverse(form)}",
        }

    def reply_to(self, obj: ConsultRequest) -> list[str]:
        """Let an answer reach the service."""
        return [service_settings().contact_email]

    def footer(self) -> dict[str, str]:
        """Return who writes, as the service's settings say."""
        service = service_settings()
        return {
            "name": service.name,
            "address": f"{service.street}, {service.postcode} {service.city}",
            "email": service.contact_email,
            "phone": service.contact_phone,
            "url": settings.SITE_URL,
        }


@register
class RequestCopy(RequestMail):
    """The copy that the requester gets at once, with the client block masked (N8)."""

    kind = "requests.copy"
    template = "requests_app/copy"
    headline = "we hebben ze goed ontvangen"
    capped = True

    def context(self, obj: ConsultRequest) -> dict[str, Any]:
        """Return everything that was asked, with what a mail must not tell masked."""
        asked_on = rules.local_date(obj.submitted_at)
        return {
            **super().context(obj),
            "rows": masked_rows(obj),
            "closings": closing_between(asked_on, obj.answer_due),
        }


@register
class RequestCancelled(RequestMail):
    """To the requester: the request is cancelled."""

    kind = "requests.cancelled"
    template = "requests_app/cancelled"
    headline = "geannuleerd"

    def stranger_decides(self, obj: ConsultRequest) -> bool:
        """Tell whether only the requester had a hand in this request: then the caps hold (S9)."""
        alone = StatusEvent.objects.filter(
            pk=int(self.occasion), actor=ActorKind.REQUESTER, from_state=State.SUBMITTED
        )
        return alone.exists()

    def attachments(self, obj: ConsultRequest) -> list[Attachment]:
        """Return what rooms above send along: the file that takes a meeting out of a calendar."""
        found: list[Any] = cancelled_mail_files.send(sender=type(self), request=obj)
        return [file for _, files in found for file in files]


class CoachesMail(RequestMail):
    """A notice to the shared mailbox of the coaches, without anything about the client."""

    audience = "coaches"

    def recipient(self, obj: ConsultRequest) -> list[str]:
        """Return the coaches' shared address."""
        return [service_settings().coaches_email]

    def reply_to(self, obj: ConsultRequest) -> list[str]:
        """Let an answer reach the requester."""
        return [obj.requester_email]

    def context(self, obj: ConsultRequest) -> dict[str, Any]:
        """Return what a coach needs to plan the day; the requester's link is not theirs."""
        return {
            "request": obj,
            "answer_due": rules.in_words(obj.answer_due),
            "first_moment": rules.moment_in_words(obj.first_moment),
            "desk": f"{settings.SITE_URL}{reverse('admin:index')}",
        }


@register
class NewRequestNotice(CoachesMail):
    """To the coaches: a new request waits."""

    kind = "requests.new_notice"
    template = "requests_app/new_notice"
    headline = "nieuw in de lijst"


@register
class CancelledNotice(CoachesMail):
    """To the coaches: the requester ended the request."""

    kind = "requests.cancelled_notice"
    template = "requests_app/cancelled_notice"
    headline = "geannuleerd"


def for_new_request(request: ConsultRequest, *, origin: str = "") -> list[Entry]:
    """Return the mails of a new request: the copy and the notice to the coaches.

    The copy goes to whatever address was typed, so it counts for the network that asks (S9).
    """
    return [
        Entry(kind=RequestCopy.kind, ref=str(request.pk), origin=origin),
        Entry(kind=NewRequestNotice.kind, ref=str(request.pk)),
    ]


def for_cancelled(request: ConsultRequest, event: StatusEvent) -> list[Entry]:
    """Return the mails of a cancelled request."""
    occasion = str(event.pk)
    return [
        Entry(kind=RequestCancelled.kind, ref=str(request.pk), occasion=occasion),
        Entry(kind=CancelledNotice.kind, ref=str(request.pk), occasion=occasion),
    ]
