"""What happens to each request of the demo, told in days relative to today.

A story names how many days ago it was asked, how many days after that the talk is wished, and the
road it takes. Told in the order of the talks, so that numbers and invoices come out as in life.
"""

from typing import NamedTuple


class Story(NamedTuple):
    """One request: who asks, when, in which language, and how it goes on."""

    asked: int  # days ago
    ahead: int  # days between asking and the talk
    client: int  # index in CLIENTS
    language: str
    road: str
    minutes: int = 60
    tasks: tuple[str, ...] = ("consult_mother_tongue", "explain_differences")


ADVICE = ("case_advice",)
INFORM = ("consult_mother_tongue", "inform_client")
VISIT = ("home_visit", "explain_differences")

PAST = [
    Story(196, 9, 7, "arabisch", "held", 75),
    Story(189, 12, 0, "dari", "held", 60),
    Story(182, 8, 7, "arabisch", "held", 50),
    Story(175, 10, 4, "somali", "held", 90, INFORM),
    Story(168, 14, 7, "tigrinya", "held", 60),
    Story(165, 9, 2, "farsi", "declined"),
    Story(161, 10, 7, "arabisch", "held", 95, INFORM),
    Story(156, 11, 0, "dari", "held", 65),
    Story(150, 8, 8, "pashtu", "held", 120, VISIT),
    Story(147, 13, 7, "kurmanji", "held", 61),
    Story(143, 9, 4, "somali", "not_held"),
    Story(139, 10, 0, "dari", "held", 55),
    Story(134, 12, 7, "arabisch", "held", 130, VISIT),
    Story(131, 10, 6, "farsi", "held", 60),
    Story(127, 9, 4, "somali", "held", 60, INFORM),
    Story(123, 15, 3, "tigrinya", "held", 45),
    Story(119, 8, 7, "tigrinya", "cancelled"),
    Story(116, 10, 0, "pashtu", "held", 70),
    Story(112, 9, 4, "arabisch", "held", 180, INFORM),
    Story(108, 11, 1, "kurmanji", "held", 60),
    Story(104, 14, 7, "arabisch", "held", 60),
    Story(101, 9, 5, "somali", "held", 50),
    Story(97, 10, 8, "dari", "expired"),
    Story(94, 8, 0, "dari", "held", 90),
    Story(91, 12, 4, "somali", "held", 121),
    Story(88, 9, 2, "farsi", "held", 60, ADVICE),
    Story(84, 10, 7, "arabisch", "held", 75),
    Story(81, 13, 6, "farsi", "held", 60),
    Story(77, 9, 3, "tigrinya", "held", 60),
    Story(74, 10, 1, "kurmanji", "not_held"),
    Story(70, 8, 7, "kurmanji", "held", 60, INFORM),
    Story(66, 11, 0, "dari", "held", 60),
    Story(63, 9, 8, "pashtu", "held", 90, VISIT),
    Story(60, 10, 9, "arabisch", "declined"),
    Story(56, 12, 4, "somali", "held", 65),
    Story(52, 9, 5, "somali", "held", 60),
    Story(49, 10, 7, "arabisch", "held", 150),
    Story(45, 8, 6, "farsi", "cancelled"),
    Story(42, 13, 2, "farsi", "held", 60),
    Story(38, 9, 0, "dari", "held", 60),
    Story(35, 10, 1, "kurmanji", "held", 90, INFORM),
    Story(31, 9, 3, "tigrinya", "withdrawn"),
    Story(28, 11, 4, "arabisch", "held", 60),
    Story(26, 9, 7, "arabisch", "held_with_feedback", 75),
    Story(24, 12, 8, "pashtu", "held", 60),
]
PRESENT = [
    Story(20, 19, 7, "arabisch", "to_register", 60),
    Story(16, 22, 0, "dari", "planned", 90),
    Story(15, 24, 4, "somali", "fine", 60, INFORM),
    Story(13, 20, 5, "somali", "chosen", 60),
    Story(12, 26, 6, "farsi", "planned", 60),
    Story(9, 21, 2, "farsi", "accepted", 60, ADVICE),
    Story(8, 19, 9, "pashtu", "proposed", 90, VISIT),
    Story(10, 25, 2, "farsi", "other_supporter", 60),
    Story(7, 23, 1, "kurmanji", "proposed", 60),
    Story(6, 16, 3, "tigrinya", "info_needed", 60),
    Story(6, 9, 7, "kurmanji", "in_review", 60),
    Story(5, 14, 4, "arabisch", "answered", 75, INFORM),
    Story(4, 8, 0, "dari", "new", 60),
    Story(3, 17, 9, "arabisch", "new", 60),
    Story(2, 10, 5, "somali", "new", 60, ADVICE),
    Story(2, 24, 3, "dari", "refused", 60),
    Story(1, 13, 8, "pashtu", "new", 120, VISIT),
    Story(0, 8, 7, "arabisch", "new", 60),
    Story(0, 21, 2, "farsi", "new", 45, INFORM),
]

# What some of them ask besides, by days ago and client: wishes about the CSO, a series, a place.
WISHES: dict[tuple[int, int], dict[str, object]] = {
    (16, 0): {"supporter_gender": "m"},
    (9, 2): {"location_kind": "online", "location_address": "Teams, de link volgt nog"},
    (5, 4): {"supporter_gender": "f", "series_count": 3, "series_rhythm": "monthly"},
    (4, 0): {"wished_supporter": "Farid", "series_count": 4, "series_rhythm": "fortnightly"},
    (3, 9): {"supporter_gender": "f", "avoided_supporter": "Omar"},
    (0, 7): {
        "location_kind": "organisation",
        "location_address": "Verzonnenstraat 1, 3000 Leuven",
        "location_directions": "Bel op de tweede knop, daarna de trap naar het eerste verdiep.",
    },
}
