"""AES-256-GCM over short texts, with several keys: the first one seals, all of them open.

A sealed value reads `v1:<key id>:<base64 of nonce and ciphertext>`. The context (model, field,
row) is authenticated with it, so that a value copied to another place does not open.
"""

import os
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from privacy.errors import KeyMissing, KeyringMalformed, SealBroken

VERSION = "v1"
KEY_BYTES = 32
NONCE_BYTES = 12
_KEY_ID = re.compile(r"[A-Za-z0-9_-]{1,20}")
_EXPECTED = 'FIELD_KEYS must read "id:base64 of 32 bytes", several separated by commas'


@dataclass(frozen=True)
class Keyring:
    """The ciphers by key id; the first id seals."""

    first: str
    ciphers: dict[str, AESGCM]

    def seal(self, text: str, *, context: str) -> str:
        nonce = os.urandom(NONCE_BYTES)
        sealed = self.ciphers[self.first].encrypt(nonce, text.encode(), context.encode())
        return f"{VERSION}:{self.first}:{b64encode(nonce + sealed).decode()}"

    def open(self, token: str, *, context: str) -> str:
        """Raise KeyMissing or SealBroken; neither tells anything about the content."""
        key_id, payload = _split(token)
        cipher = self.ciphers.get(key_id)
        if cipher is None:
            raise KeyMissing(f'No key "{key_id}" in FIELD_KEYS; add it again to read this value.')
        try:
            opened = cipher.decrypt(payload[:NONCE_BYTES], payload[NONCE_BYTES:], context.encode())
        except (InvalidTag, ValueError):
            raise SealBroken("Wrong key, or the sealed value was altered or moved.") from None
        return opened.decode()

    def is_current(self, token: str) -> bool:
        return token.startswith(self.current_prefix)

    @property
    def current_prefix(self) -> str:
        return f"{VERSION}:{self.first}:"


def _split(token: str) -> tuple[str, bytes]:
    version, _, rest = token.partition(":")
    key_id, _, payload = rest.partition(":")
    if version != VERSION or not _KEY_ID.fullmatch(key_id):
        raise SealBroken("The stored value is not a sealed value.")
    try:
        return key_id, b64decode(payload, validate=True)
    except ValueError:
        raise SealBroken("The stored value is not a sealed value.") from None


@lru_cache(maxsize=8)
def read_keyring(field_keys: str) -> Keyring:
    """Parse FIELD_KEYS; raise KeyringMalformed naming what to mend, never the key itself."""
    ciphers: dict[str, AESGCM] = {}
    for position, part in enumerate(field_keys.split(","), start=1):
        key_id, _, encoded = part.strip().partition(":")
        if not _KEY_ID.fullmatch(key_id):
            raise KeyringMalformed(f"{_EXPECTED}; part {position} has no usable id.")
        if key_id in ciphers:
            raise KeyringMalformed(f'{_EXPECTED}; the id "{key_id}" stands there twice.')
        ciphers[key_id] = AESGCM(_key_bytes(key_id, encoded))
    return Keyring(first=next(iter(ciphers)), ciphers=ciphers)


def _key_bytes(key_id: str, encoded: str) -> bytes:
    try:
        key = b64decode(encoded, validate=True)
    except ValueError:
        raise KeyringMalformed(f'{_EXPECTED}; key "{key_id}" is not base64.') from None
    if len(key) != KEY_BYTES:
        raise KeyringMalformed(f'{_EXPECTED}; key "{key_id}" has {len(key)} bytes, not 32.')
    return key


def keyring() -> Keyring:
    """The keyring of the settings; parsed once per value of FIELD_KEYS."""
    return read_keyring(settings.FIELD_KEYS)
