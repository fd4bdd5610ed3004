"""Write a `.env` with fresh keys, once. An existing file is never touched."""

import base64
import secrets
from pathlib import Path

TEMPLATE = """\
# Made once by `make run`. Keep it: without FIELD_KEYS nobody can read the client data any more.
SECRET_KEY={secret_key}
FIELD_KEYS={field_keys}
DEBUG=0
DEMO=1
"""


def field_key() -> str:
    """One AES-256 key in the form `FIELD_KEYS` wants: id:base64."""
    key_id = "k" + secrets.token_hex(2)
    return f"{key_id}:{base64.b64encode(secrets.token_bytes(32)).decode()}"


def write_once(path: Path) -> bool:
    """True when the file was made, readable by its owner only."""
    if path.exists():
        return False
    content = TEMPLATE.format(secret_key=secrets.token_urlsafe(48), field_keys=field_key())
    path.touch(mode=0o600)
    path.write_text(content, encoding="utf-8")
    return True
