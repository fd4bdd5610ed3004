"""The requester's answer to a proposal."""

from datetime import date, datetime
from typing import Any

from django import forms

from coaching.models import Proposal, ProposedMoment
from requests_app import rules
from requests_app.errors import RuleViolation
from requests_app.forms import fields
from requests_app.selectors import service_settings

NONE = "none"
NUMBERS = range(1, rules.MAX_MOMENTS + 1)
TITLES = ("Eerste keuze", "Tweede keuze", "Derde keuze")
# Where the services speak of something that is spread over several fields here.
FIELD_OF_RULE = {"moments": "date_1", "date": "date_1", "time": "time_1"}


class ProposalAnswerForm(forms.Form):
    """One of the moments; or none of them, with own moments or a word when it does fit."""

    proposal = forms.IntegerField(widget=forms.HiddenInput)
    date_1 = fields.day("Datum")
    time_1 = fields.hour("Uur")
    date_2 = fields.day("Datum")
    time_2 = fields.hour("Uur")
    date_3 = fields.day("Datum")
    time_3 = fields.hour("Uur")
    message = fields.paragraph(
        "Bericht aan de coaches", 1000, help_text="Schrijf hier niets over de cliënt."
    )

    def __init__(self, data: Any = None, *, proposal: Proposal, today: date) -> None:
        super().__init__(data, initial={"proposal": proposal.pk})
        self.open_proposal = proposal
        self.today = today
        self.lead_days = service_settings().lead_days
        self.starts: list[datetime] = []
        self.fields["answer"] = fields.choice(
            "Welk moment past?",
            missing="Kies een moment, of kies dat geen van deze momenten past.",
            choices=[*map(_choice, proposal.moments.all()), (NONE, "Geen van deze momenten past")],
            widget=forms.RadioSelect,
        )
        self._offer_other_supporter()
        limits = {
            "min": rules.earliest_date(today, self.lead_days).isoformat(),
            "max": rules.latest_date(today).isoformat(),
        }
        for number in NUMBERS:
            self.fields[f"date_{number}"].widget.attrs.update(limits)

    def _offer_other_supporter(self) -> None:
        """Ask about the CSO who is held, where there is one (N7)."""
        if self.supporter_name:
            self.fields["other_supporter"] = forms.BooleanField(
                label=f"Ik heb liever een andere CSO dan {self.supporter_name}",
                required=False,
                help_text="Je hoeft niet te zeggen waarom. We zoeken dan eerst iemand anders.",
            )

    @property
    def supporter_name(self) -> str:
        """Return the first name of the CSO who is held for the moments, or ""."""
        supporter = self.open_proposal.supporter
        return supporter.first_name if supporter else ""

    @property
    def is_for_another(self) -> bool:
        """Tell whether the page that was sent showed an older proposal."""
        return self.data.get("proposal") != str(self.open_proposal.pk)

    @property
    def earliest_in_words(self) -> str:
        """Return the first date that can be suggested, as people say it."""
        return rules.in_words(rules.earliest_date(self.today, self.lead_days))

    @property
    def own(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """Return title, date and hour of each own moment."""
        return [
            (title, self[f"date_{number}"], self[f"time_{number}"])
            for number, title in zip(NUMBERS, TITLES, strict=True)
        ]

    def clean(self) -> dict[str, Any]:
        """Read the own moments where no proposed one fits; forget them where one does."""
        cleaned = super().clean() or {}
        names = [f"{kind}_{number}" for number in NUMBERS for kind in ("date", "time")]
        if cleaned.get("answer") == NONE:
            for number in NUMBERS:
                self._clean_own(f"date_{number}", f"time_{number}")
            self._clean_whole(names)
        elif "answer" in cleaned:
            for name in names:
                self.errors.pop(name, None)
        return cleaned

    def refuse(self, violation: RuleViolation) -> None:
        """Show what a service refused, beside the field that it is about."""
        field = FIELD_OF_RULE.get(violation.field, "answer")
        self.add_error(field, violation.message)

    def _clean_own(self, day_name: str, hour_name: str) -> None:
        day, hour = self.cleaned_data.get(day_name), self.cleaned_data.get(hour_name)
        if hour and day is None and day_name not in self.errors:
            self.add_error(day_name, f"Kies een datum vanaf {self.earliest_in_words}.")
        if day and hour is None and hour_name not in self.errors:
            self.add_error(hour_name, "Kies een uur.")
        if day is None:
            return
        try:
            rules.check_lead_time(day, today=self.today, lead_days=self.lead_days)
        except RuleViolation as violation:
            self.add_error(day_name, violation.message)
            return
        if hour is not None:
            self._keep(day, hour, hour_name)

    def _keep(self, day: date, hour: Any, hour_name: str) -> None:
        try:
            self.starts.append(rules.brussels_moment(day, hour))
        except RuleViolation as violation:
            self.add_error(hour_name, violation.message)

    def _clean_whole(self, names: list[str]) -> None:
        """Refuse the same moment twice, and an answer that says nothing."""
        if self.starts:
            try:
                rules.check_moments(self.starts)
            except RuleViolation as violation:
                self.add_error("date_1", violation.message)
        elif not self.cleaned_data.get("message") and not set(names) & set(self.errors):
            self.add_error(
                "date_1", "Kies minstens één moment dat past, of schrijf wanneer het wel kan."
            )


def _choice(moment: ProposedMoment) -> tuple[str, str]:
    return str(moment.pk), rules.moment_in_words(moment.start)
