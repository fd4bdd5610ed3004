"""Reads that several screens and services share."""

from datetime import date

from django.core.cache import caches

from billing.models import Agreement, ClientDossier, TalkCounter, Tariff
from billing.rules import Numbered
from billing.states import FreeScope
from requests_app.models import Organisation

TARIFFS_KEY = "billing.tariffs"


def known_tariff(day: date) -> Tariff | None:
    """Return the tariff in force on `day`, for showing. Up to 30 s old; one statement."""
    local = caches["local"]
    tariffs: list[Tariff] | None = local.get(TARIFFS_KEY)
    if tariffs is None:
        tariffs = list(Tariff.objects.order_by("-valid_from"))
        local.set(TARIFFS_KEY, tariffs)
    return next((tariff for tariff in tariffs if tariff.valid_from <= day), None)


def agreement_on(organisation: Organisation, day: date) -> Agreement | None:
    """Return the signed agreement of an organisation that holds on `day`."""
    signed = Agreement.objects.in_force(day).filter(organisation=organisation)
    return signed.order_by("-signed_on", "-pk").first()


def file_key(file_reference: str) -> str:
    """Return the form in which two file references of one organisation are the same."""
    return "".join(file_reference.casefold().split())


def dossier_of(organisation: Organisation, key: str) -> ClientDossier | None:
    """Return the dossier of an organisation with this file key.

    The references are sealed, so that they are opened one by one: an organisation has tens of
    clients here, not thousands.
    """
    dossiers = ClientDossier.objects.filter(organisation=organisation).exclude(file_reference="")
    return next((each for each in dossiers if file_key(each.file_reference) == key), None)


def counter_of(organisation: Organisation, scope: str, file_reference: str) -> TalkCounter | None:
    """Return the counter that a talk would count on, without a lock; None where it would be new."""
    key = file_key(file_reference)
    counters = TalkCounter.objects.filter(organisation=organisation)
    if scope != FreeScope.DOSSIER or not key:
        return counters.filter(dossier=None).first()
    dossier = dossier_of(organisation, key)
    return counters.get(dossier=dossier) if dossier else None


def numbered(counter: TalkCounter | None) -> list[Numbered]:
    """Return the held talks of a counter with their numbers."""
    if counter is None:
        return []
    rows = counter.charges.order_by("ordinal").values_list("ordinal", "start", "frozen_at")
    return [Numbered(ordinal, start, frozen is not None) for ordinal, start, frozen in rows]
