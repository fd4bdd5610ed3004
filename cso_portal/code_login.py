"""Logging in by a mailed code, for contact persons only: allauth's flow, our mail, our words.

Staff never come in this way, whatever the session says: the backend that reads a session made by
a code knows no staff.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.internal.stagekit import clear_login
from allauth.core.internal.cryptokit import generate_user_code
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from privacy.crypto import keyring
from privacy.networks import origin_of
from requests_app.selectors.contacts import may_be_contact, open_contact_of
from requests_app.services.accounts import note_proof, send_login_mail

BACKEND = "cso_portal.code_login.CodeBackend"
SEAL = "cso_portal.code_login"
DIGITS = 8
WRONG = "Deze code is niet juist. Kijk in de laatste mail die je kreeg en typ de code over."
TOO_MANY = "De code was te vaak fout. Vraag een nieuwe."
NO_LONGER = "Deze code werkt niet meer. Vraag een nieuwe."


class CodeBackend(BaseBackend):
    """Reads the account of a session that a code made; logs nobody in by itself."""

    def get_user(self, user_id: int) -> User | None:
        user = User.objects.filter(pk=user_id).order_by().first()
        return user if user is not None and may_be_contact(user) else None


class CodeAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """What ACCOUNT_ADAPTER points to."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": WRONG,
        "too_many_login_attempts": TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: who wants access asks a coach."""
        return False

    def get_login_stages(self) -> list[str]:
        """One step: the code. The second factor belongs to staff."""
        return ["allauth.account.stages.LoginByCodeStage"]

    def generate_login_code(self) -> str:
        """Return a fresh code, sealed, because it waits in the session."""
        return keyring().seal(
            generate_user_code(length=DIGITS, numeric=True, dashed=False), context=SEAL
        )

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the mail in our outbox; who is not known costs the same work and gets none."""
        now = timezone.now()
        code = shown_code(context["code"]) if "code" in context else ""
        send_login_mail(email, code, origin=origin_of(self.request, now=now), now=now)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Keep only the messages that are ours: the pages themselves say what went well."""
        if message:
            messages.add_message(request, level, message, extra_tags=extra_tags)

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Look once more: the account may have been stopped since the code was mailed.

        The page for the code says why somebody is back at the start.
        """
        if open_contact_of(user) is not None:
            return None
        clear_login(request)
        return redirect("account_login")

    def login(self, request: HttpRequest, user: User) -> None:
        """Log in under the backend that knows no staff."""
        login(request, user, backend=BACKEND)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Tell the coaches of somebody new whose address is proven now."""
        now = timezone.now()
        note_proof(user, origin=origin_of(request, now=now), now=now)
        url = kwargs.get("redirect_url") or self.get_login_redirect_url(request)
        return redirect(url)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mine")

    def is_safe_url(self, url: str | None) -> bool:
        """Only to a page of this site, and never to the staff site."""
        inside = url_has_allowed_host_and_scheme(url, allowed_hosts=None)
        return inside and bool(url) and not str(url).startswith(reverse("admin:index"))


def start(request: HttpRequest, *, user: User | None, email: str) -> None:
    """Mail a code, or only look as if; afterwards the page for the code is open."""
    LoginCodeVerificationProcess.initiate(request=request, user=user, email=email)


def shown_code(sealed: str) -> str:
    """Return the code that waits in a session; "" where there is none."""
    return keyring().open(sealed, context=SEAL) if sealed else ""
