import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0005_guards_again")]

    operations = [
        migrations.AddField(
            model_name="language",
            name="tag",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Volgens BCP 47, zoals ar, kmr of fa-AF. Zo leest een schermlezer de"
                " taal goed voor. Zonder code kan er geen akkoordblad in deze taal zijn.",
                max_length=12,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$",
                        "Schrijf een taalcode zoals ar, kmr of fa-AF.",
                    )
                ],
                verbose_name="taalcode",
            ),
        ),
        migrations.AddField(
            model_name="language",
            name="own_name",
            field=models.CharField(
                blank=True, default="", max_length=60, verbose_name="naam in de taal zelf"
            ),
        ),
        migrations.AddField(
            model_name="language",
            name="rtl",
            field=models.BooleanField(default=False, verbose_name="van rechts naar links"),
        ),
        migrations.AddField(
            model_name="consentsheet",
            name="words",
            field=models.TextField(
                blank=True,
                default="",
                help_text="Vertaal elk op een eigen regel, in deze volgorde: “Je mag op elk moment"
                " stoppen. Zeg het aan je hulpverlener, of contacteer het OCMW:”, “Nummer van de"
                " aanvraag”, “Datum”, “Handtekening”, “Naam van de hulpverlener”, “Ja”, “Nee”.",
                max_length=800,
                verbose_name="woorden bij de lijnen",
            ),
        ),
        migrations.AlterField(
            model_name="consentsheet",
            name="body",
            field=models.TextField(
                help_text="Een lege regel begint een nieuwe alinea. Een regel die met een streepje"
                " en een spatie begint, is een punt van een lijst.",
                max_length=8000,
                verbose_name="tekst op het blad",
            ),
        ),
    ]
