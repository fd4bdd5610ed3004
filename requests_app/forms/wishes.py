"""Dates, hours and the place that somebody wishes: asked alike for a talk and for an activity."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from requests_app import rules
from requests_app.errors import RuleViolation
from requests_app.forms.questions import WhenQuestions
from requests_app.selectors import catalogue

MOMENTS = range(1, rules.MAX_MOMENTS + 1)
# Where a rule speaks of something that the form spreads over several fields.
FIELD_OF_RULE = {"moments": "date_1", "date": "date_1", "time": "time_1"}


class WishForm(WhenQuestions):
    """A form in which somebody wishes up to three moments; every message stands beside its field."""

    def __init__(self, data: Any = None, *, today: date) -> None:
        self.lists = catalogue()
        super().__init__(data)
        self.today = today
        self.lead_days = self.lists.service.lead_days
        self.earliest = rules.earliest_date(today, self.lead_days)
        self.too_late = False
        self.moments: list[datetime] = []
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
            self._clean_moment(f"date_{number}", f"time_{number}", required=number == 1)
        if self.moments:
            with self._beside("date_1"):
                rules.check_moments(self.moments)

    def _clean_moment(self, date_name: str, time_name: str, *, required: bool) -> None:
        day, hour = self.cleaned_data.get(date_name), self.cleaned_data.get(time_name)
        wanted = required or day or hour or date_name in self.errors or time_name in self.errors
        if day is None and wanted and date_name not in self.errors:
            self.add_error(date_name, f"Kies een datum vanaf {self.earliest_in_words}.")
        if hour is None and wanted and time_name not in self.errors:
            self.add_error(time_name, "Kies een uur.")
        if day is not None:
            self._clean_day(day, date_name)
        if day is None or hour is None or date_name in self.errors:
            return
        with self._beside(time_name):
            self.moments.append(rules.brussels_moment(day, hour))

    def _clean_day(self, day: date, name: str) -> None:
        self.too_late |= day < self.earliest
        with self._beside(name):
            rules.check_lead_time(day, today=self.today, lead_days=self.lead_days)

    def _forget(self, names: list[str]) -> None:
        for name in names:
            self.cleaned_data.pop(name, None)
            self.errors.pop(name, None)
