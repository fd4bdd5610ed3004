"""Addresses of the requester's side: Dutch and stable."""

from django.urls import path

from requests_app.views import (
    asking,
    choosing,
    contact,
    following,
    full_copy,
    learning,
    lost_links,
    pages,
    question,
    sheets,
    talk_feedback,
    voices,
)

urlpatterns = [
    path("", pages.home, name="home"),
    path("aanvragen/", asking.request_new, name="request_new"),
    path("activiteit/", asking.activity_new, name="activity_new"),
    path("aanvragen/organisaties/", pages.organisation_names, name="organisation_names"),
    path("aanvraag/<str:token>/", following.request_page, name="request_page"),
    path("aanvraag/<str:token>/bedankt/", asking.request_thanks, name="request_thanks"),
    path("aanvraag/<str:token>/annuleren/", following.request_cancel, name="request_cancel"),
    path(
        "aanvraag/<str:token>/akkoord-intrekken/",
        following.request_withdraw,
        name="request_withdraw",
    ),
    path("aanvraag/<str:token>/antwoorden/", question.request_answer, name="request_answer"),
    path("aanvraag/<str:token>/gegevens/", contact.request_contact, name="request_contact"),
    path("aanvraag/<str:token>/volledig/", full_copy.request_full, name="request_full"),
    path("aanvraag/<str:token>/feedback/", talk_feedback.talk_feedback, name="talk_feedback"),
    path("link-kwijt/", lost_links.link_lost, name="link_lost"),
    path("aanvraag/<str:token>/leren/", learning.request_learning, name="request_learning"),
    path("akkoordblad/", sheets.consent_sheets, name="consent_sheets"),
    path("akkoordblad/<slug:code>/", sheets.consent_sheet, name="consent_sheet"),
    path("privacy/", pages.privacy, name="privacy"),
    path("toegankelijkheid/", pages.accessibility, name="accessibility"),
    path("welke-hulp/", choosing.chooser, name="chooser"),
    path("kennismaking/", voices.introduction, name="introduction"),
    path("kennismaking/bedankt/", voices.introduction_thanks, name="introduction_thanks"),
    path("melding/", voices.feedback, name="feedback"),
    path("melding/bedankt/", voices.feedback_thanks, name="feedback_thanks"),
]
