from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from outbox.models import MailTask, OutgoingMail
from outbox.services import report
from outbox.states import State
from tests.outbox.conftest import NOW

pytestmark = pytest.mark.django_db

LIST = "admin:outbox_mailtask_changelist"


@pytest.fixture
def coach(client):
    user = User.objects.create_user("coach", is_staff=True)
    names = ["view_mailtask", "change_mailtask", "view_outgoingmail", "resend_outgoingmail"]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(user)
    return user


@pytest.fixture
def bounced(queued):
    """Mails that came back, the last one first."""

    def make(number=0):
        mail = queued(occasion=f"-{number}")
        OutgoingMail.objects.filter(pk=mail.pk).update(state=State.SENT, sent_at=NOW)
        moment = NOW + timedelta(minutes=number)
        report(State.BOUNCED, reference=str(mail.pk), provider_id="", now=moment)
        return mail

    return make


def words(page):
    return page.content.decode()


@pytest.mark.usefixtures("coach")
def test_list_says_what_came_back_and_leads_to_the_mail(client, bounced):
    mail = bounced()
    text = words(client.get(reverse(LIST)))
    assert "<h1>Mails om na te kijken</h1>" in text
    assert '<span class="state state-bounced">teruggekomen</span>' in text
    page = reverse("admin:outbox_outgoingmail_change", args=[mail.pk])
    assert f'<a href="{page}">Bekijk de mail</a>' in text
    assert "nog niet" in text


@pytest.mark.usefixtures("coach")
def test_open_ones_come_first(client, bounced):
    mails = [bounced(number) for number in range(3)]
    MailTask.objects.filter(mail=mails[2]).update(done_at=NOW)
    page = client.get(reverse(LIST))
    assert [task.pk for task in page.context["cl"].result_list] == [
        mails[1].pk,
        mails[0].pk,
        mails[2].pk,
    ]
    for answer, expected in (
        ({"nagekeken": "nee"}, 2),
        ({"nagekeken": "ja"}, 1),
        ({"wat": State.BOUNCED}, 3),
        ({"wat": State.FAILED}, 0),
    ):
        page = client.get(reverse(LIST), answer)
        assert len(page.context["cl"].result_list) == expected


def test_list_closes_what_is_ticked_once(client, coach, bounced):
    mails = [bounced(number) for number in range(3)]
    MailTask.objects.filter(mail=mails[0]).update(done_at=NOW)
    ticked = {"action": "close", "_selected_action": [str(mail.pk) for mail in mails[:2]]}
    page = client.post(reverse(LIST), ticked, follow=True)
    assert "Afgehandeld: 1 van 2." in words(page)
    assert MailTask.objects.get(mail=mails[1]).done_by == coach
    assert MailTask.objects.get(mail=mails[0]).done_by is None
    assert MailTask.objects.open().get().mail == mails[2]
    assert LogEntry.objects.get().object_id == str(mails[1].pk)


def test_mail_page_closes_the_task_and_says_who(client, coach, bounced):
    mail = bounced()
    page = reverse("admin:outbox_outgoingmail_change", args=[mail.pk])
    close = reverse("admin:outbox_outgoingmail_close", args=[mail.pk])
    assert client.get(close).status_code == 405
    assert close in words(client.get(page))
    done = client.post(close, follow=True)
    assert done.redirect_chain == [(page, 302)]
    assert "Deze mail is afgehandeld." in words(done)
    assert "uur, door coach" in words(done)
    assert close not in words(done)
    again = client.post(close, follow=True)
    assert "niets meer na te kijken" in words(again)
    assert LogEntry.objects.filter(user=coach).count() == 1


@pytest.mark.usefixtures("coach")
def test_sending_again_counts_as_looked_at(client, bounced):
    mail = bounced()
    client.post(reverse("admin:outbox_outgoingmail_resend", args=[mail.pk]))
    assert MailTask.objects.open().count() == 0


def test_task_that_nobody_signed_shows_its_moment(client, coach, bounced):
    mail = bounced()
    MailTask.objects.update(done_at=NOW)
    text = words(client.get(reverse("admin:outbox_outgoingmail_change", args=[mail.pk])))
    assert "21 november 2026, 13.00 uur" in text
    assert "door" not in text.partition("13.00 uur")[2][:20]


@pytest.mark.usefixtures("coach")
def test_mail_without_trouble_needs_no_look(client, queued):
    mail = queued()
    text = words(client.get(reverse("admin:outbox_outgoingmail_change", args=[mail.pk])))
    assert "niet nodig" in text
    assert reverse("admin:outbox_outgoingmail_close", args=[mail.pk]) not in text


@pytest.mark.usefixtures("coach")
def test_task_has_no_page_of_its_own(client, bounced):
    mail = bounced()
    answer = client.get(reverse("admin:outbox_mailtask_change", args=[mail.pk]))
    assert (answer.status_code, answer.url) == (
        302,
        reverse("admin:outbox_outgoingmail_change", args=[mail.pk]),
    )


def test_who_may_only_look_closes_nothing(client, coach, bounced):
    mail = bounced()
    coach.user_permissions.set(
        Permission.objects.filter(codename__in=["view_mailtask", "view_outgoingmail"])
    )
    close = reverse("admin:outbox_outgoingmail_close", args=[mail.pk])
    assert client.post(close).status_code == 403
    client.post(reverse(LIST), {"action": "close", "_selected_action": [str(mail.pk)]})
    assert MailTask.objects.open().count() == 1
    for name, args in (("add", []), ("delete", [mail.pk])):
        assert client.post(reverse(f"admin:outbox_mailtask_{name}", args=args)).status_code == 403


@pytest.mark.usefixtures("coach")
def test_list_takes_as_many_queries_for_many_as_for_one(
    client, bounced, django_assert_max_num_queries
):
    for size in (1, 20):
        for number in range(size):
            bounced(number if size == 1 else number + 1)
        with django_assert_max_num_queries(9):
            client.get(reverse(LIST))
