"""The outbox as staff see it."""

from outbox.admin.mails import OutgoingMailAdmin
from outbox.admin.tasks import MailTaskAdmin
from outbox.admin.texts import MailTextAdmin

__all__ = ["MailTaskAdmin", "MailTextAdmin", "OutgoingMailAdmin"]
