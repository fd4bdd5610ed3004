"""States and vocabularies of money."""

from collections.abc import Mapping

from django.db.models import TextChoices

from requests_app.errors import IllegalTransition


class AgreementState(TextChoices):
    """States of an agreement (STATES.md, "Others")."""

    CONCEPT = "concept", "Concept"
    SENT = "sent", "Verstuurd"
    SIGNED = "signed", "Ondertekend"
    ENDED = "ended", "Beëindigd"
    VOID = "void", "Vervallen voor ondertekening"


AGREEMENT_TRANSITIONS: Mapping[AgreementState, frozenset[AgreementState]] = {
    AgreementState.CONCEPT: frozenset(
        {AgreementState.SENT, AgreementState.SIGNED, AgreementState.VOID}
    ),
    AgreementState.SENT: frozenset({AgreementState.SIGNED, AgreementState.VOID}),
    AgreementState.SIGNED: frozenset({AgreementState.ENDED}),
    AgreementState.ENDED: frozenset(),
    AgreementState.VOID: frozenset(),
}


def check_agreement_step(state: str, target: AgreementState) -> None:
    """Raise IllegalTransition when an agreement cannot go from `state` to `target`."""
    if target not in AGREEMENT_TRANSITIONS[AgreementState(state)]:
        raise IllegalTransition(
            f"Een overeenkomst die “{AgreementState(state).label}” is,"
            f" kan niet “{target.label}” worden."
        )


class FreeScope(TextChoices):
    """Per what the free talks are counted (decision D1)."""

    ORGANISATION = "organisation", "per organisatie"
    DOSSIER = "dossier", "per organisatie en dossiernummer van de cliënt"


class LineKind(TextChoices):
    """Parts of the price of one talk; each is a line on the invoice."""

    FIRST_HOUR = "first_hour", "eerste uur"
    EXTRA_HOURS = "extra_hours", "bijkomend uur"
