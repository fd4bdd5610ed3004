import pytest
from django.contrib.auth.models import Group

from outbox.errors import MailInvalid
from outbox.mails import Mail, compose, register, registered
from outbox.models import OutgoingMail
from tests.outbox.kinds import ADDRESS, KINDS, Hello

pytestmark = pytest.mark.django_db


def test_message_is_whole(queued, person):
    mail = queued()
    message = compose(mail)
    assert (message.to, message.cc, message.bcc, message.reply_to) == ([ADDRESS], [], [], [])
    assert message.subject == f"Proef {person.pk}"
    assert message.body == (
        "Dag Zahra O'Kanarie <3,\n\nDit is een proef.\n\n-- \nCSO-dienst\nStraat 1\n016 00 00 00\n"
        "cso@voorbeeld.be\nhttp://testserver\n"
    )
    html, mimetype = message.alternatives[0]
    assert mimetype == "text/html"
    assert "Dag Zahra O&#x27;Kanarie &lt;3," in html
    assert 'href="tel:016000000"' in html
    headers = message.message()
    assert headers["Message-ID"] == mail.message_id
    assert headers["Auto-Submitted"] == "auto-generated"
    assert message.metadata == {"mail": str(mail.pk)}
    assert (message.track_opens, message.track_clicks) == (False, False)


def test_footer_leaves_out_what_is_not_known(queued):
    message = compose(queued("trial.footer"))
    assert message.body.endswith("\n-- \nCSO-dienst\nhttp://testserver\n")
    assert "tel:" not in message.alternatives[0][0]
    assert "mailto:" not in message.alternatives[0][0]


def test_file_and_reply_address_go_with_it(queued):
    message = compose(queued("trial.file"))
    assert message.reply_to == ["coach@voorbeeld.be"]
    assert message.attachments == [("afspraak.ics", "BEGIN:VCALENDAR", "text/calendar")]


def test_mail_knows_its_occasion(queued, person):
    assert compose(queued(occasion="-tweede")).subject == f"Proef {person.pk}-tweede"


def test_object_that_is_gone_means_no_mail(queued, person):
    mail = queued()
    Group.objects.filter(pk=person.pk).delete()
    assert compose(mail) is None


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("trial.two", "recipient"),
        ("trial.none", "recipient"),
        ("trial.smuggled", "recipient"),
        ("trial.no_address", "recipient"),
        ("trial.reply", "reply-to"),
        ("trial.header", "subject"),
    ],
)
def test_what_must_not_go_out_is_refused(queued, kind, code):
    with pytest.raises(MailInvalid) as caught:
        compose(queued(kind))
    assert (caught.value.code, str(caught.value)) == (code, code)


def test_unknown_kind_is_refused():
    with pytest.raises(MailInvalid, match="unknown-kind"):
        compose(OutgoingMail(kind="trial.unheard"))


def test_kind_is_registered_once():
    class Other(Hello):
        pass

    assert register(Hello) is Hello
    with pytest.raises(ValueError, match=r"trial\.hello is registered twice"):
        register(Other)
    assert [kind for kind in registered() if kind.kind.startswith("trial.")] == sorted(
        KINDS, key=lambda kind: kind.kind
    )


def test_plain_kind_adds_nothing_of_its_own():
    plain = Mail()
    assert (plain.context(None), plain.reply_to(None), plain.attachments(None)) == ({}, [], [])
