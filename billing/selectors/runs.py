"""What an invoice run over a period would do: who gets an invoice, who does not, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, Sum

from billing.models import Agreement, Charge, Debtor, SellerSettings
from billing.models.charge import ChargeQuerySet
from billing.rules import ZERO, in_cents
from billing.states import AgreementState

NO_DEBTOR = "Er is nog geen debiteur met een adres."
NO_AGREEMENT = "Er is nog geen ondertekende overeenkomst."


@dataclass(frozen=True, slots=True)
class Bill:
    """What one organisation owes for a period; `reason` says why it gets no invoice."""

    organisation_id: int
    organisation: str
    debtor: Debtor | None
    talks: int
    total: Decimal
    reason: str

    @property
    def lacks_agreement(self) -> bool:
        """Tell whether only the signature is missing."""
        return self.reason == NO_AGREEMENT


@dataclass(frozen=True, slots=True)
class RunPreview:
    """An invoice run that was not made."""

    first: date
    last: date
    ready: tuple[Bill, ...]
    left_out: tuple[Bill, ...]
    free_talks: int
    earlier_talks: int
    missing: tuple[str, ...]

    @property
    def total(self) -> Decimal:
        """Return the sum of what would be invoiced."""
        return sum((bill.total for bill in self.ready), ZERO)


def preview(first: date, last: date) -> RunPreview:
    """Show what a run over two Brussels dates, both inclusive, would invoice and leave out."""
    charges = Charge.objects.in_period(first, last)
    found = bills(charges)
    counted = Charge.objects.aggregate(
        free=Count("pk", Q(held_on__gte=first, held_on__lte=last, amount=0)),
        earlier=Count("pk", Q(held_on__lt=first, amount__gt=0, frozen_at=None)),
    )
    return RunPreview(
        first=first,
        last=last,
        ready=tuple(bill for bill in found if not bill.reason),
        left_out=tuple(bill for bill in found if bill.reason),
        free_talks=counted["free"],
        earlier_talks=counted["earlier"],
        missing=tuple(SellerSettings.load().problems()),
    )


def bills(charges: ChargeQuerySet) -> list[Bill]:
    """Group the charges that are still to be invoiced by organisation, in two statements."""
    signed = Agreement.objects.filter(
        organisation=OuterRef("organisation"),
        state__in=(AgreementState.SIGNED, AgreementState.ENDED),
    )
    rows = list(
        charges.to_invoice()
        .order_by("organisation__name")
        .values_list("organisation", "organisation__name")
        .annotate(
            talks=Count("pk"),
            total=Sum("amount"),
            waived=Count("pk", Q(agreement=None)),
            signed=Exists(signed),
        )
    )
    debtors = _debtors(organisation for organisation, *_ in rows)
    return [
        Bill(
            organisation_id=pk,
            organisation=name,
            debtor=debtors.get(pk),
            talks=talks,
            total=in_cents(total),
            reason=_reason(debtors.get(pk), agreed=signed or not waived),
        )
        for pk, name, talks, total, waived, signed in rows
    ]


def _debtors(organisations: Iterable[int]) -> dict[int, Debtor]:
    return {
        debtor.organisation_id: debtor
        for debtor in Debtor.objects.filter(organisation__in=list(organisations))
    }


def _reason(debtor: Debtor | None, *, agreed: bool) -> str:
    """A talk that the coördinator let go on without agreement waits for the signature (D7)."""
    if debtor is None or not debtor.has_address:
        return NO_DEBTOR
    return "" if agreed else NO_AGREEMENT
