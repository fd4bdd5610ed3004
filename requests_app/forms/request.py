"""The request form asks the rules, and puts every message beside its field."""

from datetime import date
from typing import Any

from requests_app import rules
from requests_app.choices import LocationKind
from requests_app.errors import InterpreterOnly
from requests_app.forms.questions import RequestQuestions, SharedFields
from requests_app.forms.wishes import WishForm

CLIENT_FIELDS = ["client_name", "birth_year", "gender", "file_reference", "home_address"]
CONSENT_FIELDS = [
    "consent",
    "consent_version",
    "consent_given_by",
    "consent_given_how",
    "consent_given_on",
    "consent_language",
]


class RequestForm(WishForm, RequestQuestions):
    """A request as it came in; valid when the rules of the service are met."""

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, today=today)
        if text := self.lists.consent_text:
            self.initial["consent_version"] = text.version
        self.fields["consent_given_on"].widget.attrs["max"] = today.isoformat()

    @property
    def interpreter_only(self) -> bool:
        """Tell whether a CSO is asked for as an interpreter only."""
        return any(isinstance(violation, InterpreterOnly) for violation in self.broken)

    @property
    def language_label(self) -> str:
        """Return the name of the chosen language, for the summary that can be copied."""
        return dict(self.lists.languages).get(self["language"].value() or "", "")

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


RequestForm.base_fields = SharedFields(RequestForm.base_fields)
