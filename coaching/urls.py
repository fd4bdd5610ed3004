"""Addresses of the coaching room outside the staff site."""

from django.urls import path

from coaching.views import answering, calendar, choosing, following_up, mine

urlpatterns = [
    path("aanvraag/<str:token>/moment/", answering.proposal_answer, name="proposal_answer"),
    path("aanvraag/<str:token>/cso/", choosing.supporter_choice, name="supporter_choice"),
    path("aanvraag/<str:token>/agenda.ics", calendar.calendar_file, name="calendar_file"),
    path(
        "aanvraag/<str:token>/vervolg/",
        following_up.request_follow_up,
        name="request_follow_up",
    ),
    path("mijn/", mine.mine, name="mine"),
    path("mijn/facturen/", mine.mine_invoices, name="mine_invoices"),
    path("mijn/facturen/<str:number>/", mine.mine_invoice, name="mine_invoice"),
]
