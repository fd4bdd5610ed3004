import socket

import pytest

from scripts import run


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_port_somebody_listens_on_is_taken(listener):
    assert run.taken(listener) is True


def test_a_free_port_is_not_taken(listener):
    with socket.create_server(("127.0.0.1", 0)) as server:
        free = server.getsockname()[1]

    assert run.taken(free) is False


@pytest.mark.parametrize(("text", "port"), [("", 8000), ("8004", 8004), ("65535", 65535)])
def test_chosen_port(monkeypatch, text, port):
    monkeypatch.setenv("PORT", text)

    assert run.chosen_port() == port


@pytest.mark.parametrize("text", ["0", "65536", "acht", "-1", "80 00"])
def test_a_port_that_is_none_stops_with_one_sentence(monkeypatch, text):
    monkeypatch.setenv("PORT", text)

    with pytest.raises(SystemExit, match="PORT must be a number from 1 to 65535"):
        run.chosen_port()


def test_the_shell_wins_over_what_run_would_set(monkeypatch):
    monkeypatch.setenv("SITE_URL", "https://mijn.voorbeeld.be")

    assert run.environment(8004)["SITE_URL"] == "https://mijn.voorbeeld.be"


def test_addresses_follow_the_port(monkeypatch):
    monkeypatch.delenv("SITE_URL", raising=False)

    assert run.environment(8004)["SITE_URL"] == "http://127.0.0.1:8004"


def test_demo_reset_keeps_away_from_another_database(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://stad@db/portal")

    with pytest.raises(SystemExit, match="DATABASE_URL is set"):
        run.throw_away_demo_data()


def test_static_mark_changes_with_a_file(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "ROOT", tmp_path)
    (tmp_path / "static").mkdir()
    (tmp_path / "requirements.txt").write_text("a==1")
    before = run.static_mark()

    (tmp_path / "static" / "theme.css").write_text("p {}")

    assert before != run.static_mark()
