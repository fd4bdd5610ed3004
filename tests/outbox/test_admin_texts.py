import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from outbox.models import MailText
from tests.outbox.conftest import NOW

pytestmark = pytest.mark.django_db

KIND = "trial.words"
LIST = reverse("admin:outbox_mailtext_changelist")
PAGE = reverse("admin:outbox_mailtext_change", args=["trial.words"])
AS_TEXT = reverse("admin:outbox_mailtext_as_text", args=[KIND])
AS_HTML = reverse("admin:outbox_mailtext_as_html", args=[KIND])


@pytest.fixture
def coordinator(client):
    user = User.objects.create_user("coördinator", is_staff=True)
    names = ["view_mailtext", "change_mailtext"]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(user)
    return user


def words(page):
    return page.content.decode()


def typed(**changes):
    return {"subject": "", "opening": "", "closing": "", "active": "on", **changes}


@pytest.mark.usefixtures("coordinator")
def test_list_shows_every_kind_and_which_words_it_has(client, django_assert_max_num_queries):
    facts = {"updated_at": NOW, "opening": "Dag"}
    MailText.objects.create(kind="trial.hello", **facts)
    MailText.objects.create(kind="trial.file", active=False, **facts)
    MailText.objects.create(kind="trial.words", problem="unknown-word", **facts)
    with django_assert_max_num_queries(6):
        page = client.get(LIST)
    rows = {mail.kind: (text, problem) for mail, text, problem in page.context["rows"]}
    assert rows["requests.copy"] == (None, "")
    text = words(page)
    assert "<h1>Teksten van mails</h1>" in text
    assert "<td>eigen, sinds 21 november 2026</td>" in text
    assert "<td>eigen, niet in gebruik</td>" in text
    assert "gewone, want er staat een invulwoord in dat deze mail niet kent" in text
    assert "We hebben ze goed ontvangen (aan hulpverlener)" in text


@pytest.mark.usefixtures("coordinator")
def test_page_of_a_kind_explains_what_can_be_filled_in(client):
    text = words(client.get(PAGE))
    assert "<dt>{naam}</dt><dd>de naam, zoals: Zahra</dd>" in text
    assert "Onderwerp: Proef 7: gewoon" in text
    assert "Gewone woorden." in text
    other = words(client.get(reverse("admin:outbox_mailtext_change", args=["trial.hello"])))
    assert "In deze mail kan je niets invullen." in other
    assert MailText.objects.count() == 0


def test_words_are_kept_with_who_and_when(client, coordinator):
    answer = client.post(PAGE, typed(opening="Beste {naam},\r\n\r\nHallo."))
    assert (answer.status_code, answer.url) == (302, LIST)
    text = MailText.objects.get(kind=KIND)
    assert (text.opening, text.updated_by, text.problem) == (
        "Beste {naam},\n\nHallo.",
        coordinator,
        "",
    )
    MailText.objects.update(problem="value-missing")
    assert "een invulwoord had geen waarde" in words(client.get(PAGE))
    client.post(PAGE, typed(opening="Beste {naam},"))
    assert MailText.objects.get().problem == ""
    history = reverse("admin:outbox_mailtext_history", args=[KIND])
    assert "coördinator" in words(client.get(history))
    assert LogEntry.objects.filter(user=coordinator, object_id=KIND).count() == 2


@pytest.mark.usefixtures("coordinator")
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"opening": "Dag {client}"}, "Het invulwoord {client} bestaat niet in deze mail."),
        ({"closing": "Dag {naam"}, "Er staat een accolade te veel of te weinig."),
        ({"subject": "voor {naam}"}, "In het onderwerp kan je niets invullen."),
    ],
)
def test_wrong_words_are_refused_beside_the_field(client, changes, said):
    for address in (PAGE, AS_TEXT, AS_HTML):
        page = client.post(address, typed(**changes))
        assert page.status_code == 200
        assert said in words(page)
    assert MailText.objects.count() == 0


@pytest.mark.usefixtures("coordinator")
def test_both_twins_are_shown_before_anything_is_kept(client):
    new = typed(subject="een  nieuw onderwerp", opening="Beste {naam}, <b>", closing="Tot gauw.")
    page = client.post(AS_TEXT, new)
    assert "Onderwerp: <strong>Proef 7: een nieuw onderwerp</strong>" in words(page)
    assert "Beste Zahra, &lt;b&gt;" in words(page)
    assert "bestaat niet" in words(page)
    html = client.post(AS_HTML, new)
    assert "Beste Zahra, &lt;b&gt;</p>" in words(html)
    assert "sandbox" in html.headers["Content-Security-Policy"]
    assert MailText.objects.count() == 0


@pytest.mark.usefixtures("coordinator")
def test_preview_of_a_kind_that_invents_nothing(client):
    address = reverse("admin:outbox_mailtext_as_text", args=["trial.hello"])
    page = words(client.post(address, typed(opening="Dag allemaal")))
    assert "Dag allemaal" in page
    assert "[Hier staan de vaste gegevens" in page


def test_who_may_only_look_writes_nothing(client, coordinator):
    coordinator.user_permissions.set(Permission.objects.filter(codename="view_mailtext"))
    assert "Bekijk als tekst" not in words(client.get(PAGE))
    assert client.post(PAGE, typed(opening="Dag")).status_code == 403
    assert client.post(AS_TEXT, typed()).status_code == 403
    coordinator.user_permissions.clear()
    assert [client.get(page).status_code for page in (LIST, PAGE)] == [403, 403]
    assert MailText.objects.count() == 0


@pytest.mark.usefixtures("coordinator")
def test_looking_and_unknown_kinds_do_nothing(client):
    assert client.get(AS_TEXT).status_code == 403
    unknown = reverse("admin:outbox_mailtext_as_html", args=["trial.unheard"])
    assert client.post(unknown, typed()).status_code == 404
    gone = client.get(reverse("admin:outbox_mailtext_change", args=["trial.unheard"]))
    assert gone.status_code == 302
    assert client.get(reverse("admin:outbox_mailtext_add")).status_code == 403
    MailText.objects.create(kind=KIND, updated_at=NOW)
    delete = reverse("admin:outbox_mailtext_delete", args=[KIND])
    assert client.post(delete, {"post": "yes"}).status_code == 403
