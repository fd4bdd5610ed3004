"""The life of one mail."""

from django.db.models import TextChoices


class State(TextChoices):
    """Only `sent`, `failed` and `cancelled` are ends."""

    QUEUED = "queued", "klaar om te versturen"
    SENDING = "sending", "wordt verstuurd"
    SENT = "sent", "verstuurd"
    RETRY = "retry", "wordt opnieuw geprobeerd"
    UNCERTAIN = "uncertain", "onzeker of ze aankwam"
    FAILED = "failed", "niet gelukt"
    CANCELLED = "cancelled", "niet meer nodig"


# Mail in these states goes out as soon as `not_before` has come.
WAITING = (State.QUEUED, State.RETRY, State.UNCERTAIN)
# A person may set these back to `queued`.
RESENDABLE = (State.FAILED, State.UNCERTAIN)
