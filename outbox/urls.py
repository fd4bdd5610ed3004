"""Addresses of the demo mailbox."""

from django.urls import path

from outbox import views

urlpatterns = [
    path("demo/mails/", views.mail_list, name="demo_mails"),
    path("demo/mails/<str:name>/", views.mail_detail, name="demo_mail"),
    path("demo/mails/<str:name>/opgemaakt/", views.mail_html, name="demo_mail_html"),
]
