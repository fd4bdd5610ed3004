"""The mails about what people tell us outside a request: whole texts, and never the free words."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail

from outbox.delivery import deliver
from outbox.mails import registered, titles_of
from outbox.models import OutgoingMail
from outbox.states import State
from requests_app.mails import IntroductionNotice, PageFeedbackNotice
from requests_app.models import Introduction, PageFeedback
from requests_app.services import ask_introduction, report_page
from tests.factories import NOW

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
FOOTER = """
-- \nOCMW Leuven
Andreas Vesaliusstraat 47, 3000 Leuven
ondersteuningvluchtelingen@ocmw-leuven.be
http://testserver
"""


@pytest.fixture
def question():
    token = uuid.uuid4()
    fields = {
        "organisation_name": "CAW Nergens-Brabant",
        "organisation_type_id": "caw",
        "name": "Fatma Verdicht",
        "function": "begeleider",
        "email": "fatma@caw.voorbeeld.be",
        "phone": "016 12 34 56",
        "words": "Kanariewoorden",
    }
    ask_introduction(token, fields, origin="dag", now=NOW)
    return token


@pytest.fixture
def word():
    token = uuid.uuid4()
    fields = {"page": "/privacy/", "words": "Kanariewoorden", "email": "kanarie@caw.voorbeeld.be"}
    report_page(token, fields, now=NOW)
    return token


def sent(kind):
    """Send the one mail of this kind; return the message."""
    row = OutgoingMail.objects.get(kind=kind)
    assert deliver(row.pk, now=LATER) == State.SENT
    message = mail.outbox[-1]
    whole = "\n".join([message.subject, *message.to, message.body, message.alternatives[0].content])
    assert "anarie" not in whole
    return message


def test_sender_of_a_question_gets_a_copy(question):
    message = sent("requests.introduction_copy")

    assert message.subject == "Kennismaking: we hebben je vraag goed ontvangen"
    assert message.to == ["fatma@caw.voorbeeld.be"]
    assert message.reply_to == ["ondersteuningvluchtelingen@ocmw-leuven.be"]
    assert (
        message.body
        == """\
Dag Fatma Verdicht,

Fijn dat jullie met ons willen kennismaken. We hebben je vraag goed ontvangen. Een coach belt of
mailt je om iets af te spreken, en legt dan uit wat een cultuursensitieve ondersteuner (CSO) voor
jullie kan doen.

Organisatie: CAW Nergens-Brabant (Centrum algemeen welzijnswerk (CAW))
Telefoon: 016 12 34 56

Heb je intussen al een CSO nodig? Je kan nu al een consult aanvragen. We maken dan eerst kennis, en
plannen daarna het gesprek in:
http://testserver/aanvragen/

Stelde je deze vraag niet zelf? Dan hoef je niets te doen.
"""
        + FOOTER
    )
    assert 'href="http://testserver/aanvragen/"' in message.alternatives[0].content


def test_coaches_get_a_notice_of_a_question(question):
    message = sent("requests.introduction_notice")

    address = f"http://testserver/beheer/requests_app/introduction/{question}/change/"
    assert message.subject == "Kennismaking: CAW Nergens-Brabant"
    assert message.to == ["ondersteuningvluchtelingen@ocmw-leuven.be"]
    assert message.reply_to == ["fatma@caw.voorbeeld.be"]
    assert (
        message.body
        == f"""\
Dag,

Een organisatie wil kennismaken met de dienst.

Organisatie: CAW Nergens-Brabant (Centrum algemeen welzijnswerk (CAW))
Contact: Fatma Verdicht, begeleider
Telefoon: 016 12 34 56
E-mail: fatma@caw.voorbeeld.be

Lees de vraag, en zet ze op behandeld na de kennismaking:
{address}
"""
        + FOOTER
    )
    assert f'href="{address}"' in message.alternatives[0].content


def test_coaches_get_a_notice_of_a_word_without_the_words(word):
    message = sent("requests.page_feedback_notice")

    address = f"http://testserver/beheer/requests_app/pagefeedback/{word}/change/"
    assert message.subject == "Melding over een pagina van het CSO-portaal"
    assert message.to == ["ondersteuningvluchtelingen@ocmw-leuven.be"]
    assert (
        message.body
        == f"""\
Dag,

Iemand meldt dat er iets fout of onduidelijk is op een pagina van het portaal.

Pagina: /privacy/

Lees de melding:
{address}
"""
        + FOOTER
    )
    assert f'href="{address}"' in message.alternatives[0].content


def test_nothing_is_sent_about_what_was_erased(question, word):
    Introduction.objects.all().delete()
    PageFeedback.objects.all().delete()

    states = {deliver(row.pk, now=LATER) for row in OutgoingMail.objects.all()}

    assert mail.outbox == []
    assert State.SENT not in states


def test_staff_find_the_mails_by_what_they_are_about(question, word):
    rows = list(OutgoingMail.objects.order_by("kind"))

    assert list(titles_of(rows).values()) == ["CAW Nergens-Brabant"] * 2 + ["/privacy/"]
    assert IntroductionNotice.refs_of("caw nergens-brabant") == [str(question)]
    assert PageFeedbackNotice.refs_of("/privacy/") == [str(word)]
    kinds = {row.kind for row in rows}
    labels = [each.label() for each in registered() if each.kind in kinds]
    assert labels == [
        "vraag om kennis te maken: goed ontvangen (aan hulpverlener)",
        "vraag om kennis te maken: nieuw (aan coaches)",
        "melding over een pagina: nieuw (aan coaches)",
    ]
