"""Addresses of the coaching room outside the staff site."""

from django.urls import path

from coaching.views import answering

urlpatterns = [
    path("aanvraag/<str:token>/moment/", answering.proposal_answer, name="proposal_answer"),
]
