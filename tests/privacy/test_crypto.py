from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.crypto import keyring, read_keyring
from privacy.errors import KeyMissing, KeyringMalformed, SealBroken

OLD = "old:" + b64encode(b"o" * 32).decode()
NEW = "new:" + b64encode(b"n" * 32).decode()
TEXT = "Fatima Ö. – 字"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_seal_opens_to_the_same_text(text):
    ring = read_keyring(NEW)
    assert ring.open(ring.seal(text, context="a"), context="a") == text


def test_seal_never_repeats_and_shows_nothing():
    ring = read_keyring(NEW)
    tokens = {ring.seal("a", context="a") for _ in range(100)}
    assert len(tokens) == 100
    assert all(token.startswith("v1:new:") for token in tokens)


def test_first_key_seals_and_every_key_opens():
    sealed_old = read_keyring(OLD).seal(TEXT, context="a")
    both = read_keyring(f"{NEW}, {OLD}")
    assert both.open(sealed_old, context="a") == TEXT
    assert both.seal(TEXT, context="a").startswith("v1:new:")
    assert (both.is_current(sealed_old), read_keyring(OLD).is_current(sealed_old)) == (False, True)


def test_open_without_the_key_names_the_key_and_nothing_else():
    sealed = read_keyring(OLD).seal(TEXT, context="a")
    with pytest.raises(KeyMissing) as caught:
        read_keyring(NEW).open(sealed, context="a")
    assert str(caught.value) == 'No key "old" in FIELD_KEYS; add it again to read this value.'


def test_open_in_another_place_is_refused():
    ring = read_keyring(NEW)
    with pytest.raises(SealBroken, match=r"altered or moved") as caught:
        ring.open(ring.seal(TEXT, context="row 1"), context="row 2")
    assert caught.value.__cause__ is None


def test_open_with_another_key_of_the_same_name_is_refused():
    sealed = read_keyring(NEW).seal(TEXT, context="a")
    with pytest.raises(SealBroken):
        read_keyring("new:" + b64encode(b"x" * 32).decode()).open(sealed, context="a")


@pytest.mark.parametrize("position", [7, 20, -6])
def test_open_after_a_changed_character_is_refused(position):
    ring = read_keyring(NEW)
    token = ring.seal(TEXT, context="a")
    other = "A" if token[position] != "A" else "B"
    changed = token[:position] + other + token[position:][1:]
    with pytest.raises(SealBroken):
        ring.open(changed, context="a")


@pytest.mark.parametrize(
    "value",
    [
        "",
        "plain text",
        "v1",
        "v1:new",
        "v1:new:",
        "v1:new:AAAA",
        "v2:new:AAAA",
        "v1:new:é",
        "v1::A",
    ],
)
def test_open_what_is_no_sealed_value_is_refused(value):
    with pytest.raises(SealBroken):
        read_keyring(NEW).open(value, context="a")


@pytest.mark.parametrize(
    ("field_keys", "problem"),
    [
        ("", "part 1 has no usable id"),
        (NEW + ",", "part 2 has no usable id"),
        ("a b:" + "A" * 44, "part 1 has no usable id"),
        ("k1:not base64", 'key "k1" is not base64'),
        ("k1:AAAA", 'key "k1" has 3 bytes, not 32'),
        (f"{NEW},{NEW}", 'the id "new" stands there twice'),
    ],
)
def test_malformed_keys_are_named_without_the_key(field_keys, problem):
    with pytest.raises(KeyringMalformed) as caught:
        read_keyring(field_keys)
    assert str(caught.value) == (
        f'FIELD_KEYS must read "id:base64 of 32 bytes", several separated by commas; {problem}.'
    )


def test_keyring_follows_the_settings(settings):
    settings.FIELD_KEYS = OLD
    assert keyring().first == "old"
    settings.FIELD_KEYS = NEW
    assert keyring().first == "new"
    assert keyring() is keyring()
