"""The lists that the service page names; a city edits them in the admin afterwards."""

from django.db import migrations

ORGANISATION_TYPES = [
    ("school", "School"),
    ("clb", "Centrum voor leerlingenbegeleiding (CLB)"),
    ("kind-en-gezin", "Kind en Gezin"),
    ("wijkgezondheidscentrum", "Wijkgezondheidscentrum"),
    ("huis-van-het-kind", "Huis van het Kind"),
    ("cgg", "Centrum geestelijke gezondheidszorg (CGG)"),
    ("caw", "Centrum algemeen welzijnswerk (CAW)"),
    ("jeugdzorg", "Jeugdzorg"),
    ("andere", "Andere organisatie"),
]
LANGUAGES = [
    ("arabisch", "Arabisch"),
    ("kurmanji", "Koerdisch (Kurmanji)"),
    ("dari", "Dari"),
    ("pashtu", "Pashtu"),
    ("farsi", "Farsi"),
    ("somali", "Somali"),
    ("tigrinya", "Tigrinya"),
]
DECLINE_REASONS = [
    (
        "geen-cso",
        "Geen CSO beschikbaar",
        "We vinden op die dagen geen CSO die deze taal spreekt.",
        "Doe een nieuwe aanvraag voor een later moment, of vraag een sociaal tolk aan de telefoon.",
    ),
    (
        "alleen-tolken",
        "Alleen tolken gevraagd",
        "Een CSO doet meer dan vertalen. Voor deze vraag past een sociaal tolk beter.",
        "Vraag een sociaal tolk. Op de startpagina staat bij wie je daarvoor terechtkan.",
    ),
    (
        "geen-leuven",
        "Organisatie werkt niet in Leuven",
        "De dienst is er voor organisaties die in Leuven werken.",
        "Vraag het OCMW van je eigen gemeente of er een gelijkaardige dienst is.",
    ),
    (
        "andere-taal",
        "Taal niet in het aanbod",
        "We hebben geen CSO die deze taal of variant spreekt.",
        "Bespreek met de cliënt of een verwante taal ook goed is, en doe dan een nieuwe aanvraag.",
    ),
    (
        "beter-infosessie",
        "Past beter als infosessie",
        "Deze vraag gaat niet over één cliënt. Een infosessie of activiteit past beter.",
        "Mail ons over een infosessie of activiteit. Het adres staat onder aan deze pagina.",
    ),
    (
        "dubbel",
        "Dubbele aanvraag",
        "We kregen deze vraag twee keer.",
        "Volg de andere aanvraag. Je vindt de link in de mail die je daarvoor kreeg.",
    ),
    (
        "andere",
        "Andere reden",
        "Deze aanvraag kan niet doorgaan.",
        "Bel of mail ons. We zoeken samen wat wel kan.",
    ),
]
CONSENT_TEXT = (
    "De cliënt gaat akkoord dat jij deze aanvraag doet, en dat het OCMW en de cultuursensitieve"
    " ondersteuner (CSO) die meekomt de gegevens in deze aanvraag gebruiken om het gesprek voor te"
    " bereiden en te houden. De cliënt weet dat dit niet verplicht is en dat het akkoord op elk"
    " moment ingetrokken kan worden. Dan wissen we de gegevens van de cliënt meteen."
)


def fill(apps, schema_editor):
    get = apps.get_model
    get("requests_app", "OrganisationType").objects.bulk_create(
        get("requests_app", "OrganisationType")(code=code, name=name, position=position)
        for position, (code, name) in enumerate(ORGANISATION_TYPES, start=1)
    )
    get("requests_app", "Language").objects.bulk_create(
        get("requests_app", "Language")(code=code, name=name, position=position)
        for position, (code, name) in enumerate(LANGUAGES, start=1)
    )
    get("requests_app", "DeclineReason").objects.bulk_create(
        get("requests_app", "DeclineReason")(
            code=code, name=name, text=text, next_step=step, position=position
        )
        for position, (code, name, text, step) in enumerate(DECLINE_REASONS, start=1)
    )
    get("requests_app", "ConsentText").objects.create(version=1, text=CONSENT_TEXT)
    get("requests_app", "ServiceSettings").objects.create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0002_append_only")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
