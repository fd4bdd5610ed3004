"""The mails of this room: to whom, in which words, and what they never hold."""

from datetime import timedelta

import pytest
from django.core import mail

from outbox.delivery import deliver
from outbox.models import OutgoingMail
from outbox.states import State as MailState
from requests_app import links
from requests_app.models import ConsultRequest
from requests_app.services import Actor, cancel_request, submit_request, withdraw_consent
from tests.factories import NOW
from tests.requests_app.submissions import with_client, without_client

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=2)

CANARIES = {
    "question": "Kanarievraag",
    "sensitive_points": "Kanariepunt",
    "language_note": "Kanariedialect",
    "location_address": "Kanariestraat 5",
}


def sent(kind):
    """Send what waits of this kind; return the message."""
    for row in OutgoingMail.objects.filter(kind=kind):
        assert deliver(row.pk, now=LATER) == MailState.SENT
    return mail.outbox[-1]


def whole(message):
    """Return everything that leaves: headers, text and HTML."""
    html = message.alternatives[0].content
    return "\n".join([message.subject, *message.to, *message.reply_to, message.body, html])


def test_copy_says_what_was_asked_and_what_comes_next():
    request = submit_request(with_client(), now=NOW)

    message = sent("requests.copy")

    assert message.to == ["noor@school.voorbeeld.be"]
    assert message.reply_to == ["ondersteuningvluchtelingen@ocmw-leuven.be"]
    assert message.subject == "Aanvraag CSO-2026-0001: we hebben ze goed ontvangen"
    assert (
        message.body.strip()
        == f"""\
Dag Noor Voorbeeld,

We hebben je aanvraag goed ontvangen.

Je aanvraag heeft nummer CSO-2026-0001.
Je krijgt antwoord ten laatste op vrijdag 27 november 2026.

Volg je aanvraag op deze pagina. Daar kan je ze ook annuleren:
http://testserver/aanvraag/{links.token_for(request)}/

Bewaar deze mail. Geef de link niet door: wie hem heeft, ziet je aanvraag.

WAT GEBEURT ER NU?
- De coaches van het OCMW bespreken je aanvraag en zoeken een CSO die past.
- Lukt de dag of het uur niet? Dan zoeken we samen een ander moment.

WAT JE VROEG
Organisatie: Basisschool De Fictie
Hulpverlener: Noor Voorbeeld
Telefoon: 016 00 00 00
Waarvoor: Een gesprek in de moedertaal; Culturele en religieuze verschillen uitleggen
Taal: ●● (beveiligd, niet in deze mail)
Onderwerp: ●● (beveiligd, niet in deze mail)
Cliënt: ●● (beveiligd, niet in deze mail)
1e keuze: dinsdag 1 december 2026, 14.00 uur
Duur: 1 uur
Plaats: Bij jouw organisatie

Een mail is niet beveiligd. Daarom staan de gegevens van je cliënt er niet in.

--{" "}
OCMW Leuven
Andreas Vesaliusstraat 47, 3000 Leuven
ondersteuningvluchtelingen@ocmw-leuven.be
http://testserver"""
    )
    html = message.alternatives[0].content
    assert f'href="http://testserver/aanvraag/{links.token_for(request)}/"' in html
    assert "Taal</td>" in html


def test_copy_without_client_names_the_language():
    submit_request(without_client(), now=NOW)

    message = sent("requests.copy")

    assert "Taal: Dari\n" in message.body
    assert "Cliënt: geen cliënt bij\n" in message.body


def test_copy_names_the_series_and_masks_who_is_wished():
    submission = without_client()
    wishes = {"series_count": 4, "series_rhythm": "weekly", "avoided_supporter": "Kanariecso"}
    submission.fields.update(wishes, supporter_gender="f")
    submit_request(submission, now=NOW)

    message = sent("requests.copy")

    assert "Meer gesprekken: 4 gesprekken, elke week\n" in message.body
    assert "Wensen over de CSO: ●● (beveiligd, niet in deze mail)\n" in message.body
    assert "Kanarie" not in whole(message)


def test_copy_reminds_of_the_introduction():
    submission = without_client()
    submission.fields["introduced"] = False
    submit_request(submission, now=NOW)

    message = sent("requests.copy")

    assert "Jullie maakten nog geen kennis met onze dienst." in message.body
    assert "Jullie maakten nog geen kennis met onze dienst." in message.alternatives[0].content


def test_notice_tells_the_coaches_what_waits_without_the_requesters_link():
    request = submit_request(with_client(), now=NOW)

    message = sent("requests.new_notice")

    assert message.to == ["ondersteuningvluchtelingen@ocmw-leuven.be"]
    assert message.reply_to == ["noor@school.voorbeeld.be"]
    assert message.subject == "Aanvraag CSO-2026-0001: nieuw in de lijst"
    assert "Organisatie: Basisschool De Fictie" in message.body
    assert "Eerste gewenste moment: dinsdag 1 december 2026, 14.00 uur" in message.body
    assert "Antwoord beloofd ten laatste op: vrijdag 27 november 2026" in message.body
    assert "http://testserver/beheer/" in message.body
    assert links.token_for(request) not in whole(message)


def test_cancelled_tells_both_sides():
    request = submit_request(with_client(), now=NOW)
    cancel_request(request.pk, actor=Actor.requester(), now=NOW + timedelta(hours=1))

    to_requester = sent("requests.cancelled")
    to_coaches = sent("requests.cancelled_notice")

    assert to_requester.to == ["noor@school.voorbeeld.be"]
    assert "Aanvraag CSO-2026-0001 is geannuleerd." in to_requester.body
    assert "gewist" not in whole(to_requester)
    assert "http://testserver/aanvragen/" in to_requester.body
    assert to_coaches.to == ["ondersteuningvluchtelingen@ocmw-leuven.be"]
    assert "van Basisschool De Fictie is geannuleerd." in to_coaches.body
    assert "ingetrokken" not in whole(to_coaches)


def test_withdrawal_is_told_with_the_erasure():
    request = submit_request(with_client(), now=NOW)
    withdraw_consent(request.pk, actor=Actor.requester(), now=NOW)

    assert "De gegevens van de cliënt zijn gewist." in sent("requests.cancelled").body
    assert "Het akkoord van de cliënt is ingetrokken." in sent("requests.cancelled_notice").body


def test_no_mail_holds_anything_about_the_client():
    submission = with_client()
    submission.fields.update(CANARIES)
    request = submit_request(submission, now=NOW)
    everything = [whole(sent("requests.copy")), whole(sent("requests.new_notice"))]
    withdraw_consent(request.pk, actor=Actor.requester(), now=NOW)
    everything += [whole(sent("requests.cancelled")), whole(sent("requests.cancelled_notice"))]

    secrets = ["Kanarie", "Amina", "Verzonnen", "1989", "D-17", "Dari"]
    assert [word for word in secrets if word in "\n".join(everything)] == []


def test_mail_about_a_request_that_is_gone_is_not_sent():
    submit_request(without_client(), now=NOW)
    row = OutgoingMail.objects.get(kind="requests.copy")
    OutgoingMail.objects.filter(pk=row.pk).update(ref="00000000-0000-4000-8000-000000000000")

    assert deliver(row.pk, now=NOW) == MailState.CANCELLED
    assert mail.outbox == []
    assert ConsultRequest.objects.count() == 1


def test_markup_in_a_name_is_text_in_the_mail():
    submission = without_client()
    submission.fields["requester_name"] = "<b>Noor</b> & co"
    submit_request(submission, now=NOW)

    message = sent("requests.copy")

    assert "Dag <b>Noor</b> & co," in message.body
    assert "&lt;b&gt;Noor&lt;/b&gt; &amp; co" in message.alternatives[0].content
