"""Mails from the desk: which ones a step causes, and how each is composed when it is sent.

Every mail is read fresh from the database at the moment it goes out, and is dropped when a later
step made it untrue; that later step sends its own.
"""

from coaching.notifications.digest import for_digest
from coaching.notifications.entries import (
    for_accepted,
    for_answered,
    for_declined,
    for_dropped,
    for_moved,
    for_not_held,
    for_other_supporter,
    for_planned,
    for_proposal,
    for_registered,
    for_released,
    for_reminder,
)
from coaching.notifications.places import PLACES
from coaching.notifications.to_requester import files_of_cancelled

__all__ = [
    "PLACES",
    "files_of_cancelled",
    "for_accepted",
    "for_answered",
    "for_declined",
    "for_digest",
    "for_dropped",
    "for_moved",
    "for_not_held",
    "for_other_supporter",
    "for_planned",
    "for_proposal",
    "for_registered",
    "for_released",
    "for_reminder",
]
