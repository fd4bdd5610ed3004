"""What can go wrong with sealed values. No message ever holds the value, sealed or open."""


class SealError(Exception):
    """A value cannot be sealed or opened."""


class KeyringMalformed(SealError):
    """FIELD_KEYS cannot be read."""


class KeyMissing(SealError):
    """The value was sealed with a key that is no longer in FIELD_KEYS."""


class SealBroken(SealError):
    """Wrong key, or the value was altered or moved to another row, field or model."""


class NotSealable(SealError):
    """Plain text was about to reach the database, or the row has no primary key yet."""
