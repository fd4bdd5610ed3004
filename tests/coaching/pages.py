"""Addresses of the desk, and what a page says."""

import re

from django.contrib.auth.models import Permission, User
from django.http import HttpResponse
from django.urls import reverse

from requests_app.models import ConsultRequest

LIST = "admin:coaching_deskrequest_changelist"


def change(request: ConsultRequest) -> str:
    return reverse("admin:coaching_deskrequest_change", args=[request.pk])


def action(request: ConsultRequest, slug: str) -> str:
    return reverse("admin:coaching_deskrequest_action", args=[request.pk, slug])


def text_of(response: HttpResponse) -> str:
    """The words of a page, without its markup."""
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def references(response: HttpResponse) -> list[str]:
    """The requests that a page links to, in its order."""
    return re.findall(r"CSO-\d{4}-\d+(?=</a>)", response.content.decode())


def give(user: User, *codenames: str) -> None:
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
