"""Where to tell that a page is wrong, also where there is no page; and the service's own words."""

import pytest
from django.template import engines
from django.test import RequestFactory

from requests_app.models import SiteText
from requests_app.selectors import forget_reference
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def render(text, **context):
    return engines["django"].from_string("{% load site %}" + text).render(context)


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/privacy/", "/melding/?pagina=/privacy/"),
        ("/aanvraag/geheim~teken/", "/melding/?pagina=/aanvraag/"),
        ("/onbekend/geheim/", "/melding/"),
    ],
)
def test_feedback_address_names_the_page_without_secrets(path, address):
    request = RequestFactory().get(path, {"geheim": "x"})

    assert render("{% feedback_address %}", request=request) == address


def test_feedback_address_needs_no_request():
    assert render("{% feedback_address %}", request=None) == "/melding/"


def test_own_words_are_there_only_when_somebody_wrote_them():
    text = (
        '{% own_words "home_what" as words %}{% if words %}{{ words.html }}{% else %}-{% endif %}'
    )
    assert render(text) == "-"

    SiteText.objects.create(place="home_what", body="**Eigen** <b>", updated_at=NOW)
    forget_reference()

    assert render(text) == "<p><strong>Eigen</strong> &lt;b&gt;</p>\n"
