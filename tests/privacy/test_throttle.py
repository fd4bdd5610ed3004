from datetime import timedelta

import pytest
from django.db import connection

from privacy.throttle import Limit, Throttled, admit, forget, release
from tests.cso_portal.staff import NOON
from tests.threads import together

FEW = Limit("few", guesses=3, seconds=900)
MANY = Limit("many", guesses=50, seconds=900)


def let_through(claims, *, now=NOON, tries=10):
    count = 0
    for _ in range(tries):
        try:
            admit(claims, now=now)
        except Throttled:
            continue
        count += 1
    return count


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (1, "1 minuut"),
        (60, "1 minuut"),
        (61, "2 minuten"),
        (900, "15 minuten"),
        (3600, "60 minuten"),
        (3601, "2 uur"),
        (86400, "24 uur"),
    ],
)
def test_wait_in_words(seconds, text):
    assert Throttled(seconds).wait_text == text


@pytest.mark.django_db
def test_no_more_than_the_limit_and_the_wait_is_the_rest_of_the_stretch(time_machine):
    time_machine.move_to(NOON, tick=False)

    assert let_through([(FEW, "coach")]) == 3
    with pytest.raises(Throttled) as refused:
        admit([(FEW, "coach")], now=NOON)
    assert refused.value.wait == 5 * 60


@pytest.mark.django_db
def test_each_subject_and_each_limit_counts_for_itself(time_machine):
    time_machine.move_to(NOON, tick=False)
    let_through([(FEW, "coach")])

    assert let_through([(FEW, "finance")]) == 3
    assert let_through([(Limit("other", guesses=2, seconds=900), "coach")]) == 2


@pytest.mark.django_db
def test_the_next_stretch_is_open_again(time_machine):
    time_machine.move_to(NOON, tick=False)
    let_through([(FEW, "coach")])

    assert let_through([(FEW, "coach")], now=NOON + timedelta(minutes=5)) == 3


@pytest.mark.django_db
def test_refused_by_one_limit_takes_no_place_under_another(time_machine):
    time_machine.move_to(NOON, tick=False)

    assert let_through([(MANY, "10.0.0.1"), (FEW, "coach")], tries=60) == 3
    assert let_through([(MANY, "10.0.0.1")], tries=60) == 47


@pytest.mark.django_db
def test_places_can_be_given_back(time_machine):
    time_machine.move_to(NOON, tick=False)
    places = admit([(FEW, "coach")], now=NOON)
    release(places)
    assert let_through([(FEW, "coach")]) == 3

    forget(FEW, "coach", now=NOON)

    assert let_through([(FEW, "coach")]) == 3


@pytest.mark.django_db
def test_switched_off_it_lets_everything_through_and_asks_nothing(
    settings, django_assert_num_queries
):
    settings.THROTTLE = False

    with django_assert_num_queries(0):
        assert let_through([(FEW, "coach")], tries=20) == 20
        forget(FEW, "coach", now=NOON)


@pytest.mark.django_db
def test_the_database_does_not_learn_whom_it_is_about(time_machine):
    time_machine.move_to(NOON, tick=False)
    admit([(FEW, "coach-met-een-naam")], now=NOON)

    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM portal_cache")
        rows = cursor.fetchall()

    assert len(rows) == 1
    assert "coach-met-een-naam" not in str(rows)


@pytest.mark.django_db(transaction=True)
def test_thirty_guesses_at_once_are_three_guesses():
    assert sum(together(30, lambda _: let_through([(FEW, "coach")], tries=1))) == 3
