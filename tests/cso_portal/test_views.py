import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from lxml import html

from cso_portal import urls as real_urls
from cso_portal import views

TYPED = {"naam": "An 'de' <b>Vries</b>", "vraag": 'regel 1\r\n"regel 2"', "taak": ["a", "b"]}


def receive(request):
    return HttpResponse("aangekomen")


def broken(request):
    raise RuntimeError("geheime tekst van een cliënt")


urlpatterns = [
    *real_urls.urlpatterns,
    path("proef/", receive, name="proef"),
    path("stuk/", broken, name="stuk"),
]
handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error

here = override_settings(ROOT_URLCONF=__name__)


def hidden_fields(page):
    inputs = html.fromstring(page).xpath("//main//form[@method='post']//input[@type='hidden']")
    return [(field.get("name"), field.get("value")) for field in inputs]


@here
@pytest.mark.django_db
def test_csrf_failure_keeps_everything_typed():
    response = Client(enforce_csrf_checks=True).post("/proef/", TYPED)

    fields = hidden_fields(response.content.decode())
    assert response.status_code == 403
    assert [field for field in fields if field[0] != "csrfmiddlewaretoken"] == [
        ("naam", "An 'de' <b>Vries</b>"),
        ("vraag", 'regel 1\n"regel 2"'),  # as a page is read; a browser sends CRLF again
        ("taak", "a"),
        ("taak", "b"),
    ]


@here
@pytest.mark.django_db
def test_the_kept_form_can_be_sent_again():
    client = Client(enforce_csrf_checks=True)
    refused = client.post("/proef/", TYPED)

    answer = client.post("/proef/", dict(hidden_fields(refused.content.decode())))

    assert (answer.status_code, answer.content) == (200, b"aangekomen")


@here
@pytest.mark.django_db
def test_csrf_failure_never_echoes_markup():
    response = Client(enforce_csrf_checks=True).post("/proef/", {'"><script>': '"><script>x()'})

    assert b"<script>" not in response.content
    assert ('"><script>', '"><script>x()') in hidden_fields(response.content.decode())


@here
@pytest.mark.django_db
def test_csrf_failure_posts_only_to_the_same_page():
    response = Client(enforce_csrf_checks=True).post("/proef/?volgende=//elders.example", TYPED)

    forms = html.fromstring(response.content.decode()).xpath("//main//form")
    assert [form.attrib for form in forms] == [
        {"method": "post", "action": "/proef/?volgende=//elders.example"}
    ]


@here
@pytest.mark.django_db
def test_csrf_failure_is_not_cached():
    response = Client(enforce_csrf_checks=True).post("/proef/", TYPED)

    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("where", "user", "expected"),
    [
        ("/aanvragen/", AnonymousUser(), True),
        ("/beheer/login/", AnonymousUser(), False),
        ("/aanvragen/", User(username="coach"), False),
    ],
)
def test_may_send_again(where, user, expected):
    request = RequestFactory().post(where)
    request.user = user

    assert views.may_send_again(request) is expected


@here
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("where", "status", "title"),
    [
        ("/bestaat-niet/", 404, "Deze pagina bestaat niet"),
        ("/stuk/", 500, "Er ging iets mis bij ons"),
    ],
)
def test_error_pages_in_house_style(where, status, title):
    response = Client(raise_request_exception=False).get(where)

    page = html.fromstring(response.content.decode())
    assert response.status_code == status
    assert page.xpath("//h1/text()") == [title]
    assert "geheime tekst" not in response.content.decode()


@here
@pytest.mark.django_db
def test_forbidden_page():
    request = RequestFactory().get("/")
    request.user = AnonymousUser()

    response = views.forbidden(request)

    assert response.status_code == 403
    assert "Je kan deze pagina niet openen" in response.content.decode()


@here
@pytest.mark.django_db
def test_too_many_fields_get_the_400_page():
    too_many = {f"veld{number}": "x" for number in range(301)}

    response = Client(enforce_csrf_checks=True).post("/proef/", too_many)

    assert response.status_code == 400
    assert "Deze vraag begrijpen we niet" in response.content.decode()


@here
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "content_type", "headers"),
    [
        ("/proef/", "application/x-www-form-urlencoded; charset=utf-7", {}),
        ("/proef/", "application/x-www-form-urlencoded", {"host": "kwaad.voorbeeld.be"}),
        ("/bestaat-niet/", "application/x-www-form-urlencoded; charset=utf-7", {}),
    ],
)
def test_a_body_that_nobody_can_read_is_never_our_fault(address, content_type, headers):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.get("/aanvragen/")  # gives the cookie, without which no body is read
    body = "&".join(f"veld{number}=x" for number in range(301))

    response = client.post(address, body, content_type=content_type, headers=headers)

    assert response.status_code in {400, 404}
    assert 'lang="nl-BE"' in response.content.decode()


@here
@pytest.mark.django_db
def test_csrf_failure_does_not_repeat_what_nobody_can_see():
    page = Client(enforce_csrf_checks=True).post("/proef/", {"naam": "\u202eNoor\x00\u2066"})

    assert ("naam", "Noor") in hidden_fields(page.content.decode())
