"""Who plays in the demo. Nobody and nothing here exists."""

from typing import NamedTuple

PASSWORD = "demo-leuven-2026"  # noqa: S105 - opens demo data only; `demo` refuses outside demo mode


class Staff(NamedTuple):
    """A member of staff with a login."""

    username: str
    group: str
    first_name: str
    last_name: str


class Client(NamedTuple):
    """An organisation that asks, its worker, and who pays."""

    name: str
    type_code: str
    worker: str
    function: str
    introduced: bool
    debtor: str


class Helper(NamedTuple):
    """A CSO and the languages, the first one the mother tongue."""

    first_name: str
    last_name: str
    languages: tuple[str, ...]
    gender: str
    travel_minutes: int = 30


STAFF = [
    Staff("coach", "coach", "Lies", "Voorbeeld"),
    Staff("coach2", "coach", "Bram", "Verzonnen"),
    Staff("coordinator", "coördinator", "Samira", "Fictie"),
    Staff("finance", "finance", "Tom", "Denkbeeld"),
]

# The last two digits of an enterprise number are checked; 09990000NN belongs to nobody.
CLIENTS = [
    Client(
        "Basisschool De Fictie",
        "school",
        "Noor Voorbeeld",
        "zorgcoördinator",
        True,
        "vzw Scholen Denkbeeld",
    ),
    Client(
        "Atheneum Nergenshuizen",
        "school",
        "Wout Verzinsel",
        "leerlingbegeleider",
        True,
        "Scholengroep Nergens",
    ),
    Client(
        "CLB Het Voorbeeld", "clb", "Jana Fantasie", "psycholoog", True, "vzw CLB Het Voorbeeld"
    ),
    Client(
        "Kind en Gezin Voorbeeldwijk",
        "kind-en-gezin",
        "Els Droom",
        "verpleegkundige",
        True,
        "Kind en Gezin Voorbeeldwijk",
    ),
    Client(
        "Wijkgezondheidscentrum De Luchtbrug",
        "wijkgezondheidscentrum",
        "Karim Bedacht",
        "huisarts",
        True,
        "vzw De Luchtbrug",
    ),
    Client(
        "Huis van het Kind De Schijn",
        "huis-van-het-kind",
        "An Sprookje",
        "gezinsondersteuner",
        True,
        "vzw De Schijn",
    ),
    Client("CGG Verbeelding", "cgg", "Pieter Verhaal", "therapeut", True, "vzw CGG Verbeelding"),
    Client(
        "CAW Nergens-Brabant",
        "caw",
        "Fatma Verdicht",
        "begeleider wonen",
        True,
        "vzw CAW Nergens-Brabant",
    ),
    Client(
        "Jeugdhulp De Mogelijkheid",
        "jeugdzorg",
        "Joris Fabel",
        "contextbegeleider",
        True,
        "vzw De Mogelijkheid",
    ),
    Client(
        "Buurtwerk Luilekkerland", "andere", "Mia Mythe", "buurtwerker", False, "vzw Luilekkerland"
    ),
]

HELPERS = [
    Helper("Yasmin", "Voorbeeld", ("arabisch",), "f"),
    Helper("Omar", "Verzonnen", ("arabisch", "kurmanji"), "m"),
    Helper("Zilan", "Fictie", ("kurmanji",), "f"),
    Helper("Farid", "Denkbeeld", ("dari", "farsi"), "m", 45),
    Helper("Laleh", "Fantasie", ("farsi", "dari"), "f"),
    Helper("Gulalai", "Verzinsel", ("pashtu", "dari"), "f"),
    Helper("Hodan", "Droom", ("somali",), "f"),
    Helper("Selam", "Sprookje", ("tigrinya",), "f", 15),
]

QUESTIONS = [
    "Hoe verloopt de overstap naar de eerste graad, en wat verwacht de school van thuis?",
    "Het kind komt vaak te laat. Samen zoeken wat er in de weg zit.",
    "Uitleg over het consult bij de specialist en wat er daarna gebeurt.",
    "Hoe kijkt het gezin naar de begeleiding? Waar zit het wantrouwen?",
    "Wegwijs in de kinderopvang en de papieren die daarbij horen.",
    "Rouw in het gezin: wat is gebruikelijk en hoe sluiten we daarbij aan?",
]
CLIENT_NAMES = [
    "Amina Kanttekening",
    "Reza Papierwinkel",
    "Hamid Voetnoot",
    "Shirin Bladwijzer",
    "Abdi Inktpot",
    "Mariam Kladversie",
]


def enterprise_number(position: int) -> str:
    """Return a made-up enterprise number with right check digits."""
    base = 9_990_000 + position
    return f"0{base:07d}{97 - base % 97:02d}"
