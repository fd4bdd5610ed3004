"""Mails around the accounts at /mijn/: the code to log in, and what became of asking for access."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, ClassVar, Generic, TypeVar

from django.conf import settings
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from outbox.mails import Mail, register
from outbox.services import Entry
from requests_app.models import ContactPerson, LoginMail, Organisation
from requests_app.notifications import RequestMail
from requests_app.selectors import service_settings

# A mail that comes later would only bring a code that no longer works.
CODE_VALID = timedelta(minutes=10)

R = TypeVar("R", bound=Model)


class AccountMail(Mail[R], Generic[R]):
    """A mail about an account; `ref` is the row's id. Staff read no more of it than its name."""

    name: ClassVar[str]

    @classmethod
    def label(cls) -> str:
        """Return what it says and to whom."""
        return cls.name

    @classmethod
    def titles(cls, refs: Iterable[str]) -> dict[str, str]:
        """Say what it is about, never about whom."""
        return dict.fromkeys(refs, "toegang tot Mijn aanvragen")

    def reply_to(self, obj: R) -> list[str]:
        """Let an answer reach the service."""
        return [service_settings().contact_email]

    def footer(self) -> dict[str, str]:
        """Return who writes, as under every mail about a request."""
        return RequestMail().footer()


def invented_contact() -> ContactPerson:
    """Return somebody who was never saved."""
    return ContactPerson(
        pk=0, name="Noor Voorbeeld", organisation=Organisation(name="Basisschool De Fictie")
    )


@register
class LoginCode(AccountMail[LoginMail]):
    """The code to log in with. An address that is not known gets no mail at all."""

    kind = "accounts.login_code"
    template = "requests_app/login_code"
    name = "code om in te loggen (aan contactpersoon)"
    capped = True

    def load(self, ref: str) -> LoginMail | None:
        """Return the row while its code works; None without a code."""
        fresh = LoginMail.objects.filter(created_at__gt=timezone.now() - CODE_VALID)
        mail = fresh.filter(pk=ref).order_by().first()
        return mail if mail and mail.code else None

    def example(self) -> LoginMail | None:
        """Return a code that opens nothing."""
        return LoginMail(code="KQ3M7XTB")

    def recipient(self, obj: LoginMail) -> list[str]:
        """Return the address of the account."""
        return [obj.email]

    def subject(self, obj: LoginMail) -> str:
        """Say what it is; the code itself stays out of what a locked screen shows."""
        return "Je code om in te loggen"

    def context(self, obj: LoginMail) -> dict[str, Any]:
        """Return the code as people read it, in two groups, and how long it works."""
        in_two = f"{obj.code[:4]} {obj.code[4:]}"
        return {"code": in_two, "minutes": CODE_VALID.seconds // 60}


@register
class AccessReady(AccountMail[ContactPerson]):
    """To the person: a coach confirmed it, the organisation's page is open."""

    kind = "accounts.ready"
    template = "requests_app/access_ready"
    name = "toegang is klaar (aan contactpersoon)"

    def load(self, ref: str) -> ContactPerson | None:
        """Return the person while the access is there."""
        found = ContactPerson.objects.confirmed().select_related("user", "organisation")
        return found.filter(pk=ref).order_by().first()

    def example(self) -> ContactPerson | None:
        """Return somebody who does not exist."""
        return invented_contact()

    def recipient(self, obj: ContactPerson) -> list[str]:
        """Return the address that was proven."""
        return [obj.user.email]

    def subject(self, obj: ContactPerson) -> str:
        """Say what it is."""
        return "Je toegang tot Mijn aanvragen is klaar"

    def context(self, obj: ContactPerson) -> dict[str, Any]:
        """Return for which organisation, and where."""
        return {"contact": obj, "link": f"{settings.SITE_URL}{reverse('mine')}"}


@register
class AccessNotice(AccountMail[ContactPerson]):
    """To the coaches: somebody proved an address and waits. Who it is stands in the list."""

    kind = "accounts.access_notice"
    template = "requests_app/access_notice"
    name = "iemand vraagt toegang (aan coaches)"

    def load(self, ref: str) -> ContactPerson | None:
        """Return the person while nobody decided."""
        return ContactPerson.objects.waiting().filter(pk=ref).order_by().first()

    def example(self) -> ContactPerson | None:
        """Return somebody who does not exist."""
        return invented_contact()

    def recipient(self, obj: ContactPerson) -> list[str]:
        """Return the coaches' shared address."""
        return [service_settings().coaches_email]

    def subject(self, obj: ContactPerson) -> str:
        """Say what it is, without what a stranger typed."""
        return "Iemand vraagt toegang tot Mijn aanvragen"

    def context(self, obj: ContactPerson) -> dict[str, Any]:
        """Return where to decide."""
        page = reverse("admin:requests_app_contactperson_decide", args=[obj.pk])
        return {"link": f"{settings.SITE_URL}{page}"}


def for_login(mail: LoginMail, *, origin: str) -> Entry:
    """Return the mail with a code."""
    return Entry(LoginCode.kind, ref=str(mail.pk), origin=origin)


def for_waiting(contact: ContactPerson, *, origin: str) -> Entry:
    """Return the notice to the coaches; however often somebody logs in, there is one."""
    return Entry(AccessNotice.kind, ref=str(contact.pk), origin=origin)


def for_ready(contact: ContactPerson) -> Entry:
    """Return the mail that the access is ready."""
    return Entry(AccessReady.kind, ref=str(contact.pk))
