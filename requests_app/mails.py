"""Mails about what people tell us outside a request: a first acquaintance, a word about a page."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Model
from django.urls import reverse

from outbox.mails import Mail, Placeholder, register
from outbox.services import Entry
from requests_app.models import Introduction, OrganisationType, PageFeedback
from requests_app.selectors import service_settings
from requests_app.selectors.invented import KEY

T = TypeVar("T", bound=Model)


class ServiceMail(Mail[T]):
    """A mail in the name of the service, about a row of `model`. `ref` is the row's id."""

    model: type[T]
    named_after: str

    def load(self, ref: str) -> T | None:
        """Return the row; None once it is erased."""
        return self.model._default_manager.filter(pk=ref).first()

    @classmethod
    def titles(cls, refs: Iterable[str]) -> dict[str, str]:
        """Return what staff call these rows."""
        found = cls.model._default_manager.filter(pk__in=list(refs))
        return {
            str(pk): name for pk, name in found.order_by("pk").values_list("pk", cls.named_after)
        }

    @classmethod
    def refs_of(cls, title: str) -> list[str]:
        """Return the rows of this name."""
        found = cls.model._default_manager.filter(**{f"{cls.named_after}__iexact": title})
        return [str(pk) for pk in found.order_by("pk").values_list("pk", flat=True)]

    def recipient(self, obj: T) -> list[str]:
        """Return the coaches' shared address."""
        return [service_settings().coaches_email]

    def reply_to(self, obj: T) -> list[str]:
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


class IntroductionMail(ServiceMail[Introduction]):
    """A mail about an organisation that wants to get to know the service (F5)."""

    model = Introduction
    named_after = "organisation_name"

    def load(self, ref: str) -> Introduction | None:
        """Return the row with the kind of organisation."""
        return Introduction.objects.select_related("organisation_type").filter(pk=ref).first()

    @classmethod
    def placeholders(cls) -> dict[str, Placeholder]:
        """Return what the service's own words can name (M5)."""
        return {
            "naam": Placeholder("de naam van wie het vraagt", "Ilse Voorbeeld"),
            "organisatie": Placeholder("de naam van de organisatie", "Jeugdhuis De Fictie"),
        }

    def values(self, obj: Introduction) -> dict[str, str]:
        """Return what these words stand for."""
        return {"naam": obj.name, "organisatie": obj.organisation_name}

    def example(self) -> Introduction | None:
        """Return a question that nobody asked."""
        return Introduction(
            pk=KEY,
            organisation_name="Jeugdhuis De Fictie",
            organisation_type=OrganisationType(name="Jeugdwerk"),
            name="Ilse Voorbeeld",
            email="ilse@jeugdhuis.voorbeeld.be",
            phone="016 00 00 01",
        )

    def context(self, obj: Introduction) -> dict[str, Any]:
        """Return who asks. Not the words: somebody may have written about a client."""
        return {
            "introduction": obj,
            "address": _in_admin("introduction", obj),
            "new_request": f"{settings.SITE_URL}{reverse('request_new')}",
        }


@register
class IntroductionCopy(IntroductionMail):
    """To the sender: the question arrived, and what comes next."""

    kind = "requests.introduction_copy"
    template = "requests_app/introduction_copy"
    capped = True

    @classmethod
    def label(cls) -> str:
        """Return what it says and to whom."""
        return "vraag om kennis te maken: goed ontvangen (aan hulpverlener)"

    def recipient(self, obj: Introduction) -> list[str]:
        """Return the address that the sender gave."""
        return [obj.email]

    def subject(self, obj: Introduction) -> str:
        """Return that it arrived."""
        return "Kennismaking: we hebben je vraag goed ontvangen"


@register
class IntroductionNotice(IntroductionMail):
    """To the coaches: an organisation wants to get to know the service."""

    kind = "requests.introduction_notice"
    template = "requests_app/introduction_notice"

    @classmethod
    def label(cls) -> str:
        """Return what it says and to whom."""
        return "vraag om kennis te maken: nieuw (aan coaches)"

    def subject(self, obj: Introduction) -> str:
        """Return what waits."""
        return f"Kennismaking: {obj.organisation_name}"

    def reply_to(self, obj: Introduction) -> list[str]:
        """Let an answer reach the sender."""
        return [obj.email]


@register
class PageFeedbackNotice(ServiceMail[PageFeedback]):
    """To the coaches: something is wrong or unclear on a page (F20). Without the words."""

    kind = "requests.page_feedback_notice"
    template = "requests_app/page_feedback_notice"
    model = PageFeedback
    named_after = "page"

    @classmethod
    def label(cls) -> str:
        """Return what it says and to whom."""
        return "melding over een pagina: nieuw (aan coaches)"

    def example(self) -> PageFeedback | None:
        """Return a word about a page that nobody wrote."""
        return PageFeedback(pk=KEY, page="/privacy/")

    def subject(self, obj: PageFeedback) -> str:
        """Return what it is; the page stands in the mail."""
        return "Melding over een pagina van het CSO-portaal"

    def context(self, obj: PageFeedback) -> dict[str, Any]:
        """Return which page, and where the words stand."""
        return {"page": obj.page, "address": _in_admin("pagefeedback", obj)}


def for_introduction(introduction: Introduction, *, origin: str) -> list[Entry]:
    """Return the mails of a new question: a copy, counted for its network (S9), and the notice."""
    ref = str(introduction.pk)
    return [
        Entry(kind=IntroductionCopy.kind, ref=ref, origin=origin),
        Entry(kind=IntroductionNotice.kind, ref=ref),
    ]


def for_page_feedback(feedback: PageFeedback) -> list[Entry]:
    """Return the mail of a word about a page."""
    return [Entry(kind=PageFeedbackNotice.kind, ref=str(feedback.pk))]


def _in_admin(model: str, obj: Model) -> str:
    return f"{settings.SITE_URL}{reverse(f'admin:requests_app_{model}_change', args=[obj.pk])}"
