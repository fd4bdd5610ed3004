"""What an appointment was is written once."""

from django.db import migrations

from privacy.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("coaching", "0001_initial"), ("privacy", "0001_initial")]

    operations = [AppendOnly("coaching_appointmentversion")]
