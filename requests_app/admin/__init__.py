"""The pages of this room in the staff site. Importing the modules registers them."""

from requests_app.admin import consent, contacts, reference, voices, words
from requests_app.admin.reference import OneRow, ReferenceAdmin

__all__ = ["OneRow", "ReferenceAdmin", "consent", "contacts", "reference", "voices", "words"]
