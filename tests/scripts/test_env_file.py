import base64
import stat

from scripts.env_file import field_key, write_once


def values(path):
    rows = [row for row in path.read_text().splitlines() if row and not row.startswith("#")]
    return dict(row.split("=", 1) for row in rows)


def test_a_fresh_file_holds_fresh_keys_for_its_owner_only(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"

    assert (write_once(one), write_once(two)) == (True, True)

    assert set(values(one)) == {"SECRET_KEY", "FIELD_KEYS", "DEBUG", "DEMO"}
    assert len(values(one)["SECRET_KEY"]) >= 50
    assert values(one)["SECRET_KEY"] != values(two)["SECRET_KEY"]
    assert values(one)["FIELD_KEYS"] != values(two)["FIELD_KEYS"]
    assert stat.S_IMODE(one.stat().st_mode) == 0o600


def test_an_existing_file_is_never_touched(tmp_path):
    path = tmp_path / ".env"
    path.write_text("SECRET_KEY=mine\n")

    assert write_once(path) is False
    assert path.read_text() == "SECRET_KEY=mine\n"


def test_a_field_key_is_32_bytes():
    key_id, _, encoded = field_key().partition(":")

    assert key_id.startswith("k")
    assert len(base64.b64decode(encoded, validate=True)) == 32
