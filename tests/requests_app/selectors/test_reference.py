"""Settings and lists: one statement when memory is empty, none otherwise."""

from datetime import date

import pytest

from requests_app.models import ClosingDay, ConsentText, Language, ServiceSettings
from requests_app.selectors import (
    catalogue,
    days_off,
    forget_reference,
    legal_holidays,
    service_settings,
)

pytestmark = pytest.mark.django_db


def test_all_reference_data_comes_in_one_statement_and_stays_in_memory(django_assert_num_queries):
    ClosingDay.objects.create(day=date(2026, 12, 24), name="brugdag")
    ConsentText.objects.create(version=2, text="tweede tekst")
    Language.objects.filter(code="farsi").update(active=False)
    ServiceSettings.objects.update_or_create(
        pk=1, defaults={"lead_days": 9, "name": "OCMW “Élan”; 100 %", "interpreter_phone": ""}
    )
    forget_reference()

    with django_assert_num_queries(1):
        lists = catalogue()
        service = service_settings()

    with django_assert_num_queries(0):
        assert catalogue() is lists
    assert service == ServiceSettings.objects.get()
    assert {f.name: getattr(service, f.name) for f in ServiceSettings._meta.fields} == {
        f.name: getattr(ServiceSettings.objects.get(), f.name) for f in ServiceSettings._meta.fields
    }
    assert [name for _, name in lists.languages] == [
        "Arabisch",
        "Koerdisch (Kurmanji)",
        "Dari",
        "Pashtu",
        "Somali",
        "Tigrinya",
    ]
    assert lists.organisation_types[0] == ("school", "School")
    assert lists.consent_text
    assert (lists.consent_text.version, lists.consent_text.text) == (2, "tweede tekst")
    assert lists.consent_text.pk == ConsentText.objects.get(version=2).pk
    assert lists.learning_text == ConsentText.objects.get(purpose="learning")
    assert (lists.learning_text.version, lists.learning_text.purpose) == (1, "learning")
    assert lists.closing_days == {date(2026, 12, 24): "brugdag"}


def test_without_any_row_the_defaults_count():
    ServiceSettings.objects.all().delete()
    forget_reference()

    assert (service_settings().pk, service_settings().lead_days) == (1, 7)


def test_change_shows_after_forgetting():
    assert service_settings().lead_days == 7
    ServiceSettings.objects.update_or_create(pk=1, defaults={"lead_days": 8})

    assert service_settings().lead_days == 7
    forget_reference()
    assert service_settings().lead_days == 8


def test_days_off_joins_legal_holidays_and_closing_days():
    ClosingDay.objects.create(day=date(2026, 12, 24), name="brugdag")
    forget_reference()

    off = days_off(date(2026, 12, 20), date(2027, 1, 2))

    assert [off.get(day) is not None for day in (date(2026, 12, 24), date(2026, 12, 25))] == [
        True,
        True,
    ]
    assert date(2027, 1, 1) in off
    assert date(2026, 12, 23) not in off


def test_legal_holidays_on_a_weekday_are_the_ten_of_belgium():
    known = [day for year in (2026, 2028) for day in legal_holidays(year) if day.weekday() < 6]

    assert known == [
        date(2026, 1, 1),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 7, 21),
        date(2026, 8, 15),
        date(2026, 11, 11),
        date(2026, 12, 25),
        date(2028, 1, 1),
        date(2028, 4, 17),
        date(2028, 5, 1),
        date(2028, 5, 25),
        date(2028, 6, 5),
        date(2028, 7, 21),
        date(2028, 8, 15),
        date(2028, 11, 1),
        date(2028, 11, 11),
        date(2028, 12, 25),
    ]
