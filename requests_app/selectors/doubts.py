"""What is odd about the address of somebody who says to work for an organisation.

Confirming is for one person, never for a domain; these lines only help the coach to look twice.
"""

from collections.abc import Iterable
from difflib import SequenceMatcher

from requests_app.models import ContactPerson, Organisation
from requests_app.selectors.contacts import address_key

# Addresses that anybody can make in a minute.
ANYBODYS = frozenset(
    {
        "gmail.com",
        "googlemail.com",
        "hotmail.be",
        "hotmail.com",
        "icloud.com",
        "live.be",
        "outlook.be",
        "outlook.com",
        "proton.me",
        "protonmail.com",
        "skynet.be",
        "telenet.be",
        "yahoo.com",
    }
)
ALIKE = 0.85
LOOKS = (("rn", "m"), ("vv", "w"), ("0", "o"), ("1", "l"), ("i", "l"), ("5", "s"))

FIRST = (
    "Dit is de eerste contactpersoon van deze organisatie. Bel naar een nummer dat je al kent"
    " en vraag of het klopt."
)
PUNYCODE = (
    "Het domein is in vreemde letters geschreven (xn--). Zo kan een ander domein er precies"
    " hetzelfde uitzien."
)
FREE = "Dit adres is geen adres van een organisatie: iedereen kan er zo een maken."


def doubts_about(
    contact: ContactPerson, organisations: Iterable[Organisation]
) -> list[tuple[Organisation, list[str]]]:
    """Return each organisation with the warnings for confirming this person there; one read."""
    places = list(organisations)
    known: dict[int, list[str]] = {place.pk: [] for place in places}
    others = ContactPerson.objects.confirmed().filter(organisation__in=places)
    rows = others.exclude(pk=contact.pk).order_by("pk")
    for place, email in rows.values_list("organisation", "user__email"):
        known[place].append(address_key(email))
    address = address_key(contact.user.email)
    return [(place, address_doubts(address, known[place.pk])) for place in places]


def address_doubts(address: str, others: Iterable[str]) -> list[str]:
    """Return what is odd about an address beside those of people who are confirmed already."""
    known = list(others)
    domain = domain_of(address)
    found = [PUNYCODE] if "xn--" in domain else []
    found += [FREE] if domain in ANYBODYS else []
    if not known:
        return [*found, FIRST]
    domains = sorted({domain_of(each) for each in known})
    if domain not in domains:
        found.append(
            f"De andere contactpersonen hebben een adres op {' of '.join(domains)}."
            f" Dit adres staat op {domain}."
        )
        found += [_alike(domain, each) for each in domains if is_alike(domain, each)]
    found += [_alike(address, each) for each in known if _same_box(address, each)]
    return found


def domain_of(address: str) -> str:
    """Return what stands after the @."""
    return address.rpartition("@")[2]


def is_alike(one: str, other: str) -> bool:
    """Tell whether a hasty reader takes one for the other, though they differ."""
    if one == other:
        return False
    first, second = _look(one), _look(other)
    inside = first in second or second in first
    return inside or SequenceMatcher(None, first, second, autojunk=False).ratio() >= ALIKE


def _look(text: str) -> str:
    """Return how a text looks: letters that resemble each other are the same, signs are gone."""
    for letters, look in LOOKS:
        text = text.replace(letters, look)
    return "".join(filter(str.isalnum, text))


def _same_box(one: str, other: str) -> bool:
    """Tell whether two addresses on one domain look alike, as with a dot or a plus more."""
    (first, first_domain), (second, second_domain) = one.split("@", 1), other.split("@", 1)
    if first_domain != second_domain or one == other:
        return False
    names = first.partition("+")[0], second.partition("+")[0]
    return names[0] == names[1] or is_alike(*names)


def _alike(one: str, other: str) -> str:
    return f"Let op: {one} lijkt op {other}, maar is het niet."
