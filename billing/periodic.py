"""Celery entry points: make the documents of issued invoices."""

from celery import shared_task
from django.utils import timezone

from billing.documents import invoice_pdf
from billing.models import Invoice
from billing.services import store_document
from billing.waking import AT_ONCE, RENDER


@shared_task(name=RENDER)
def render_documents(ids: list[int]) -> None:
    """Make the documents of these invoices; what is there already stays."""
    for invoice in Invoice.objects.filter(pk__in=ids).order_by("pk"):
        store_document(invoice, render=invoice_pdf, now=timezone.now())


@shared_task(name="billing.render_missing")
def render_missing() -> None:
    """Make some of the documents that are not there: the worker was away, or the broker."""
    missing = Invoice.objects.filter(document__isnull=True).order_by("pk")
    render_documents(list(missing.values_list("pk", flat=True)[:AT_ONCE]))
