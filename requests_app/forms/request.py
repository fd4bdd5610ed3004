"""The request form asks the rules, and puts every message beside its field."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from requests_app import rules
from requests_app.choices import LocationKind
from requests_app.errors import InterpreterOnly
from requests_app.forms.questions import RequestQuestions, SharedFields
from requests_app.forms.wishes import MOMENTS, WishForm
from requests_app.models import ConsentText

CLIENT_FIELDS = ["client_name", "birth_year", "gender", "file_reference", "home_address"]
CONSENT_FIELDS = [
    "consent",
    "consent_version",
    "consent_given_by",
    "consent_given_how",
    "consent_given_on",
    "consent_language",
    "learning",
    "learning_version",
]
TEXT_IS_NEW = "De tekst is vernieuwd. Lees ze opnieuw. Klopt het nog? Dien dan in."
WISHES = ["supporter_gender", "wished_supporter", "avoided_supporter"]
# Kept in the browser while somebody types (F16): nothing that could be about a client. The
# language tells where somebody comes from; a wish for a CSO has no reason, and stays unseen too.
DRAFT_FIELDS = [
    "requester_name",
    "requester_function",
    "requester_email",
    "requester_phone",
    "organisation_name",
    "organisation_type",
    "organisation_postcode",
    "organisation_city",
    "introduced",
    "tasks",
    *(f"{part}_{number}" for number in MOMENTS for part in ("date", "time")),
    "duration_minutes",
    "location_kind",
    "location_address",
    "location_directions",
    "series_count",
    "series_rhythm",
]


class RequestForm(WishForm, RequestQuestions):
    """A request as it came in; valid when the rules of the service are met."""

    follows: UUID | None = None
    known_client = False
    known_home = False

    def __init__(
        self, data: Any = None, *, today: date, prefill: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, today=today, prefill=prefill)
        if text := self.lists.consent_text:
            self.initial["consent_version"] = text.version
        if text := self.lists.learning_text:
            self.initial["learning_version"] = text.version
        self.fields["consent_given_on"].widget.attrs["max"] = today.isoformat()

    @property
    def interpreter_only(self) -> bool:
        """Tell whether a CSO is asked for as an interpreter only."""
        return any(isinstance(violation, InterpreterOnly) for violation in self.broken)

    @property
    def carried(self) -> dict[str, str]:
        """Return answers that come from an earlier request and are not shown."""
        return {}

    @property
    def draft_fields(self) -> str:
        """Return the names of what the browser may keep while somebody types."""
        return " ".join(DRAFT_FIELDS)

    @property
    def wants_wishes(self) -> bool:
        """Tell whether the group of wishes has something in it, so that it stands open."""
        return any(self[name].value() or self[name].errors for name in WISHES)

    @property
    def language_label(self) -> str:
        """Return the name of the chosen language, for the summary that can be copied."""
        return dict(self.lists.languages).get(self["language"].value() or "", "")

    def clean(self) -> dict[str, Any]:
        tasks = self.cleaned_data.get("tasks", [])
        with self._beside("tasks"):
            rules.check_tasks(tasks)
        self._clean_moments()
        self._clean_series()
        self._clean_place(tasks)
        if rules.involves_client(tasks):
            self._clean_client(tasks)
            self._clean_consent()
        else:
            self._forget_client()
        return self.cleaned_data

    def _clean_place(self, tasks: list[str]) -> None:
        kind = self.cleaned_data.get("location_kind")
        if kind is None:
            return
        with self._beside("location_kind"):
            rules.check_location(kind, tasks)
        self._clean_address(kind)

    def _clean_series(self) -> None:
        count = self.cleaned_data.get("series_count")
        if count in {"", "1"}:
            self._forget(["series_rhythm"])

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
        self._clean_version("consent", self.lists.consent_text)
        self._clean_version("learning", self.lists.learning_text)

    def _clean_version(self, tick: str, current: ConsentText | None) -> None:
        """An agreement is to the text that the page showed, not to a newer one."""
        shown = self.cleaned_data.get(f"{tick}_version")
        self.errors.pop(f"{tick}_version", None)
        if self.cleaned_data.get(tick) and (current is None or shown != current.version):
            self.add_error(tick, TEXT_IS_NEW)

    def _forget_client(self) -> None:
        """Without a client nothing about one is kept, whatever was posted."""
        self._forget(CLIENT_FIELDS)
        self._forget(CONSENT_FIELDS)


RequestForm.base_fields = SharedFields(RequestForm.base_fields)
