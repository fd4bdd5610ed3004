"""Forms of the requester's pages."""

from requests_app.forms.activity import ActivityForm
from requests_app.forms.reading import AskForm, submission_of
from requests_app.forms.request import RequestForm

__all__ = ["ActivityForm", "AskForm", "RequestForm", "submission_of"]
