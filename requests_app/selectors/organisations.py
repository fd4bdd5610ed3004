"""Finding an organisation by what somebody typed."""

from requests_app.models import Organisation
from requests_app.models.organisation import name_key

SHOWN = 8
SHORTEST_WORD = 3
MOST_WORDS = 4
PER_WORD = 50
# In so many names that they say nothing.
SMALL_WORDS = frozenset({"aan", "den", "der", "een", "het", "van", "voor", "vzw"})


def organisations_like(text: str) -> list[Organisation]:
    """Return up to eight organisations whose name looks like `text`, the likeliest first.

    The one with exactly that name, then those that share most words with it.
    """
    key = name_key(text)
    if not key:
        return []
    longer = {word for word in key.split() if len(word) >= SHORTEST_WORD}
    words = longer - SMALL_WORDS or {key}
    found = {each.pk: each for each in Organisation.objects.filter(name_key=key).order_by("pk")}
    shared = dict.fromkeys(found, len(words))
    for word in sorted(words, key=lambda word: (-len(word), word))[:MOST_WORDS]:
        alike = Organisation.objects.filter(name_key__contains=word).order_by("name", "pk")
        for each in alike[:PER_WORD]:
            found[each.pk] = each
            shared[each.pk] = shared.get(each.pk, 0) + 1
    ranked = sorted(found.values(), key=lambda each: (-shared[each.pk], each.name, each.pk))
    return ranked[:SHOWN]
