"""The request form asks the rules, and puts every message beside its field."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from requests_app import rules
from requests_app.choices import LocationKind
from requests_app.errors import InterpreterOnly, RuleViolation
from requests_app.forms.questions import RequestQuestions, SharedFields
from requests_app.selectors import catalogue

MOMENTS = range(1, rules.MAX_MOMENTS + 1)
CLIENT_FIELDS = ["client_name", "birth_year", "gender", "file_reference", "home_address"]
CONSENT_FIELDS = [
    "consent",
    "consent_version",
    "consent_given_by",
    "consent_given_how",
    "consent_given_on",
    "consent_language",
]
# Where a rule speaks of something that the form spreads over several fields.
FIELD_OF_RULE = {"moments": "date_1", "date": "date_1", "time": "time_1"}


class RequestForm(RequestQuestions):
    """A request as it came in; valid when the rules of the service are met."""

    def __init__(self, data: Any = None, *, today: date) -> None:
        self.lists = catalogue()
        text = self.lists.consent_text
        super().__init__(data, initial={"consent_version": text.version if text else None})
        self.today = today
        self.lead_days = self.lists.service.lead_days
        self.earliest = rules.earliest_date(today, self.lead_days)
        self.interpreter_only = False
        self.too_late = False
        self.moments: list[datetime] = []
        self._offer_dates()

    def _offer_dates(self) -> None:
        limits = {
            "min": self.earliest.isoformat(),
            "max": rules.latest_date(self.today).isoformat(),
        }
        for number in MOMENTS:
            self.fields[f"date_{number}"].widget.attrs.update(limits)
        self.fields["consent_given_on"].widget.attrs["max"] = self.today.isoformat()

    @property
    def earliest_in_words(self) -> str:
        """Return the first date that can be asked for, as people say it."""
        return rules.in_words(self.earliest)

    @property
    def language_label(self) -> str:
        """Return the name of the chosen language, for the summary that can be copied."""
        return dict(self.lists.languages).get(self["language"].value() or "", "")

    @property
    def moments_in_words(self) -> list[str]:
        """Return the wished moments that could be read, as people say them."""
        return [rules.moment_in_words(moment) for moment in self.moments]

    def clean(self) -> dict[str, Any]:
        tasks = self.cleaned_data.get("tasks", [])
        with self._beside("tasks"):
            rules.check_tasks(tasks)
        self._clean_moments()
        self._clean_place(tasks)
        if rules.involves_client(tasks):
            self._clean_client(tasks)
            self._clean_consent()
        else:
            self._forget_client()
        return self.cleaned_data

    @contextmanager
    def _beside(self, field: str) -> Iterator[None]:
        """Put the message of a broken rule beside `field`."""
        try:
            yield
        except RuleViolation as violation:
            self.interpreter_only |= isinstance(violation, InterpreterOnly)
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

    def _clean_place(self, tasks: list[str]) -> None:
        kind = self.cleaned_data.get("location_kind")
        if kind is None:
            return
        with self._beside("location_kind"):
            rules.check_location(kind, tasks)
        if kind == LocationKind.HOME:
            self.cleaned_data["location_address"] = ""
            self.errors.pop("location_address", None)
        elif "location_address" in self.cleaned_data:
            with self._beside("location_address"):
                rules.check_address(kind, self.cleaned_data["location_address"])
        if kind != LocationKind.HOME:
            self._forget(["home_address"])

    def _clean_client(self, tasks: list[str]) -> None:
        data = self.cleaned_data
        for violation in rules.client_block_violations(
            tasks,
            client_name=data.get("client_name", "-"),
            consented=data.get("consent", False),
            at_home=data.get("location_kind") == LocationKind.HOME,
            home_address=data.get("home_address", "-"),
        ):
            self.add_error(violation.field, violation.message)
        if data.get("birth_year"):
            with self._beside("birth_year"):
                rules.check_birth_year(data["birth_year"], today=self.today)

    def _clean_consent(self) -> None:
        missing = {
            "consent_given_by": "Kies wie het akkoord gaf.",
            "consent_given_how": "Kies hoe de cliënt het akkoord gaf.",
            "consent_given_on": "Vul de dag in waarop de cliënt het akkoord gaf.",
            "consent_language": "Kies in welke taal je de tekst uitlegde.",
        }
        for name, message in missing.items():
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, message)
        if given_on := self.cleaned_data.get("consent_given_on"):
            with self._beside("consent_given_on"):
                rules.check_consent_date(given_on, today=self.today)
        self._clean_version()

    def _clean_version(self) -> None:
        """The agreement is to the text that the page showed, not to a newer one."""
        current = self.lists.consent_text
        shown = self.cleaned_data.get("consent_version")
        self.errors.pop("consent_version", None)
        if self.cleaned_data.get("consent") and (current is None or shown != current.version):
            self.add_error(
                "consent", "De tekst is vernieuwd. Lees ze opnieuw. Klopt het nog? Dien dan in."
            )

    def _forget_client(self) -> None:
        """Without a client nothing about one is kept, whatever was posted."""
        self._forget(CLIENT_FIELDS)
        self._forget(CONSENT_FIELDS)

    def _forget(self, names: list[str]) -> None:
        for name in names:
            self.cleaned_data.pop(name, None)
            self.errors.pop(name, None)


RequestForm.base_fields = SharedFields(RequestForm.base_fields)
