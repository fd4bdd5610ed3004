"""SQLite drops the guards of a table it changes: they are repeated, and new proofs get theirs."""

from django.db import migrations

from privacy.append_only import AppendOnly, NoDelete


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0004_requesters_side"), ("privacy", "0001_initial")]

    operations = [
        AppendOnly("requests_app_consenttext"),
        AppendOnly("requests_app_statusevent"),
        AppendOnly("requests_app_learningconsent"),
        NoDelete("requests_app_consultrequest"),
    ]
