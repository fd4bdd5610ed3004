"""Changing one's own password, in the portal's own words."""

from typing import Any

from django.contrib.admin.forms import AdminPasswordChangeForm
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.contrib.auth.views import PasswordChangeView
from django.urls import reverse_lazy


class StaffPasswordForm(AdminPasswordChangeForm):
    """Django's rules; texts that say "je"."""

    error_messages = {
        "password_incorrect": "Dit is niet het wachtwoord dat je nu hebt.",
        "password_mismatch": "De twee nieuwe wachtwoorden zijn niet gelijk.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "Je wachtwoord nu"
        self.fields["new_password1"].label = "Je nieuwe wachtwoord"
        self.fields[
            "new_password1"
        ].help_text = (
            "Minstens 12 tekens. Een zin van vier woorden is sterk en makkelijk te onthouden."
        )
        self.fields["new_password2"].label = "Nog een keer"
        self.fields["new_password2"].help_text = ""


class PasswordChange(PasswordChangeView):
    form_class = StaffPasswordForm
    success_url = reverse_lazy("admin:password_change_done")


class LongEnough(MinimumLengthValidator):
    """Django's own sentence is not in its Dutch catalogue."""

    def get_error_message(self) -> str:
        return f"Dit wachtwoord is te kort. Neem minstens {self.min_length} tekens."

    def get_help_text(self) -> str:
        return f"Het wachtwoord telt minstens {self.min_length} tekens."
