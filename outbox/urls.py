"""Addresses of the demo mailbox, and of the reports of the mail service."""

from anymail import urls as anymail_urls
from django.conf import settings
from django.urls import URLPattern, path

from outbox import views


def reports_of(esp: str) -> list[URLPattern]:
    """The address at which this mail service tells what became of a mail (M4); none without one."""
    name = f"{esp}_tracking_webhook"
    return [
        path(f"mailmeldingen/{esp}/", views.known_sender_only(found.callback), name="mail_reports")
        for found in anymail_urls.urlpatterns
        if found.name == name
    ]


urlpatterns = [
    path("demo/mails/", views.mail_list, name="demo_mails"),
    path("demo/mails/<str:name>/", views.mail_detail, name="demo_mail"),
    path("demo/mails/<str:name>/opgemaakt/", views.mail_html, name="demo_mail_html"),
    *reports_of(settings.ANYMAIL_ESP),
]
