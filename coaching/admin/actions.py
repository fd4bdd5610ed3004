"""The actions of the desk: for each a word, a tiny form and the one service that it calls."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User

from coaching import permissions, services
from coaching.forms import desk as forms
from coaching.forms.desk import DeskForm, Explained
from coaching.models import DeskRequest
from coaching.selectors.companions import companions_of
from coaching.selectors.detail import Moment, candidates_for, moments_of
from requests_app.activity_rules import is_activity
from requests_app.choices import Action
from requests_app.rules import BRUSSELS
from requests_app.selectors import withdrawable
from requests_app.services import add_note, confirm_address
from requests_app.states import allowed_actions


@dataclass(frozen=True, slots=True)
class Desk:
    """Who stands at the desk, in front of which request, when."""

    request: DeskRequest
    by: User
    now: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """What a service gets: the request, what was filled in, who and when."""

    pk: UUID
    data: dict[str, Any]
    by: User
    now: datetime

    @property
    def who(self) -> dict[str, Any]:
        """Return the arguments that every service of the desk takes."""
        return {"by": self.by, "now": self.now, "version": self.data["version"]}


Build = Callable[[Desk, Any, Mapping[str, Any]], DeskForm]


@dataclass(frozen=True, slots=True)
class DeskAction:
    """One button. `before` and `after` say whether it is there before or after the talk began."""

    slug: str
    action: Action | None  # None: no step in the life of the request
    label: str
    done: str
    run: Callable[[Step], object]
    form: Build
    intro: str = ""
    style: str = "secondary"
    before: bool = True
    after: bool = False
    template: str = "admin/coaching/forms/plain.html"
    # Instead of the table of states and the clock, where those do not decide.
    there: Callable[[Desk], bool] | None = None

    @property
    def at_once(self) -> bool:
        """Tell whether the button itself acts, because it asks nothing and costs nobody a mail."""
        return self.action == Action.TAKE

    @property
    def is_planning(self) -> bool:
        """Tell whether this is where a moment and a CSO are chosen."""
        return self.form is plan

    def is_offered(self, desk: Desk) -> bool:
        """Tell whether the table of states and the clock allow this now."""
        if self.there is not None:
            return self.there(desk)
        if self.action is None or self.action not in allowed_actions(desk.request.state):
            return False
        appointment = getattr(desk.request, "appointment", None)
        begun = bool(appointment and appointment.is_live and appointment.start <= desk.now)
        return self.after if begun else self.before


def plain(desk: Desk, data: Any, asked: Mapping[str, Any]) -> DeskForm:
    """Return the form of an action that asks nothing."""
    return forms.ConfirmForm(data, initial=_seen(desk))


def plan(desk: Desk, data: Any, asked: Mapping[str, Any]) -> DeskForm:
    """Return the form to plan or to move, with the moments to come and who speaks the language."""
    ahead = _ahead(desk)
    appointment = getattr(desk.request, "appointment", None)
    live = appointment if appointment is not None and appointment.is_live else None
    return forms.PlanForm(
        data,
        moments=[(m.value, forms.moment_label(m.start, m.kind)) for m in ahead],
        supporters=_supporters(desk, ahead),
        several=is_activity(desk.request.tasks),
        may_waive=permissions.may_waive_agreement(desk.by),
        initial={
            **_seen(desk),
            "wish": asked.get("moment") or (live.start.isoformat() if live else ""),
            "supporter": asked.get("cso") or (str(live.supporter_id) if live else ""),
            "companions": [str(each.pk) for each in companions_of(desk.request, live)],
            "minutes": live.planned_minutes if live else desk.request.duration_minutes,
        },
    )


def propose(desk: Desk, data: Any, asked: Mapping[str, Any]) -> DeskForm:
    """Return the form to propose other moments."""
    return forms.ProposeForm(data, supporters=_supporters(desk, []), initial=_seen(desk))


def ask(desk: Desk, data: Any, asked: Mapping[str, Any]) -> DeskForm:
    """Return the form to ask the requester something."""
    return forms.AskForm(data, initial=_seen(desk))


def can_withdraw(desk: Desk) -> bool:
    """Tell whether there is an agreement to withdraw: of a closed request too, as long as it is kept."""
    return desk.request.client_erased_at is None and withdrawable(desk.request)


def address_changed(desk: Desk) -> bool:
    """Tell whether the requester changed the address and no coach confirmed it since."""
    return bool(getattr(desk.request, "address_changed", False))


def decline(desk: Desk, data: Any, asked: Mapping[str, Any]) -> DeskForm:
    """Return the form to decline."""
    return forms.DeclineForm(data, initial=_seen(desk))


def held(desk: Desk, data: Any, asked: Mapping[str, Any]) -> DeskForm:
    """Return the form to register a talk, filled in as it was planned."""
    initial = _seen(desk)
    appointment = getattr(desk.request, "appointment", None)
    if appointment is not None:
        start, end = appointment.local_start, appointment.end.astimezone(BRUSSELS)
        initial |= {"on": start.date(), "begin": start.time(), "finish": end.time()}
    may_waive = permissions.may_waive_agreement(desk.by)
    return forms.HeldForm(data, may_waive=may_waive, initial=initial)


def not_held(desk: Desk, data: Any, asked: Mapping[str, Any]) -> DeskForm:
    """Return the form to register that a talk did not take place."""
    return forms.NotHeldForm(data, initial=_seen(desk))


def note(desk: Desk, data: Any, asked: Mapping[str, Any]) -> DeskForm:
    """Return the form for a note."""
    return forms.NoteForm(data, initial=_seen(desk))


def write_note(step: Step) -> object:
    """Add an internal note."""
    return add_note(step.pk, by=step.by, body=step.data["body"], now=step.now)


def _seen(desk: Desk) -> dict[str, Any]:
    return {"version": desk.request.version}


def _supporters(desk: Desk, ahead: list[Moment]) -> list[tuple[str, str]]:
    """Return the CSOs who speak the language, each with what is known of the moments to come."""
    return [
        (
            str(each.supporter.pk),
            Explained(f"{each.supporter} ({each.spoken})", each.in_words),
        )
        for each in candidates_for(desk.request, ahead)
    ]


def _ahead(desk: Desk) -> list[Moment]:
    return [moment for moment in moments_of(desk.request) if moment.start > desk.now]


def _plan(step: Step) -> services.Plan:
    return services.Plan(
        supporter_id=int(step.data["supporter"]),
        start=step.data["start"],
        minutes=step.data["minutes"],
        waive_reason=step.data.get("waive_reason", ""),
        companion_ids=[int(pk) for pk in step.data["companions"]],
    )


def _offer(step: Step) -> services.Offer:
    chosen = step.data["supporter"]
    return services.Offer(step.data["starts"], int(chosen) if chosen else None)


def _held(step: Step) -> services.Held:
    data = step.data
    return services.Held(data["start"], data["end"], data.get("waive_reason", ""))


ACTIONS = (
    DeskAction(
        "opnemen",
        Action.TAKE,
        "Neem op",
        "Je nam de aanvraag op.",
        lambda step: services.take_request(step.pk, **step.who),
        plain,
        "Jij wordt de coach van deze aanvraag.",
        style="primary",
    ),
    DeskAction(
        "inplannen",
        Action.PLAN,
        "Plan in",
        "Het gesprek is ingepland. De hulpverlener en de CSO krijgen een mail.",
        lambda step: services.plan_request(step.pk, _plan(step), **step.who),
        plan,
        "De hulpverlener en de CSO krijgen meteen een mail.",
        style="primary",
        template="admin/coaching/forms/plan.html",
    ),
    DeskAction(
        "doorgegaan",
        Action.COMPLETE,
        "Gesprek ging door",
        "Het gesprek is geregistreerd. De hulpverlener krijgt een mail met de prijs.",
        lambda step: services.record_held(step.pk, _held(step), **step.who),
        held,
        "Vul de echte uren in: die bepalen de prijs.",
        style="primary",
        before=False,
        after=True,
        template="admin/coaching/forms/held.html",
    ),
    DeskAction(
        "niet-doorgegaan",
        Action.RECORD_NOT_HELD,
        "Ging niet door",
        "Genoteerd: het gesprek ging niet door. Het telt niet mee.",
        lambda step: services.record_not_held(step.pk, step.data["outcome"], **step.who),
        not_held,
        "Het gesprek telt dan niet mee en kost niets.",
        before=False,
        after=True,
        template="admin/coaching/forms/not_held.html",
    ),
    DeskAction(
        "verplaatsen",
        Action.MOVE,
        "Verplaats of wissel CSO",
        "De afspraak is veranderd. Wie het aangaat krijgt een mail.",
        lambda step: services.move_appointment(step.pk, _plan(step), **step.who),
        plan,
        "Kies een ander moment, een andere CSO, of allebei. Wie het aangaat krijgt een mail.",
        template="admin/coaching/forms/plan.html",
    ),
    DeskAction(
        "voorstellen",
        Action.PROPOSE,
        "Stel een ander moment voor",
        "Het voorstel is verstuurd. De hulpverlener kiest.",
        lambda step: services.propose_moments(step.pk, _offer(step), **step.who),
        propose,
        "Stel één tot drie momenten voor. De hulpverlener krijgt een mail en kiest.",
        template="admin/coaching/forms/propose.html",
    ),
    DeskAction(
        "vraag-stellen",
        Action.ASK_INFO,
        "Vraag stellen",
        "De vraag is gesteld. De hulpverlener krijgt een mail dat er een vraag is.",
        lambda step: services.ask_info(step.pk, question=step.data["question"], **step.who),
        ask,
        "De hulpverlener krijgt een mail met de dag waarop het antwoord er moet zijn."
        " Jullie eigen antwoorddatum schuift niet op.",
        template="admin/coaching/forms/ask.html",
    ),
    DeskAction(
        "aanvaarden",
        Action.ACCEPT,
        "Kan doorgaan, zoek nog een CSO",
        "De hulpverlener krijgt een mail dat de aanvraag kan doorgaan.",
        lambda step: services.accept_request(step.pk, **step.who),
        plain,
        "De hulpverlener krijgt een mail dat de aanvraag kan doorgaan en dat je een CSO zoekt.",
    ),
    DeskAction(
        "loslaten",
        Action.RELEASE,
        "CSO valt weg",
        "De CSO is vrij. De hulpverlener krijgt een mail dat je een andere CSO zoekt.",
        lambda step: services.release_appointment(step.pk, **step.who),
        plain,
        "De hulpverlener krijgt een mail dat je een andere CSO zoekt. De CSO krijgt er ook een.",
    ),
    DeskAction(
        "adres-bevestigen",
        None,
        "Nieuw e-mailadres klopt",
        "Het nieuwe e-mailadres is bevestigd.",
        lambda step: confirm_address(step.pk, version=step.data["version"]),
        plain,
        "De hulpverlener veranderde het e-mailadres. Bel eerst op een nummer dat je kent. Klopt het?"
        " Dan kan de hulpverlener de volledige aanvraag weer zien met een code naar dat adres.",
        there=address_changed,
    ),
    DeskAction(
        "weigeren",
        Action.DECLINE,
        "Kan niet doorgaan",
        "De hulpverlener krijgt een mail met de reden en wat nu kan.",
        lambda step: services.decline_request(
            step.pk, step.data["reason"].code, message=step.data["message"], **step.who
        ),
        decline,
        "De hulpverlener krijgt een mail met deze reden en de volgende stap.",
        style="danger",
        template="admin/coaching/forms/decline.html",
    ),
    DeskAction(
        "annuleren",
        Action.CANCEL,
        "Annuleer voor de organisatie",
        "De aanvraag is geannuleerd.",
        lambda step: services.cancel_by_coach(step.pk, **step.who),
        plain,
        "Doe dit als de organisatie belt of mailt dat het niet meer nodig is."
        " De hulpverlener krijgt een mail.",
        style="danger",
    ),
    DeskAction(
        "akkoord-intrekken",
        Action.WITHDRAW_CONSENT,
        "Cliënt trekt akkoord in",
        "Het akkoord is ingetrokken. De gegevens van de cliënt zijn gewist.",
        lambda step: services.withdraw_by_coach(step.pk, **step.who),
        plain,
        "Doe dit als de cliënt of de hulpverlener belt dat het akkoord vervalt. De gegevens van de"
        " cliënt, de berichten en de nota's worden meteen gewist. Een open aanvraag is dan ook"
        " geannuleerd. Dit kan je niet terugdraaien.",
        style="danger",
        there=can_withdraw,
    ),
)
BY_SLUG = {action.slug: action for action in ACTIONS}


def offered(desk: Desk) -> list[DeskAction]:
    """Return the buttons that are there now."""
    return [action for action in ACTIONS if action.is_offered(desk)]
