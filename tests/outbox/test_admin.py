from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.urls import reverse
from django.utils import timezone

from outbox.models import OutgoingMail
from outbox.states import State
from tests.outbox.kinds import ADDRESS

pytestmark = pytest.mark.django_db


def staff(*codenames):
    user = User.objects.create_user(f"staff {len(codenames)}", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


@pytest.fixture
def coach():
    return staff("view_outgoingmail", "resend_outgoingmail")


@pytest.fixture
def failed(queued):
    mail = queued()
    OutgoingMail.objects.update(state=State.FAILED, error_code="smtp-550", tries=1, attempt=1)
    return mail


def pages(mail):
    return (
        reverse("admin:outbox_outgoingmail_changelist"),
        reverse("admin:outbox_outgoingmail_change", args=[mail.pk]),
        reverse("admin:outbox_outgoingmail_resend", args=[mail.pk]),
    )


def test_coach_sees_what_failed_and_why(client, coach, failed):
    client.force_login(coach)
    listing, detail, _ = (client.get(page).content.decode() for page in pages(failed))
    for text in (listing, detail):
        assert '<span class="state state-failed">niet gelukt</span>' in text
        assert "smtp-550" in text
        assert ADDRESS not in text
    assert "Opnieuw sturen" in detail
    assert 'name="_save"' not in detail


def test_filter_shows_one_state(client, coach, failed, queued):
    other = queued(occasion="goed")
    client.force_login(coach)
    page = client.get(pages(failed)[0], {"state__exact": State.FAILED})
    assert [mail.pk for mail in page.context["cl"].result_list] == [failed.pk]
    assert other.pk != failed.pk


def test_list_takes_as_many_queries_for_many_as_for_one(
    client, coach, failed, queued, django_assert_max_num_queries
):
    for number in range(24):
        queued(occasion=f"-{number}")
    client.force_login(coach)
    with django_assert_max_num_queries(8):
        client.get(pages(failed)[0])


def test_sending_again_puts_it_back_in_the_queue_and_on_record(client, coach, failed):
    client.force_login(coach)
    began = timezone.now()
    page = client.post(pages(failed)[2], follow=True)
    failed.refresh_from_db()
    assert page.redirect_chain == [(pages(failed)[1], 302)]
    assert "De mail vertrekt zo opnieuw." in page.content.decode()
    assert "Opnieuw sturen" not in page.content.decode()
    assert (failed.state, failed.tries) == (State.QUEUED, 0)
    assert began <= failed.not_before <= began + timedelta(minutes=1)
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_repr) == (coach, str(failed))


def test_sending_again_what_is_underway_is_refused_kindly(client, coach, queued):
    mail = queued()
    client.force_login(coach)
    page = client.post(pages(mail)[2], follow=True)
    assert "Deze mail is al verstuurd of onderweg." in page.content.decode()
    assert LogEntry.objects.count() == 0


def test_link_alone_sends_nothing(client, coach, failed):
    client.force_login(coach)
    assert client.get(pages(failed)[2]).status_code == 405
    failed.refresh_from_db()
    assert failed.state == State.FAILED


def test_who_may_only_look_gets_no_button(client, failed):
    client.force_login(staff("view_outgoingmail"))
    assert "Opnieuw sturen" not in client.get(pages(failed)[1]).content.decode()
    assert client.post(pages(failed)[2]).status_code == 403
    failed.refresh_from_db()
    assert failed.state == State.FAILED


def test_who_may_not_look_sees_nothing(client, failed):
    client.force_login(staff())
    assert [client.get(page).status_code for page in pages(failed)[:2]] == [403, 403]
    assert client.post(pages(failed)[2]).status_code == 403


def test_visitor_is_sent_to_the_login(client, failed):
    answers = [client.get(page) for page in pages(failed)[:2]] + [client.post(pages(failed)[2])]
    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert all("login" in answer.url for answer in answers)


def test_nothing_is_added_changed_or_deleted_here(client, coach, failed):
    coach.user_permissions.set(Permission.objects.filter(content_type__app_label="outbox"))
    client.force_login(coach)
    refused = [
        client.get(reverse("admin:outbox_outgoingmail_add")),
        client.post(pages(failed)[1], {"kind": "anders"}),
        client.post(reverse("admin:outbox_outgoingmail_delete", args=[failed.pk]), {"post": "yes"}),
    ]
    assert [answer.status_code for answer in refused] == [403, 403, 403]


def test_unknown_mail_is_not_found(client, coach):
    client.force_login(coach)
    unknown = "0b2f7f3e-1b52-4d53-8a35-6f8ad5e3c1b2"
    url = reverse("admin:outbox_outgoingmail_resend", args=[unknown])
    assert client.post(url).status_code == 404
