import sys

from django.test import RequestFactory
from django.views.debug import ExceptionReporter

from privacy.reports import SilentReporterFilter

CANARY = "-".join(["Zahra", "Kanarievogel"])  # not whole in the source, which a report quotes


def report(request):
    question = CANARY  # noqa: F841 - a local variable that must not show
    try:
        int("broken")
    except ValueError:
        return ExceptionReporter(request, *sys.exc_info())


def test_report_shows_the_place_and_no_data(settings):
    settings.DEBUG = True
    request = RequestFactory().post(
        "/aanvragen/",
        {"name": CANARY},
        headers={"user-agent": CANARY, "referer": CANARY, "cookie": f"session={CANARY}"},
    )
    text = report(request).get_traceback_text() + report(request).get_traceback_html()
    assert "ValueError" in text
    assert "test_reports.py" in text
    assert CANARY not in text


def test_posted_names_stay_and_their_values_go():
    request = RequestFactory().post("/", {"name": CANARY, "empty": ""})
    hidden = SilentReporterFilter.cleansed_substitute
    assert SilentReporterFilter().get_post_parameters(request) == {"name": hidden, "empty": hidden}


def test_filter_works_without_a_request():
    silent = SilentReporterFilter()
    assert silent.get_post_parameters(None) == silent.get_safe_cookies(None) == {}
    assert silent.get_safe_request_meta(None) == {}


def test_secrets_in_the_settings_are_hidden(settings):
    settings.FIELD_KEYS = settings.REDIS_URL = settings.CELERY_BROKER_URL = CANARY
    settings.EMAIL_HOST_PASSWORD = CANARY
    assert CANARY not in str(SilentReporterFilter().get_safe_settings())


def test_django_uses_the_filter(settings):
    assert settings.DEFAULT_EXCEPTION_REPORTER_FILTER == "privacy.reports.SilentReporterFilter"
