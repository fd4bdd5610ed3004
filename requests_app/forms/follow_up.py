"""A further talk after an earlier request (T6): much is known, and what is sealed stays unseen."""

from datetime import date
from typing import Any

from django import forms

from requests_app import rules
from requests_app.choices import LocationKind
from requests_app.forms import fields
from requests_app.forms.questions import SharedFields
from requests_app.forms.request import CLIENT_FIELDS, RequestForm
from requests_app.models import ClientDetails, ConsultRequest

SAME, OTHER = "ja", "nee"
PLAIN = [
    "requester_name",
    "requester_function",
    "requester_email",
    "requester_phone",
    "tasks",
    "supporter_gender",
    "duration_minutes",
    "location_kind",
]
SEALED = ["question", "sensitive_points", "language_note", "avoided_supporter"]
# Taken over with the client, where nothing new was written.
WITH_CLIENT = ["language_note", "avoided_supporter"]


class FollowUpForm(RequestForm):
    """A request that follows on an earlier one: a fresh agreement and new moments.

    Whoever holds the link sees nothing of the client block and the free texts: those go from the
    earlier request to the new one inside the server.
    """

    same_client = fields.choice(
        "Voor wie is dit gesprek?",
        choices=[(SAME, "Voor dezelfde cliënt"), (OTHER, "Voor een andere cliënt")],
        widget=forms.RadioSelect,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        today: date,
        earlier: ConsultRequest,
        prefill: dict[str, Any] | None = None,
    ) -> None:
        self.earlier = earlier
        self.client = _client_of(earlier)
        super().__init__(data, today=today, prefill=prefill)
        self.follows = earlier.pk
        self.earlier_reference = earlier.reference
        self.known_client = self.client is not None
        self.known_home = self.known_client and earlier.location_kind == LocationKind.HOME
        self.known_address = bool(earlier.location_address) and (
            earlier.location_kind == LocationKind.ORGANISATION
        )

    @property
    def keeps_client(self) -> bool:
        """Tell whether the talk is with the client of the earlier request."""
        data = self.cleaned_data
        involved = rules.involves_client(data.get("tasks", []))
        return self.known_client and involved and data.get("same_client") == SAME

    @property
    def carried(self) -> dict[str, str]:
        """Return what the earlier request knows and nobody typed anew."""
        kept = self._kept_address()
        if self.client is not None and self.keeps_client:
            home = self.cleaned_data.get("home_address") or self.client.home_address
            at_home = self.cleaned_data["location_kind"] == LocationKind.HOME
            kept |= {
                "client_name": self.client.name,
                "birth_year": self.client.birth_year,
                "gender": self.client.gender,
                "file_reference": self.client.file_reference,
                "home_address": home if at_home else "",
            }
            kept |= {
                name: getattr(self.earlier, name)
                for name in WITH_CLIENT
                if not self.cleaned_data[name]
            }
        return kept

    def _kept_address(self) -> dict[str, str]:
        data = self.cleaned_data
        if not self.known_address or data["location_kind"] != LocationKind.ORGANISATION:
            return {}
        if data.get("location_address"):
            return {}
        directions = data.get("location_directions") or self.earlier.location_directions
        return {
            "location_address": self.earlier.location_address,
            "location_directions": directions,
        }

    def clean(self) -> dict[str, Any]:
        """What the earlier request knows need not be typed; the rest is asked as always."""
        data = self.cleaned_data
        if self.known_client and rules.involves_client(data.get("tasks", [])):
            self._clean_same_client()
        if self.known_address and not data.get("location_address"):
            data.pop("location_address", None)
        return super().clean()

    def _clean_same_client(self) -> None:
        chosen = self.cleaned_data.get("same_client")
        if not chosen and "same_client" not in self.errors:
            self.add_error("same_client", "Kies voor wie dit gesprek is.")
        if chosen == OTHER:
            return
        self._forget([name for name in CLIENT_FIELDS if name != "home_address"])
        if self.known_home and not self.cleaned_data.get("home_address"):
            self.cleaned_data.pop("home_address", None)


def _order() -> list[str]:
    """Return the fields as the page shows them: whose talk it is comes before the client block."""
    names = list(RequestForm.base_fields)
    names.insert(names.index(CLIENT_FIELDS[0]), "same_client")
    return names


FollowUpForm.field_order = _order()
FollowUpForm.base_fields = SharedFields(FollowUpForm.base_fields)


def _client_of(request: ConsultRequest) -> ClientDetails | None:
    """Return the client block while it is there; its columns open only when they are read."""
    if not request.involves_client or request.client_erased_at:
        return None
    return ClientDetails.objects.filter(request=request.pk).first()


def earlier_answers(request: ConsultRequest, *, unlocked: bool) -> dict[str, Any]:
    """Return the answers of an earlier request that its follow-up may show.

    The sealed texts only to who proved with a mailed code to be the requester (T5).
    """
    organisation = request.organisation
    known: dict[str, Any] = {
        **{name: getattr(request, name) for name in PLAIN},
        "organisation_name": organisation.name,
        "organisation_type": organisation.type_id,
        "organisation_postcode": organisation.postcode,
        "organisation_city": organisation.city,
        "introduced": "ja" if request.introduced or organisation.introduced_on else "nee",
        "language": request.language_id,
        "same_client": SAME,
    }
    if not unlocked or request.client_erased_at:
        return known
    online = request.location_kind == LocationKind.ONLINE
    return known | {
        **{name: getattr(request, name) for name in SEALED},
        "online_details" if online else "location_address": request.location_address,
        "location_directions": request.location_directions,
    }
