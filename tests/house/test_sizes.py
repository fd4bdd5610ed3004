import pytest

from tests.house.tree import ROOT, SKIPPED, files, functions, name, page_templates, python_files

FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc"}


def lines(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_file_is_longer_than_400_lines():
    long = {name(path): lines(path) for path in [*python_files(), *files("*.js", "*.sh")]}

    assert {path: count for path, count in long.items() if count > 400} == {}


def test_no_function_is_longer_than_60_lines():
    every = dict(pair for path in python_files() for pair in functions(path))

    assert {where: count for where, count in every.items() if count > 60} == {}


def test_nineteen_of_twenty_functions_are_at_most_30_lines():
    counts = sorted(count for path in python_files() for _, count in functions(path))

    assert counts[int(len(counts) * 0.95)] <= 30


def test_no_template_is_longer_than_100_lines():
    long = {name(path): lines(path) for path in files("*.html", "*.txt", under=ROOT / "templates")}

    assert {path: count for path, count in long.items() if count > 100} == {}


def test_pages_are_mostly_short():
    counts = sorted(lines(path) for path in page_templates())

    assert counts[len(counts) // 2] <= 25


def test_nothing_is_called_utils_or_helpers():
    paths = [path for path in ROOT.rglob("*") if not SKIPPED & set(path.relative_to(ROOT).parts)]

    assert [name(path) for path in paths if path.stem in FORBIDDEN_NAMES] == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [("def f():\n    pass\n", 2), ("@d\ndef f():\n    a = 1\n    return a\n", 3)],
)
def test_functions_counts_from_def_to_the_last_line(tmp_path, monkeypatch, body, expected):
    monkeypatch.setattr("tests.house.tree.ROOT", tmp_path)
    (tmp_path / "m.py").write_text(body)

    assert list(functions(tmp_path / "m.py")) == [("m.py:f", expected)]
