"""SQLite drops the guards of a table it changes: they are repeated."""

from django.db import migrations

from privacy.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("coaching", "0003_companions_and_wishes"), ("privacy", "0001_initial")]

    operations = [AppendOnly("coaching_appointmentversion")]
