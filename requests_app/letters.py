"""Mails around the requester's page: codes, lost links, changed addresses, answers, feedback."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from django.conf import settings
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from outbox.mails import Mail, Placeholder, register
from outbox.services import Entry
from requests_app import codes, links, rules
from requests_app.models import (
    AccessCode,
    ConsultRequest,
    ContactChange,
    LinkRequest,
    StatusEvent,
)
from requests_app.notifications import CoachesMail, RequestMail
from requests_app.selectors import service_settings
from requests_app.selectors.addresses import followed_from
from requests_app.selectors.invented import invented_request

R = TypeVar("R", bound=Model)


class RowMail(Mail[R], Generic[R]):
    """A mail about a small row of a request: `ref` is the row's id."""

    model: ClassVar[type[Model]]
    headline = ""

    @classmethod
    def label(cls) -> str:
        """Return what it says and to whom."""
        return f"{cls.headline} (aan hulpverlener)"

    @classmethod
    def titles(cls, refs: Iterable[str]) -> dict[str, str]:
        """Return the references of the requests behind the rows."""
        rows = cls.model._default_manager.filter(pk__in=list(refs)).order_by("pk")
        return {str(pk): title for pk, title in rows.values_list("pk", "request__reference")}

    @classmethod
    def refs_of(cls, title: str) -> list[str]:
        """Return the rows of the request with this reference."""
        rows = cls.model._default_manager.filter(request__reference__iexact=title).order_by("pk")
        return [str(pk) for pk in rows.values_list("pk", flat=True)]

    @classmethod
    def placeholders(cls) -> dict[str, Placeholder]:
        """Return what every mail about a request can name (M5)."""
        return RequestMail.placeholders()

    def reply_to(self, obj: R) -> list[str]:
        """Let an answer reach the service."""
        return [service_settings().contact_email]

    def footer(self) -> dict[str, str]:
        """Return who writes, as under every mail about a request."""
        return RequestMail().footer()


@register
class CodeMail(RowMail[AccessCode]):
    """The one-time code for the full copy, to the address of the request."""

    kind = "requests.access_code"
    template = "requests_app/access_code"
    headline = "je code"
    model = AccessCode
    capped = True

    def load(self, ref: str) -> AccessCode | None:
        """Return the code while it can be used and no newer one was asked."""
        row = AccessCode.objects.select_related("request").filter(pk=ref).order_by().first()
        if row is None or not codes.is_alive(row, now=timezone.now()):
            return None
        return row if codes.newest(row.request_id) == row else None

    def values(self, obj: AccessCode) -> dict[str, str]:
        """Return what these words stand for."""
        return RequestMail().values(obj.request)

    def example(self) -> AccessCode | None:
        """Return a code that opens nothing."""
        request = invented_request()
        return AccessCode(pk=request.pk, request=request, created_at=request.submitted_at)

    def recipient(self, obj: AccessCode) -> list[str]:
        """Return the requester's address."""
        return [obj.request.requester_email]

    def subject(self, obj: AccessCode) -> str:
        """Return the reference; the code itself stays out of what a locked screen shows."""
        return f"Aanvraag {obj.request.reference}: {self.headline}"

    def context(self, obj: AccessCode) -> dict[str, Any]:
        """Return the code and until when it works."""
        until = (obj.created_at + codes.VALID).astimezone(rules.BRUSSELS)
        return {"request": obj.request, "code": codes.code_of(obj), "until": until}


class ChangeMail(RowMail[ContactChange]):
    """A mail about a changed address."""

    model = ContactChange

    def load(self, ref: str) -> ContactChange | None:
        """Return the change with its request."""
        changes = ContactChange.objects.select_related("request__organisation")
        return changes.filter(pk=ref).order_by().first()

    def values(self, obj: ContactChange) -> dict[str, str]:
        """Return what the service's own words can name."""
        return RequestMail().values(obj.request)

    def example(self) -> ContactChange | None:
        """Return a change of a request that does not exist."""
        request = invented_request()
        return ContactChange(request=request, at=request.submitted_at)

    def subject(self, obj: ContactChange) -> str:
        """Return the reference and what the mail is about."""
        return f"Aanvraag {obj.request.reference}: {self.headline}"


@register
class OldAddress(ChangeMail):
    """To the address that a request had: it is no longer the one. The new one is not told."""

    kind = "requests.old_address"
    template = "requests_app/old_address"
    headline = "het e-mailadres is veranderd"

    def recipient(self, obj: ContactChange) -> list[str]:
        """Return the address before the change."""
        return [obj.old_email]

    def context(self, obj: ContactChange) -> dict[str, Any]:
        """Return which request and when."""
        return {"request": obj.request, "at": obj.at.astimezone(rules.BRUSSELS)}


@register
class NewAddress(ChangeMail):
    """To the address that a request got, with the link."""

    kind = "requests.new_address"
    template = "requests_app/new_address"
    headline = "dit e-mailadres hoort er nu bij"
    capped = True

    def load(self, ref: str) -> ContactChange | None:
        """Return the change, unless the address changed once more: that one has its own mail."""
        change = super().load(ref)
        if change is None:
            return None
        later = ContactChange.objects.filter(request=change.request_id).order_by("-at", "pk")
        return change if later.first() == change else None

    def recipient(self, obj: ContactChange) -> list[str]:
        """Return the address that the request has now."""
        return [obj.request.requester_email]

    def context(self, obj: ContactChange) -> dict[str, Any]:
        """Return the link that all later mails have too."""
        return {"request": obj.request, "link": links.url_for(obj.request)}


@dataclass(frozen=True, slots=True)
class FoundLinks:
    """The requests of an address, newest first, and that address as the newest of them has it."""

    email: str
    requests: list[ConsultRequest]


@register
class LostLinks(Mail[FoundLinks]):
    """The links of one address. An unknown address gets no mail at all (T4)."""

    kind = "requests.lost_links"
    template = "requests_app/lost_links"
    capped = True

    @classmethod
    def label(cls) -> str:
        """Return what it says and to whom."""
        return "verloren links (aan hulpverlener)"

    @classmethod
    def titles(cls, refs: Iterable[str]) -> dict[str, str]:
        """Say no more than that; it may be about several requests, or none."""
        return dict.fromkeys(refs, "verloren links")

    def load(self, ref: str) -> FoundLinks | None:
        """Return the requests of the address that somebody typed in; None when there are none."""
        asked = LinkRequest.objects.filter(pk=ref).order_by().first()
        if asked is None:
            return None
        found = followed_from(asked.email, now=asked.created_at)
        return FoundLinks(found[0].requester_email, found) if found else None

    def example(self) -> FoundLinks | None:
        """Return the link of a request that does not exist."""
        request = invented_request()
        return FoundLinks(request.requester_email, [request])

    def recipient(self, obj: FoundLinks) -> list[str]:
        """Return the address that we know, not the one that was typed."""
        return [obj.email]

    def subject(self, obj: FoundLinks) -> str:
        """Return what it is about; how many requests there are stands in the mail."""
        return "De links van je aanvragen"

    def context(self, obj: FoundLinks) -> dict[str, Any]:
        """Return for each request its number, its state in words and its link."""
        rows = [
            (each.reference, each.state_for_requester, links.url_for(each)) for each in obj.requests
        ]
        return {"rows": rows, "new_request": f"{settings.SITE_URL}{reverse('request_new')}"}

    def reply_to(self, obj: FoundLinks) -> list[str]:
        """Let an answer reach the service."""
        return [service_settings().contact_email]

    def footer(self) -> dict[str, str]:
        """Return who writes, as under every mail about a request."""
        return RequestMail().footer()


@register
class InfoAnsweredNotice(CoachesMail):
    """To the coaches: the requester answered their question; the words stand at the desk."""

    kind = "requests.info_answered_notice"
    template = "requests_app/info_answered_notice"
    headline = "antwoord op jullie vraag"


@register
class FeedbackNotice(CoachesMail):
    """To the coaches: the requester said how the talk went; the words stand at the desk."""

    kind = "requests.feedback_notice"
    template = "requests_app/feedback_notice"
    headline = "feedback na het gesprek"


def for_code(row: AccessCode, *, origin: str) -> Entry:
    """Return the mail with a code."""
    return Entry(CodeMail.kind, ref=str(row.pk), origin=origin)


def for_changed_address(change: ContactChange, *, origin: str) -> list[Entry]:
    """Return the mails of a changed address: to the old one and to the new one."""
    return [
        Entry(OldAddress.kind, ref=str(change.pk)),
        Entry(NewAddress.kind, ref=str(change.pk), origin=origin),
    ]


def for_lost_links(asked: LinkRequest, *, origin: str) -> Entry:
    """Return the mail with the links of an address."""
    return Entry(LostLinks.kind, ref=str(asked.pk), origin=origin)


def for_info_answered(request: ConsultRequest, event: StatusEvent) -> Entry:
    """Return the notice of an answer."""
    return Entry(InfoAnsweredNotice.kind, ref=str(request.pk), occasion=str(event.pk))


def for_feedback(request: ConsultRequest) -> Entry:
    """Return the notice of feedback: there is one per talk."""
    return Entry(FeedbackNotice.kind, ref=str(request.pk))
