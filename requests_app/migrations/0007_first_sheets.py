"""The first text about learning, and the sheets: Dutch, and seven translations still to be checked.

The words of a sheet lie beside this file, one language each, so that a translator can read them.
"""

from pathlib import Path

from django.db import migrations
from django.db.migrations.state import ProjectState
from django.utils import timezone

from privacy.append_only import AppendOnly

# Slug in the list of languages: tag (BCP 47), its own name, written from right to left.
LANGUAGES = {
    "arabisch": ("ar", "العربية", True),
    "kurmanji": ("kmr", "Kurmancî", False),
    "dari": ("prs", "دری", True),
    "pashtu": ("ps", "پښتو", True),
    "farsi": ("fa", "فارسی", True),
    "somali": ("so", "Soomaali", False),
    "tigrinya": ("ti", "ትግርኛ", False),
}
LEARNING_TEXT = (
    "De cliënt gaat akkoord dat het OCMW uit dit gesprek lessen trekt om hulpverleners en"
    " ondersteuners op te leiden. In zo'n les staat geen naam, geen organisatie en niets dat naar"
    " iemand leidt. De cliënt weet dat dit los staat van de aanvraag, dat weigeren geen enkel"
    " nadeel geeft en dat dit akkoord op elk moment ingetrokken kan worden."
)


def fill(apps, schema_editor):
    language = apps.get_model("requests_app", "Language")
    text = apps.get_model("requests_app", "ConsentText")
    for code, (tag, own_name, rtl) in LANGUAGES.items():
        language.objects.filter(code=code).update(tag=tag, own_name=own_name, rtl=rtl)
    agreement = text.objects.filter(purpose="request").order_by("-version").first()
    learning, _ = text.objects.get_or_create(
        purpose="learning", version=1, defaults={"text": LEARNING_TEXT}
    )
    # Whoever changed the text before this migration starts without sheets: these explain the first.
    if agreement is not None and agreement.version == 1:
        add_sheets(apps, agreement, learning)


def add_sheets(apps, agreement, learning):
    codes = apps.get_model("requests_app", "Language").objects.filter(code__in=LANGUAGES)
    for code in [None, *codes.order_by("code").values_list("code", flat=True)]:
        tag = LANGUAGES[code][0] if code else "nl"
        path = Path(__file__).parent / "first_sheets" / f"{tag}.txt"
        parts = path.read_text(encoding="utf-8").split("=====\n")
        words = parts[2].strip() if code else ""
        for text, part in ((agreement, parts[0]), (learning, parts[1])):
            title, _, body = part.strip().partition("\n")
            apps.get_model("requests_app", "ConsentSheet").objects.get_or_create(
                text=text,
                language_id=code,
                defaults={
                    "title": title,
                    "body": body.strip(),
                    "words": words if text is agreement else "",
                    "reviewed_at": None if code else timezone.now(),
                },
            )


def empty(apps, schema_editor):
    """Take the rows out, past the guard; not while somebody agreed to such a text."""
    guard = AppendOnly("requests_app_consenttext")
    state = ProjectState()
    apps.get_model("requests_app", "ConsentSheet").objects.all().delete()
    guard.database_backwards("requests_app", schema_editor, state, state)
    apps.get_model("requests_app", "ConsentText").objects.filter(purpose="learning").delete()
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    guard.database_forwards("requests_app", schema_editor, state, state)


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0006_languages_and_sheet_words")]

    operations = [migrations.RunPython(fill, empty)]
