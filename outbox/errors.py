"""What the outbox refuses; messages are fit for a person."""


class OutboxError(Exception):
    """The action is not possible for this mail now."""


class NotResendable(OutboxError):
    """The mail is underway, or already went out."""


class MailInvalid(Exception):
    """A room composed a mail that must not go out; the code names why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class WordsInvalid(Exception):
    """The service's own words of a kind cannot be used; the code names why, and holds no words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
