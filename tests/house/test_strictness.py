"""The strict frame itself: each of its guards must be able to fail a test."""

import socket

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.template import Context, Template
from django.template.loader import render_to_string

from outbox.models import OutgoingMail
from tests.strictness import NetworkBlocked, UndefinedTemplateVariable


def test_an_undefined_variable_fails():
    with pytest.raises(UndefinedTemplateVariable, match="nergens"):
        Template("{{ nergens }}").render(Context())


def test_an_undefined_variable_with_a_filter_fails():
    with pytest.raises(UndefinedTemplateVariable, match="nergens"):
        Template("{{ nergens|default:'x' }}").render(Context())


def test_asking_whether_a_variable_is_there_is_allowed():
    assert Template("{% if nergens %}ja{% else %}nee{% endif %}").render(Context()) == "nee"


def test_templates_of_packages_may_leave_variables_open():
    html = render_to_string("django/forms/errors/list/ul.html", {"errors": ["fout"]})

    assert html.startswith('<ul class=""')


def sql(queryset):
    return queryset.query.get_compiler("default").as_sql()[0]


def test_rows_without_an_order_come_shuffled(monkeypatch):
    monkeypatch.setattr(OutgoingMail._meta, "ordering", ())

    assert "RAND" in sql(OutgoingMail.objects.all()).upper()


def test_only_our_own_models_are_shuffled():
    assert "RAND" not in sql(Session.objects.all()).upper()
    assert "RAND" not in sql(User.objects.all()).upper()


def test_an_explicit_order_is_kept():
    assert "RAND" not in sql(OutgoingMail.objects.order_by("pk")).upper()


def test_the_network_is_blocked():
    with pytest.raises(NetworkBlocked, match=r"192\.0\.2\.1"), socket.socket() as sock:
        sock.connect(("192.0.2.1", 80))
