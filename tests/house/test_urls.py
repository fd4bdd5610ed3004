from collections import Counter

from django.urls import URLPattern, URLResolver, get_resolver


def own_patterns(resolver):
    """Every address of ours; those of the admin are Django's and live in a namespace."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield entry
        elif isinstance(entry, URLResolver) and entry.namespace != "admin":
            yield from own_patterns(entry)


def test_every_address_has_a_name():
    assert [str(entry.pattern) for entry in own_patterns(get_resolver()) if not entry.name] == []


def test_every_name_stands_for_one_address():
    names = Counter(entry.name for entry in own_patterns(get_resolver()))

    assert [found for found, count in names.items() if count > 1] == []


def test_every_page_address_ends_with_a_slash():
    loose = [
        str(entry.pattern)
        for entry in own_patterns(get_resolver())
        if str(entry.pattern) and not str(entry.pattern).endswith("/")
    ]

    assert [path for path in loose if not path.startswith("healthz/") and "." not in path] == []
