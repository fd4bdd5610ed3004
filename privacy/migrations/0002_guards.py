from django.db import migrations

from privacy.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_initial")]

    operations = [
        AppendOnly("privacy_clientdataaccess"),
        AppendOnly("privacy_erasure"),
    ]
