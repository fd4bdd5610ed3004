"""What proves something is written once: events, agreements and their withdrawal."""

from django.db import migrations

from privacy.append_only import AppendOnly, NoDelete


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0001_initial"), ("privacy", "0001_initial")]

    operations = [
        AppendOnly("requests_app_statusevent"),
        AppendOnly("requests_app_consent"),
        AppendOnly("requests_app_consentwithdrawal"),
        AppendOnly("requests_app_consenttext"),
        AppendOnly("requests_app_statfact"),
        NoDelete("requests_app_consultrequest"),
    ]
