"""Addresses of the coaching room outside the staff site."""

from django.urls import path

from coaching.views import answering, following_up

urlpatterns = [
    path("aanvraag/<str:token>/moment/", answering.proposal_answer, name="proposal_answer"),
    path(
        "aanvraag/<str:token>/vervolg/",
        following_up.request_follow_up,
        name="request_follow_up",
    ),
]
