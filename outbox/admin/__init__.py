"""The outbox as staff see it."""

from outbox.admin.mails import OutgoingMailAdmin
from outbox.admin.tasks import MailTaskAdmin

__all__ = ["MailTaskAdmin", "OutgoingMailAdmin"]
