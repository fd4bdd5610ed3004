"""The service's own facts and pick lists, kept in memory for half a minute."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from uuid import uuid4

import holidays
from django.core.cache import caches
from django.db.models import CharField, F, IntegerField, TextField, Value
from django.db.models.functions import Cast, Concat, JSONObject

from requests_app import rules
from requests_app.choices import ConsentPurpose
from requests_app.models import (
    ClosingDay,
    ConsentText,
    Language,
    OrganisationType,
    ServiceSettings,
    SiteText,
)

CATALOGUE_KEY = "requests_app.catalogue"
CONSENT = "consent-"
YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class OwnText:
    """Words that the service wrote itself for a place on the site, as they were typed."""

    body: str
    updated_on: date


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The service's settings and the pick lists of the request form, read in one statement."""

    service: ServiceSettings
    languages: tuple[tuple[str, str], ...]
    organisation_types: tuple[tuple[str, str], ...]
    consent_text: ConsentText | None
    learning_text: ConsentText | None
    closing_days: dict[date, str]
    texts: dict[str, OwnText]


@dataclass(slots=True)
class _Memory:
    """The lists of this process. The cache holds only their stamp, so reading unpickles nothing."""

    kept: tuple[str, Catalogue] | None = None


_memory = _Memory()


def service_settings() -> ServiceSettings:
    """Return the service's settings; the defaults where nobody saved any. Up to 30 s old."""
    return catalogue().service


def catalogue() -> Catalogue:
    """Return the settings and pick lists, shared and never to be changed. Up to 30 s old."""
    stamp = caches["local"].get(CATALOGUE_KEY)
    kept = _memory.kept
    if kept is None or kept[0] != stamp:
        kept = _memory.kept = (uuid4().hex, _read_catalogue())
        caches["local"].set(CATALOGUE_KEY, kept[0])
    return kept[1]


def forget_reference() -> None:
    """Read settings and lists anew at the next page; other processes follow within 30 s.

    Whatever was rendered from them is forgotten too.
    """
    caches["local"].clear()


def _read_catalogue() -> Catalogue:
    """Read all lists in one UNION, because the public form may cost only a few statements."""
    number, text = IntegerField(), TextField()
    languages = Language.objects.filter(active=True).values_list(
        Value("language", CharField()), Cast("code", text), Cast("name", text), F("position")
    )
    types = OrganisationType.objects.filter(active=True).values_list(
        Value("type", CharField()), Cast("code", text), Cast("name", text), F("position")
    )
    consent = ConsentText.objects.order_by().values_list(
        Concat(Value(CONSENT), "purpose", output_field=CharField()),
        Cast("pk", text),
        Cast("text", text),
        F("version"),
    )
    closing = ClosingDay.objects.order_by().values_list(
        Value("closing", CharField()), Cast("day", text), Cast("name", text), Value(0, number)
    )
    columns = [field.attname for field in ServiceSettings._meta.concrete_fields]
    service = ServiceSettings.objects.order_by().values_list(
        Value("service", CharField()),
        Cast("pk", text),
        Cast(JSONObject(**{name: name for name in columns}), text),
        Value(0, number),
    )
    written = SiteText.objects.order_by().values_list(
        Value("written", CharField()),
        Cast("place", text),
        Cast(JSONObject(body="body", at="updated_at"), text),
        Value(0, number),
    )
    rows = sorted(
        languages.order_by().union(types.order_by(), consent, closing, service, written, all=True),
        key=lambda row: (row[0], row[3], row[2]),
    )
    newest = {row[0]: row for row in rows if row[0].startswith(CONSENT)}
    saved = [json.loads(row[2]) for row in rows if row[0] == "service"]
    return Catalogue(
        service=ServiceSettings(**saved[0]) if saved else ServiceSettings(pk=1),
        languages=tuple((row[1], row[2]) for row in rows if row[0] == "language"),
        organisation_types=tuple((row[1], row[2]) for row in rows if row[0] == "type"),
        consent_text=_consent_text(newest, ConsentPurpose.REQUEST),
        learning_text=_consent_text(newest, ConsentPurpose.LEARNING),
        closing_days={date.fromisoformat(row[1]): row[2] for row in rows if row[0] == "closing"},
        texts={row[1]: _own_text(json.loads(row[2])) for row in rows if row[0] == "written"},
    )


def _own_text(saved: dict[str, str]) -> OwnText:
    """SQLite writes a moment in JSON without its zone: it is UTC there."""
    at = datetime.fromisoformat(saved["at"])
    return OwnText(saved["body"], rules.local_date(at if at.tzinfo else at.replace(tzinfo=UTC)))


def _consent_text(
    newest: dict[str, tuple[str, str, str, int]], purpose: ConsentPurpose
) -> ConsentText | None:
    row = newest.get(f"{CONSENT}{purpose}")
    if row is None:
        return None
    return ConsentText(pk=int(row[1]), purpose=purpose, text=row[2], version=row[3])


@lru_cache(maxsize=8)
def legal_holidays(year: int) -> dict[date, str]:
    """Return the Belgian legal holidays of a year with their Dutch names."""
    return dict(holidays.country_holidays("BE", years=year, language="nl").items())


def days_off(first: date, last: date) -> dict[date, str]:
    """Return every closing day, and the legal holidays around two dates, with their names.

    Whole years, and the year before: useful answer dates are counted backwards over New Year.
    """
    off = dict(catalogue().closing_days)
    for year in range(min(first.year, last.year) - 1, max(first.year, last.year) + 1):
        off.update(legal_holidays(year))
    return off


def answer_date(asked_on: date) -> date:
    """Return the day by which a request of `asked_on` gets its answer (L3, N21)."""
    lists = catalogue()
    off = days_off(asked_on, asked_on + YEAR)
    return rules.answer_due(asked_on, lists.service.answer_days, lists.closing_days, off)


def closing_between(first: date, last: date) -> list[rules.ClosingPeriod]:
    """Return the closing periods that lie, wholly or in part, between two dates."""
    periods = rules.closing_periods(catalogue().closing_days, days_off(first, last + YEAR))
    return [period for period in periods if period.first <= last and first <= period.last]
