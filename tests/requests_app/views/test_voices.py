"""To get to know the service, and to tell that a page is wrong: forms for strangers."""

from datetime import timedelta

import pytest
import time_machine

from outbox.models import OutgoingMail
from requests_app import links
from requests_app.models import Introduction, PageFeedback
from tests.factories import NOW
from tests.requests_app.postings import errors_of, text_of, words_of

pytestmark = pytest.mark.django_db

ACQUAINTANCE = {
    "organisation_name": "CAW Nergens-Brabant",
    "organisation_type_id": "caw",
    "name": "Fatma Verdicht",
    "function": "begeleider",
    "email": "fatma@caw.voorbeeld.be",
    "phone": "016 12 34 56",
    "words": "Liefst na vier uur.",
}
WORD = {
    "page": "/privacy/",
    "words": "De tweede zin is niet duidelijk.",
    "email": "fatma@caw.voorbeeld.be",
}
PAGES = [
    ("/kennismaking/", ACQUAINTANCE, Introduction),
    ("/melding/", WORD, PageFeedback),
]


def send(client, path, fields, *, after=60, **changes):
    """Open the form, and send it so many seconds later as a browser does."""
    stamp = client.get(path).context["form"].stamp
    with time_machine.travel(NOW + timedelta(seconds=after), tick=False):
        return client.post(path, {"begonnen": stamp, "website": "", **fields, **changes})


def test_introduction_is_kept_with_its_mails_and_thanked_for(client):
    answer = send(client, "/kennismaking/", ACQUAINTANCE)

    kept = Introduction.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, "/kennismaking/bedankt/")
    assert {name: getattr(kept, name) for name in ACQUAINTANCE} == ACQUAINTANCE
    assert (kept.at, kept.handled_at, kept.organisation) == (NOW + timedelta(minutes=1), None, None)
    mails = OutgoingMail.objects.order_by("kind").values_list("kind", "ref")
    assert list(mails) == [
        ("requests.introduction_copy", str(kept.pk)),
        ("requests.introduction_notice", str(kept.pk)),
    ]
    copy, notice = OutgoingMail.objects.order_by("kind")
    assert (bool(copy.origin_key), bool(notice.origin_key)) == (True, False)
    assert "Een coach belt of mailt je" in words_of(client.get(answer["Location"]))


def test_word_about_a_page_is_kept_with_its_mail_and_thanked_for(client):
    answer = send(client, "/melding/", WORD)

    kept = PageFeedback.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, "/melding/bedankt/")
    assert {name: getattr(kept, name) for name in WORD} == WORD
    assert list(OutgoingMail.objects.values_list("kind", "ref")) == [
        ("requests.page_feedback_notice", str(kept.pk))
    ]
    assert "Bedankt voor je melding" in words_of(client.get(answer["Location"]))


@pytest.mark.parametrize(("path", "fields", "model"), PAGES)
def test_same_form_sent_twice_is_kept_once(client, path, fields, model):
    stamp = client.get(path).context["form"].stamp
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        answers = [client.post(path, {"begonnen": stamp, **fields}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert model.objects.count() == 1
    assert OutgoingMail.objects.values("kind").distinct().count() == OutgoingMail.objects.count()


@pytest.mark.parametrize(("path", "fields", "model"), PAGES)
@pytest.mark.parametrize(
    ("trick", "error"),
    [
        (
            {"website": "https://koop.voorbeeld.be"},
            "Laat het veld “Website” leeg en verstuur opnieuw.",
        ),
        ({"after": 1}, "Dat ging heel snel. Kijk je tekst nog eens na en verstuur opnieuw."),
        (
            {"begonnen": "verzonnen"},
            "Dit formulier stond te lang open of was niet volledig. Je tekst staat er nog."
            " Kijk alles na en verstuur opnieuw.",
        ),
    ],
)
def test_robot_is_stopped_and_nothing_typed_is_lost(client, path, fields, model, trick, error):
    page = send(client, path, fields, **trick)

    assert page.status_code == 200
    assert errors_of(page) == [error]
    assert [value for value in fields.values() if value not in text_of(page)] == []
    assert (model.objects.count(), OutgoingMail.objects.count()) == (0, 0)


def test_missing_answers_of_the_introduction_say_what_to_do(client):
    page = send(client, "/kennismaking/", {"email": "geen adres", "phone": "12"})

    assert errors_of(page) == [
        "Vul de naam van je organisatie in.",
        "Kies de soort organisatie.",
        "Vul je naam in.",
        "Schrijf een e-mailadres zoals naam@organisatie.be.",
        "Schrijf een telefoonnummer met 8 tot 15 cijfers, bijvoorbeeld 016 12 34 56.",
    ]
    assert "<title>Fout: " in text_of(page)


def test_word_about_a_page_needs_only_the_words(client):
    assert errors_of(send(client, "/melding/", {})) == ["Schrijf wat er fout of onduidelijk is."]
    assert send(client, "/melding/", {"words": "Fout."}).status_code == 302
    assert (PageFeedback.objects.get().page, PageFeedback.objects.get().email) == ("", "")


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("/privacy/", "/privacy/"),
        ("/aanvraag/geheim~teken/moment/", "/aanvraag/"),
        ("https://elders.voorbeeld.be/x/", ""),
        ('"><script>x</script>', ""),
        ("\x00", ""),
    ],
)
def test_page_is_filled_in_from_the_address_without_secrets(client, asked, shown):
    page = client.get("/melding/", {"pagina": asked})

    assert page.context["form"]["page"].value() == shown
    assert "geheim" not in text_of(page)
    assert "<script>x" not in text_of(page)


def test_personal_link_that_somebody_pastes_is_not_kept(client):
    send(client, "/melding/", WORD, page="bij http://testserver/aanvraag/geheim~teken/ onderaan")

    assert PageFeedback.objects.get().page == "bij /aanvraag/ onderaan"


def test_footer_names_the_page_and_never_a_personal_link(client):
    assert 'href="/melding/?pagina=/privacy/"' in text_of(client.get("/privacy/"))
    for path in ("/aanvraag/geheim~teken/", "/aanvraag/geheim~teken/annuleren/"):
        assert 'href="/melding/?pagina=/aanvraag/"' in text_of(client.get(path))
    assert 'href="/melding/"' in text_of(client.get("/bestaat-niet/geheim/"))


def test_one_network_cannot_fill_the_list_and_loses_no_text(client):
    answers = [send(client, "/melding/", WORD) for _ in range(21)]

    assert [answer.status_code for answer in answers] == [302] * 20 + [200]
    (error,) = errors_of(answers[-1])
    assert error.startswith("Er komen nu veel berichten van jouw netwerk. Je tekst staat er nog.")
    assert WORD["words"] in text_of(answers[-1])
    assert PageFeedback.objects.count() == 20
    with time_machine.travel(NOW + timedelta(hours=1, minutes=2), tick=False):
        stamp = answers[-1].context["form"].stamp
        assert client.post("/melding/", {**WORD, "begonnen": stamp}).status_code == 302


@pytest.mark.parametrize(("path", "fields", "model"), PAGES)
def test_forms_are_not_cached_and_ask_few_statements(
    client, django_assert_max_num_queries, path, fields, model
):
    client.get(path)
    with django_assert_max_num_queries(0):
        page = client.get(path)

    assert "no-store" in page["Cache-Control"]
    assert links.read_submission_token(page.context["form"].stamp)
    with django_assert_max_num_queries(12):
        send(client, path, fields)
