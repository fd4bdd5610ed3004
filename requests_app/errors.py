"""What can be wrong with a request, in words for the person who reads it."""


class RuleViolation(Exception):
    """A rule of the service is not met. The message is Dutch and says what to do."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class InterpreterOnly(RuleViolation):
    """A CSO is asked for as an interpreter only (service page: "mag niet alleen als tolk")."""


class IllegalTransition(RuleViolation):
    """The action does not exist in the state that the request is in."""


class StaleRequest(RuleViolation):
    """Somebody else changed the request since the person opened it."""


class Busy(RuleViolation):
    """The database could not give a turn: too many people at the same thing at once."""


class InvalidLink(Exception):
    """A requester's link that was tampered with or was replaced."""


class LinkExpired(InvalidLink):
    """A requester's link that was good, to a request that ended too long ago."""


class TalkBegun(RuleViolation):
    """The talk has begun: it cannot be undone any more, only registered."""
