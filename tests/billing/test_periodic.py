"""The worker makes the documents."""

from hashlib import sha256

import pytest
from django.conf import settings

from billing import periodic
from billing.documents import invoice_pdf
from billing.models import InvoiceDocument

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "work", [lambda pk: periodic.render_documents([pk]), lambda _: periodic.render_missing()]
)
def test_documents_are_made_and_stay(invoice, work):
    work(invoice.pk)
    made = InvoiceDocument.objects.values().get()
    work(invoice.pk)

    assert bytes(made["pdf"]) == invoice_pdf(invoice)
    assert made["sha256"] == sha256(invoice_pdf(invoice)).hexdigest()
    assert InvoiceDocument.objects.values().get() == made


def test_the_jobs_bear_the_names_that_others_call():
    assert periodic.render_documents.name == "billing.render_documents"
    assert periodic.render_missing.name == "billing.render_missing"
    assert "billing.render_missing" in {
        job["task"] for job in settings.CELERY_BEAT_SCHEDULE.values()
    }
