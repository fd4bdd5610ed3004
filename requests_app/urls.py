"""Addresses of the requester's side: Dutch and stable."""

from django.urls import path

from requests_app.views import asking, following, pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("aanvragen/", asking.request_new, name="request_new"),
    path("aanvragen/organisaties/", pages.organisation_names, name="organisation_names"),
    path("aanvraag/<str:token>/", following.request_page, name="request_page"),
    path("aanvraag/<str:token>/bedankt/", asking.request_thanks, name="request_thanks"),
    path("aanvraag/<str:token>/annuleren/", following.request_cancel, name="request_cancel"),
    path(
        "aanvraag/<str:token>/akkoord-intrekken/",
        following.request_withdraw,
        name="request_withdraw",
    ),
    path("privacy/", pages.privacy, name="privacy"),
    path("toegankelijkheid/", pages.accessibility, name="accessibility"),
    path("melding/", pages.feedback, name="feedback"),
]
