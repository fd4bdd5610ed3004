"""Issued documents and exports are final; a charge that is frozen stays as it is."""

from django.db import migrations

from privacy.append_only import AppendOnly, NoDelete


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial"), ("privacy", "0001_initial")]

    operations = [
        AppendOnly("billing_invoice"),
        AppendOnly("billing_invoiceline"),
        AppendOnly("billing_invoicedocument"),
        AppendOnly("billing_exportbatch"),
        AppendOnly("billing_charge", when="OLD.frozen_at IS NOT NULL"),
        NoDelete("billing_invoiceseries"),
    ]
