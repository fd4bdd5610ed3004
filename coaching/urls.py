"""Addresses of the coaching room outside the staff site."""

from django.urls import path

from coaching.views import answering, following_up, mine

urlpatterns = [
    path("aanvraag/<str:token>/moment/", answering.proposal_answer, name="proposal_answer"),
    path(
        "aanvraag/<str:token>/vervolg/",
        following_up.request_follow_up,
        name="request_follow_up",
    ),
    path("mijn/", mine.mine, name="mine"),
    path("mijn/facturen/", mine.mine_invoices, name="mine_invoices"),
    path("mijn/facturen/<str:number>/", mine.mine_invoice, name="mine_invoice"),
]
