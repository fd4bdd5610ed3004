from django.contrib.staticfiles import finders

from cso_portal.finders import FILES, BootstrapFinder


def test_the_style_sheet_is_found():
    path = BootstrapFinder().find("bootstrap/bootstrap.min.css")

    assert path.endswith("bootstrap.min.css")
    assert finders.find("bootstrap/bootstrap.min.css", find_all=True) == [path]


def test_nothing_else_of_the_wheel_is_served():
    finder = BootstrapFinder()

    assert [name for name, _ in finder.list([])] == list(FILES)
    assert finder.find("bootstrap/bootstrap.css") == []
    assert finder.find("bootstrap.min.css") == []
    assert finder.find("bootstrap/../version.txt", find_all=True) == []


def test_the_finder_has_nothing_to_complain_of():
    assert BootstrapFinder().check() == []
