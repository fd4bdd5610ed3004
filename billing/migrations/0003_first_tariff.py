"""The tariff of the service page, and the empty row for the sender of the invoices."""

from datetime import date

from django.db import migrations


def fill(apps, schema_editor):
    apps.get_model("billing", "Tariff").objects.create(
        valid_from=date(2019, 1, 1),
        decision_reference="Dienstverlening CSO, OCMW Leuven (besluit nog in te vullen)",
    )
    apps.get_model("billing", "SellerSettings").objects.create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("billing", "0002_append_only")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
