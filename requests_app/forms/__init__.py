"""Forms of the requester's pages."""

from requests_app.forms.reading import submission_of
from requests_app.forms.request import RequestForm

__all__ = ["RequestForm", "submission_of"]
