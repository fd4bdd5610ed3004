"""The life of one mail."""

from django.db.models import TextChoices


class State(TextChoices):
    """`sent`, `failed`, `cancelled` and `capped` are ends.

    Of a mail that left, the mail service may report later that it came back or was unwanted.
    """

    QUEUED = "queued", "klaar om te versturen"
    SENDING = "sending", "wordt verstuurd"
    SENT = "sent", "verstuurd"
    RETRY = "retry", "wordt opnieuw geprobeerd"
    UNCERTAIN = "uncertain", "onzeker of ze aankwam"
    FAILED = "failed", "niet gelukt"
    CANCELLED = "cancelled", "niet meer nodig"
    CAPPED = "capped", "niet verstuurd: te veel mails"
    BOUNCED = "bounced", "teruggekomen"
    COMPLAINED = "complained", "gemeld als ongewenst"


# Mail in these states goes out as soon as `not_before` has come.
WAITING = (State.QUEUED, State.RETRY, State.UNCERTAIN)
# A person may set these back to `queued`.
RESENDABLE = (State.FAILED, State.UNCERTAIN, State.CAPPED, State.BOUNCED)
# It left the house.
LEFT = (State.SENT, State.BOUNCED, State.COMPLAINED)
# Somebody has to look.
TROUBLED = (State.FAILED, State.BOUNCED, State.COMPLAINED)
# What the mail service may report, and in which state the mail then is: on its way, perhaps gone,
# given up, or gone. A mail that waits has not left yet, so the report is about an earlier sending.
REPORTED = {
    State.BOUNCED: (State.SENDING, State.UNCERTAIN, State.FAILED, State.SENT),
    State.COMPLAINED: (
        State.SENDING,
        State.UNCERTAIN,
        State.FAILED,
        State.SENT,
        State.BOUNCED,
    ),
}
