"""The proof of a client's agreement in words, and whether anonymous lessons may be drawn."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Subquery

from requests_app.choices import ConsentForm, ConsentGiver
from requests_app.models import ConsultRequest, LearningConsent
from requests_app.selectors.reference import catalogue

OTHER_LANGUAGES = {"nederlands": "Nederlands", "andere": "een andere taal"}


@dataclass(frozen=True, slots=True)
class Proof:
    """Who agreed, when and how, to which text. Nothing of it tells who the client is."""

    given_by: str
    given_how: str
    given_on: date
    language: str
    version: int
    obtained_by: str
    withdrawn_at: datetime | None
    learning: bool | None

    @property
    def stands(self) -> bool:
        """Tell whether the agreement was not withdrawn."""
        return self.withdrawn_at is None


def last_learning() -> Subquery:
    """Return the last word of the client on learning, to annotate a request with as `learning`."""
    rows = LearningConsent.objects.filter(request=OuterRef("pk")).order_by("-pk")
    return Subquery(rows.values("given")[:1])


def proof_of(request: ConsultRequest) -> Proof | None:
    """Return the proof of agreement of a request, None without a client.

    No statement when the request came with `consent__withdrawal`, `consent__text_version` and the
    annotation `learning`.
    """
    consent = getattr(request, "consent", None)
    if consent is None:
        return None
    withdrawal = getattr(consent, "withdrawal", None)
    return Proof(
        given_by=ConsentGiver(consent.given_by).in_full,
        given_how=ConsentForm(consent.given_how).label.lower(),
        given_on=consent.given_on,
        language=language_name(consent.language_code),
        version=consent.text_version.version,
        obtained_by=consent.obtained_by,
        withdrawn_at=withdrawal and withdrawal.at,
        learning=getattr(request, "learning", None),
    )


def language_name(code: str) -> str:
    """Return the name of the language in which a text was explained."""
    names = {**OTHER_LANGUAGES, **dict(catalogue().languages)}
    return names.get(code, code.capitalize())
