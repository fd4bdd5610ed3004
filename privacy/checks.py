"""System checks: the keys can be read, and the guards are where the migrations put them."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections

from privacy.append_only import missing_guards
from privacy.crypto import keyring
from privacy.errors import KeyringMalformed

NEW_KEY = 'python -c "import os, base64; print(base64.b64encode(os.urandom(32)).decode())"'


def check_field_keys(**_kwargs: Any) -> list[CheckMessage]:
    try:
        keyring()
    except KeyringMalformed as error:
        return [Error(str(error), hint=f"Make a new key with: {NEW_KEY}", id="privacy.E001")]
    return []


def check_guards(databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    return [
        Error(
            f"The database no longer guards {table} against changes.",
            hint="Repeat the AppendOnly operation in a new migration.",
            id="privacy.E004",
        )
        for alias in databases or ()
        for table in missing_guards(connections[alias])
    ]
