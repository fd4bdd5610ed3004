"""Whom we refer to an infosession can ask for it in the portal now; a text of the city's own stays."""

from django.db import migrations

CODE = "beter-infosessie"
BEFORE = "Mail ons over een infosessie of activiteit. Het adres staat onder aan deze pagina."
AFTER = (
    "Vraag de infosessie of activiteit aan met het korte formulier. Je vindt het op de startpagina."
)


def lead_to_the_form(apps, schema_editor):
    reasons = apps.get_model("requests_app", "DeclineReason").objects
    reasons.filter(code=CODE, next_step=BEFORE).update(next_step=AFTER)


def lead_to_the_mailbox(apps, schema_editor):
    reasons = apps.get_model("requests_app", "DeclineReason").objects
    reasons.filter(code=CODE, next_step=AFTER).update(next_step=BEFORE)


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0007_first_sheets")]

    operations = [migrations.RunPython(lead_to_the_form, lead_to_the_mailbox)]
