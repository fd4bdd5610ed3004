"""The coaches' morning digest (M8)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from coaching.selectors.digest import Digest, Line, Section, digest_of
from outbox.mails import Mail, register
from outbox.services import Entry
from requests_app.notifications import RequestMail
from requests_app.rules import in_words, local_date
from requests_app.selectors import service_settings
from requests_app.selectors.invented import invented_request


@register
class MorningDigest(Mail[Digest]):
    """To the shared mailbox of the coaches, on a working morning. `ref` is the day.

    References and dates, nothing of a client and no names: it lies in an open mailbox.
    """

    kind = "coaching.digest"
    template = "coaching/digest"
    headline = "wat er vandaag te doen is"

    @classmethod
    def label(cls) -> str:
        """Return what it says and to whom."""
        return f"{cls.headline} (aan coaches)"

    @classmethod
    def titles(cls, refs: Iterable[str]) -> dict[str, str]:
        """Return the days in words."""
        return {ref: in_words(date.fromisoformat(ref)) for ref in refs}

    def load(self, ref: str) -> Digest | None:
        """Return what there is to do now; yesterday's digest helps nobody, an empty one neither."""
        now = timezone.now()
        if local_date(now).isoformat() != ref:
            return None
        digest = digest_of(now=now)
        return None if digest.is_empty else digest

    def recipient(self, obj: Digest) -> list[str]:
        """Return the coaches' shared address."""
        return [service_settings().coaches_email]

    def subject(self, obj: Digest) -> str:
        """Return what it is, and for which day."""
        return f"CSO-portaal: {self.headline}, {in_words(local_date(timezone.now()))}"

    def context(self, obj: Digest) -> dict[str, Any]:
        """Return the sections with a link to each request at the desk."""
        return {
            "sections": [
                (section.title, [(line, _desk(line.request_id)) for line in section.lines])
                for section in obj.sections
            ],
            "troubled_mails": obj.troubled_mails,
            "desk": f"{settings.SITE_URL}{reverse('admin:index')}",
        }

    def example(self) -> Digest | None:
        """Return a morning with one request that does not exist."""
        request = invented_request()
        line = Line(request.pk, request.reference, in_words(request.answer_due))
        return Digest((Section("Antwoord nodig binnen 2 dagen", (line,)),), troubled_mails=0)

    def footer(self) -> dict[str, str]:
        """Return who writes, as under every mail about a request."""
        return RequestMail().footer()


def _desk(pk: object) -> str:
    page = reverse("admin:coaching_deskrequest_change", args=[pk])
    return f"{settings.SITE_URL}{page}"


def for_digest(day: date) -> list[Entry]:
    """Return the digest of a day; once a day, whoever asks."""
    return [Entry(MorningDigest.kind, ref=day.isoformat())]
