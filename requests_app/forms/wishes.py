"""Dates, hours and the place that somebody wishes: asked alike for a talk and for an activity."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.functional import cached_property

from requests_app import rules
from requests_app.choices import LocationKind
from requests_app.errors import RuleViolation
from requests_app.forms.questions import DURATIONS, WhenQuestions
from requests_app.selectors import (
    answer_date,
    catalogue,
    closing_between,
    days_off,
    second_looks,
)

MOMENTS = range(1, rules.MAX_MOMENTS + 1)
YEAR = timedelta(days=366)
# What is asked about a place; of the other places nothing is kept.
FIELDS_OF_PLACE = {
    LocationKind.ORGANISATION: frozenset({"location_address", "location_directions"}),
    LocationKind.HOME: frozenset({"home_address"}),
    LocationKind.OCMW: frozenset(),
    LocationKind.ONLINE: frozenset({"online_details"}),
}
# Where a rule speaks of something that the form spreads over several fields.
FIELD_OF_RULE = {"moments": "date_1", "date": "date_1", "time": "time_1"}


class WishForm(WhenQuestions):
    """A form in which somebody wishes up to three moments; every message stands beside its field."""

    # What a follow-up knows of an earlier request.
    earlier_reference = ""
    known_address = False

    def __init__(
        self, data: Any = None, *, today: date, prefill: Mapping[str, Any] | None = None
    ) -> None:
        self.lists = catalogue()
        super().__init__(data, initial=dict(prefill or {}))
        self.today = today
        self.lead_days = self.lists.service.lead_days
        self.earliest = rules.earliest_date(today, self.lead_days)
        self.too_late = False
        self.moment_of: dict[int, datetime] = {}
        self.broken: list[RuleViolation] = []
        self._offer_dates()

    def _offer_dates(self) -> None:
        limits = {
            "min": self.earliest.isoformat(),
            "max": rules.latest_date(self.today).isoformat(),
        }
        for number in MOMENTS:
            self.fields[f"date_{number}"].widget.attrs.update(limits)

    @property
    def earliest_in_words(self) -> str:
        """Return the first date that can be asked for, as people say it."""
        return rules.in_words(self.earliest)

    @property
    def earliest_warning(self) -> str:
        """Return why the first date that can be asked for is a poor choice; "" when it is not."""
        off = days_off(self.earliest, self.earliest + YEAR)
        if rules.is_working_day(self.earliest, off):
            return ""
        first = rules.shift_working_days(self.earliest, 1, off)
        why = rules.no_working_day(self.earliest, off)
        return f"{why}. De eerste gewone werkdag daarna is {rules.in_words(first)}."

    @cached_property
    def answer_due(self) -> date:
        """Return the day by which a request of today gets its answer."""
        return answer_date(self.today)

    @property
    def answer_due_in_words(self) -> str:
        """Return that day as people say it."""
        return rules.in_words(self.answer_due)

    @property
    def closings(self) -> list[rules.ClosingPeriod]:
        """Return when the service is closed before the answer, or around the first date."""
        return closing_between(self.today, max(self.answer_due, self.earliest))

    @property
    def durations(self) -> list[tuple[int, str]]:
        """Return the lengths that can be chosen, in minutes and in words."""
        return DURATIONS

    @property
    def duration_in_words(self) -> str:
        """Return the chosen length as people say it; "" when it is none of the list."""
        chosen = str(self["duration_minutes"].value())
        return {str(minutes): words for minutes, words in DURATIONS}.get(chosen, "")

    @property
    def days_off_as_json(self) -> str:
        """Return the holidays and closing days that can be chosen, for the script of the page."""
        last = rules.latest_date(self.today)
        off = sorted(days_off(self.earliest, last).items())
        near = {day.isoformat(): name for day, name in off if self.earliest <= day <= last}
        return json.dumps(near, ensure_ascii=False)

    @property
    def moment_warnings(self) -> list[str]:
        """Return for each wish why it is worth a second look; "" where there is nothing."""
        odd = second_looks(self.moments, due=self.answer_due)
        return [
            "; ".join(found.warning for found in odd if found.moment == self.moment_of.get(number))
            for number in MOMENTS
        ]

    @property
    def moments(self) -> list[datetime]:
        """Return the wished moments that could be read, the first wish first."""
        return list(self.moment_of.values())

    @property
    def moments_in_words(self) -> list[str]:
        """Return the wished moments that could be read, as people say them."""
        return [rules.moment_in_words(moment) for moment in self.moments]

    @contextmanager
    def _beside(self, field: str) -> Iterator[None]:
        """Put the message of a broken rule beside `field`."""
        try:
            yield
        except RuleViolation as violation:
            self.broken.append(violation)
            self.add_error(field, violation.message)

    def refuse(self, violation: RuleViolation) -> None:
        """Show a rule that the service found broken."""
        field = FIELD_OF_RULE.get(violation.field, violation.field)
        self.add_error(field if field in self.fields else None, violation.message)

    def _clean_moments(self) -> None:
        for number in MOMENTS:
            self._clean_moment(number)
        if self.moments:
            with self._beside("date_1"):
                rules.check_moments(self.moments)

    def _clean_moment(self, number: int) -> None:
        date_name, time_name = f"date_{number}", f"time_{number}"
        day, hour = self.cleaned_data.get(date_name), self.cleaned_data.get(time_name)
        wanted = number == 1 or day or hour or date_name in self.errors or time_name in self.errors
        if day is None and wanted and date_name not in self.errors:
            self.add_error(date_name, f"Kies een datum vanaf {self.earliest_in_words}.")
        if hour is None and wanted and time_name not in self.errors:
            self.add_error(time_name, "Kies een uur.")
        if day is not None:
            self._clean_day(day, date_name)
        if day is None or hour is None or date_name in self.errors:
            return
        with self._beside(time_name):
            self.moment_of[number] = rules.brussels_moment(day, hour)

    def _clean_day(self, day: date, name: str) -> None:
        self.too_late |= day < self.earliest
        with self._beside(name):
            rules.check_lead_time(day, today=self.today, lead_days=self.lead_days)

    def _clean_address(self, kind: str) -> None:
        """Each kind of place has its own questions; what belongs to another place is forgotten."""
        asked = FIELDS_OF_PLACE[LocationKind(kind)]
        self._forget(sorted(frozenset().union(*FIELDS_OF_PLACE.values()) - asked))
        with self._beside("location_address"):
            rules.check_address(kind, self.cleaned_data.get("location_address", "-"))

    def _forget(self, names: list[str]) -> None:
        for name in names:
            self.cleaned_data.pop(name, None)
            self.errors.pop(name, None)
