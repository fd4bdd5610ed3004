"""A held talk gets its number and its price, in the transaction that records the talk."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.auth.models import User
from django.db import transaction

from billing import rules
from billing.errors import NoTariff
from billing.models import Agreement, Charge, TalkCounter, Tariff
from billing.rules import Terms
from billing.selectors import talks
from billing.services.counters import locked_counter
from requests_app.models import Organisation
from requests_app.rules import BRUSSELS, in_words, local_date


@dataclass(frozen=True, slots=True)
class HeldTalk:
    """A talk that took place. `start` is aware, `minutes` is its real length.

    `counts`: whether a client took part (`requests_app.rules.involves_client`); advice without a
    client and activities are free and use up no free talk (decision D5). `waived_by`: the
    coördinator who let it go on without an agreement (D7).
    """

    organisation: Organisation
    request_reference: str
    start: datetime
    minutes: int
    counts: bool
    file_reference: str = ""
    waived_by: User | None = None


@dataclass(frozen=True, slots=True)
class TalkPreview:
    """What a planned talk will be: its number, whether it is free, and what is still missing."""

    ordinal: int
    is_free: bool
    terms: Terms
    agreement: Agreement | None
    agreement_missing: bool
    free_count: int


def next_talk(
    organisation: Organisation, *, day: date, file_reference: str = "", planned_before: int = 0
) -> TalkPreview:
    """Tell which number a talk on `day` (Brussels) will get, if all that is planned is held.

    `planned_before` is the number of planned talks that come before it under the same count. The
    tariff may be some seconds old: nothing is decided here. Raises NoTariff.
    """
    tariff = talks.known_tariff(day)
    if tariff is None:
        raise NoTariff(_no_tariff(day))
    counter = talks.counter_of(organisation, tariff.scope, file_reference)
    ordinal = rules.expected_ordinal(
        talks.numbered(counter), before=_end_of(day), planned_before=planned_before
    )
    free = rules.is_free(ordinal, tariff.terms)
    agreement = talks.agreement_on(organisation, day)
    return TalkPreview(
        ordinal=ordinal,
        is_free=free,
        terms=tariff.terms,
        agreement=agreement,
        agreement_missing=not free and agreement is None,
        free_count=tariff.free_count,
    )


@transaction.atomic
def post_charge(talk: HeldTalk, *, by: User, now: datetime) -> Charge | None:
    """Give a held talk its number and its price; None when it does not count (D5).

    Talks are numbered by their start; one that is registered late moves the later ones up, except
    those whose period was invoiced (D4). Raises NoTariff, AgreementMissing, and RuleViolation for
    a talk without length.
    """
    if not talk.counts:
        return None
    held_on = local_date(talk.start)
    tariff = Tariff.objects.on(held_on).first()
    if tariff is None:
        raise NoTariff(_no_tariff(held_on))
    counter = locked_counter(talk.organisation, tariff.scope, talk.file_reference)
    placement = rules.place(talks.numbered(counter), talk.start)
    _make_room(counter, placement.moves, waived_by=talk.waived_by)
    charge = Charge(
        counter=counter,
        organisation=talk.organisation,
        request_reference=talk.request_reference,
        start=talk.start,
        held_on=held_on,
        minutes=talk.minutes,
        ordinal=placement.ordinal,
        tariff=tariff,
        agreement=talks.agreement_on(talk.organisation, held_on),
        waived_by=talk.waived_by,
        posted_by=by,
        posted_at=now,
    )
    _set_price(charge)
    charge.save(force_insert=True)
    return charge


def _make_room(
    counter: TalkCounter, moves: tuple[tuple[int, int], ...], *, waived_by: User | None
) -> None:
    """Renumber and reprice the later talks, the highest first, so that no number is there twice.

    One that is no longer free needs the agreement of its own day, or the waiver of whoever
    registers the talk that came in late (docs/decisions/0030).
    """
    if not moves:
        return
    loose = counter.charges.filter(frozen_at=None).select_related("tariff", "organisation")
    by_ordinal = {charge.ordinal: charge for charge in loose}
    for old, new in moves:
        charge = by_ordinal[old]
        charge.ordinal = new
        charge.agreement = charge.agreement or talks.agreement_on(
            charge.organisation, charge.held_on
        )
        charge.waived_by = charge.waived_by or waived_by
        _set_price(charge)
        charge.save(
            update_fields=[
                "ordinal",
                "agreement",
                "waived_by",
                "first_hour",
                "extra_hours",
                "amount",
            ]
        )


def _set_price(charge: Charge) -> None:
    price = rules.price(charge.minutes, charge.ordinal, charge.tariff.terms)
    charge.first_hour = price.first_hour
    charge.extra_hours = price.extra_hours
    charge.extra_hour = price.extra_hour
    charge.amount = price.total
    rules.check_agreement(
        amount=charge.amount,
        agreed=charge.agreement is not None,
        waived=charge.waived_by is not None,
        talk=f"het gesprek van {in_words(charge.held_on)} ({charge.request_reference})",
    )


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=BRUSSELS)


def _no_tariff(day: date) -> str:
    return f"Op {in_words(day)} is er geen tarief. Voeg eerst een tarief toe."
