"""The counter of an organisation or dossier, locked. Whoever holds it gives out the numbers (M1)."""

from billing.models import ClientDossier, TalkCounter
from billing.selectors import talks
from billing.states import FreeScope
from requests_app.models import Organisation


def locked_counter(organisation: Organisation, scope: str, file_reference: str) -> TalkCounter:
    """Return the counter that a talk counts on, under a row lock; made where there is none yet.

    The organisation's own counter is locked first, also when the talks are counted per dossier:
    two first talks of one client cannot make two dossiers. A talk without a file reference counts
    for the organisation (decision D1). The caller holds a transaction.
    """
    counter = _lock_organisation(organisation)
    key = talks.file_key(file_reference)
    if scope != FreeScope.DOSSIER or not key:
        return counter
    dossier = talks.dossier_of(organisation, key)
    if dossier is None:
        dossier = ClientDossier.objects.create(
            organisation=organisation, file_reference=file_reference.strip()
        )
        return TalkCounter.objects.create(organisation=organisation, dossier=dossier)
    return TalkCounter.objects.select_for_update(of=("self",)).get(dossier=dossier)


def _lock_organisation(organisation: Organisation) -> TalkCounter:
    counters = TalkCounter.objects.select_for_update(of=("self",)).filter(
        organisation=organisation, dossier=None
    )
    counter = counters.first()
    if counter is None:
        # Whoever was a moment faster has made it: the insert waits for them and does nothing.
        TalkCounter.objects.bulk_create(
            [TalkCounter(organisation=organisation)], ignore_conflicts=True
        )
        counter = counters.get()
    return counter
