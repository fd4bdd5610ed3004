"""States of appointments and proposals."""

from django.db.models import TextChoices


class AppointmentState(TextChoices):
    """States of an appointment (STATES.md, "Others")."""

    CONFIRMED = "confirmed", "Bevestigd"
    DONE = "done", "Doorgegaan"
    NOT_HELD = "not_held", "Niet doorgegaan"
    CANCELLED = "cancelled", "Geannuleerd"


class ProposalState(TextChoices):
    """States of a proposal of other moments."""

    OPEN = "open", "Wacht op antwoord"
    CHOSEN = "chosen", "Moment gekozen"
    REFUSED = "refused", "Ander moment gevraagd"
    LAPSED = "lapsed", "Niet meer geldig"


class Outcome(TextChoices):
    """What became of a planned talk (R1). Only a held talk counts and is billed."""

    HELD = "held", "Doorgegaan"
    CLIENT_ABSENT = "client_absent", "Cliënt was er niet"
    ORGANISATION_CANCELLED = "organisation_cancelled", "Organisatie zei af"
    SUPPORTER_CANCELLED = "supporter_cancelled", "CSO zei af"
    MOVED = "moved", "Verplaatst"


NOT_HELD_OUTCOMES = [outcome for outcome in Outcome if outcome != Outcome.HELD]
