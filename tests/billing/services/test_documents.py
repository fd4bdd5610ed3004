"""Keep the document of an invoice."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from billing.models import InvoiceDocument
from billing.services import store_document
from tests.billing.money import NOW

pytestmark = pytest.mark.django_db


def test_a_document_is_made_once(invoice):
    rendered = []

    def render(each):
        rendered.append(each)
        return b"%PDF one"

    first = store_document(invoice, render=render, now=NOW)
    second = store_document(invoice, render=render, now=NOW + timedelta(days=1))

    assert rendered == [invoice]
    assert bytes(first.pdf) == bytes(second.pdf) == b"%PDF one"
    assert first.rendered_at == second.rendered_at == NOW


def test_of_two_that_render_at_once_the_first_one_wins(invoice):
    """While the second one is still rendering, the first one stores."""

    def slow(each):
        store_document(each, render=lambda _: b"%PDF first", now=NOW)
        return b"%PDF second"

    kept = store_document(invoice, render=slow, now=NOW)

    assert bytes(kept.pdf) == b"%PDF first"
    assert InvoiceDocument.objects.count() == 1


def test_a_document_that_cannot_be_rendered_leaves_nothing(invoice):
    def broken(_):
        raise DatabaseError

    with pytest.raises(DatabaseError), transaction.atomic():
        store_document(invoice, render=broken, now=NOW)

    assert not InvoiceDocument.objects.exists()
