"""One row per mail. It names what the mail is about; never to whom, and never what it says."""

import uuid
from datetime import datetime
from email.utils import parseaddr
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from outbox.states import LEFT, RESENDABLE, TROUBLED, WAITING, State


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def due(self, now: datetime) -> Self:
        return self.filter(state__in=WAITING, not_before__lte=now)

    def lease_expired(self, now: datetime) -> Self:
        return self.filter(state=State.SENDING, lease_until__lt=now)

    def unsent(self) -> Self:
        return self.filter(state__in=(*WAITING, State.SENDING))

    def failed(self) -> Self:
        return self.filter(state=State.FAILED)


class OutgoingMail(models.Model):
    """A mail of one kind about one object on one occasion."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("soort", max_length=60)
    ref = models.CharField("over", max_length=64)
    occasion = models.CharField("aanleiding", max_length=64, blank=True, default="")
    state = models.CharField("toestand", max_length=10, choices=State, default=State.QUEUED)
    created_at = models.DateTimeField("gevraagd op")
    first_due = models.DateTimeField("gewenst op")
    not_before = models.DateTimeField("niet vroeger dan")
    lease_until = models.DateTimeField("in behandeling tot", null=True, blank=True)
    # The fence: whoever claims the mail takes the next number, and writes its result only while
    # that is still the number. It never goes down; `tries` does, when a person sends it again.
    attempt = models.PositiveIntegerField("beurt", default=0)
    tries = models.PositiveIntegerField("pogingen", default=0)
    message_id = models.CharField("Message-ID", max_length=255, editable=False)
    sent_at = models.DateTimeField("verstuurd op", null=True, blank=True)
    provider_id = models.CharField("nummer bij de verzender", max_length=255, blank=True)
    error_code = models.CharField("foutcode", max_length=60, blank=True)
    event = models.CharField("wat er gebeurde", max_length=200, blank=True)
    # Keyed hashes that hold for one day, so that nobody's mailbox can be flooded (S9): to whom it
    # goes, and from which network it was asked. Empty where a stranger has no say in it.
    recipient_key = models.CharField(max_length=32, blank=True, default="", editable=False)
    origin_key = models.CharField(max_length=32, blank=True, default="", editable=False)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = "mail"
        verbose_name_plural = "mails"
        ordering = ("-created_at", "id")
        permissions = (("resend_outgoingmail", "Mag een mail opnieuw sturen"),)
        indexes = (
            models.Index(fields=["not_before"], name="outbox_due", condition=Q(state__in=WAITING)),
            models.Index(
                fields=["lease_until"], name="outbox_leased", condition=Q(state=State.SENDING)
            ),
            models.Index(
                fields=["recipient_key", "created_at"],
                name="outbox_recipient",
                condition=~Q(recipient_key=""),
            ),
            models.Index(
                fields=["origin_key", "created_at"],
                name="outbox_origin",
                condition=~Q(origin_key=""),
            ),
            models.Index(
                fields=["provider_id"], name="outbox_provider", condition=~Q(provider_id="")
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=["kind", "ref", "occasion"], name="outbox_once"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="outbox_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=LEFT, sent_at__isnull=False)
                | (~Q(state__in=LEFT) & Q(sent_at__isnull=True)),
                name="outbox_sent_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state=State.SENDING, lease_until__isnull=False, attempt__gte=1)
                | (~Q(state=State.SENDING) & Q(lease_until__isnull=True)),
                name="outbox_sending_has_lease",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_resendable(self) -> bool:
        return self.state in RESENDABLE

    @property
    def has_open_task(self) -> bool:
        """Whether a person still has to look at it."""
        return MailTask.objects.open().filter(mail=self).exists()

    @property
    def is_sent_by_hand(self) -> bool:
        """Whether a person put it back in the queue: only then the two numbers part."""
        return self.attempt != self.tries


class MailTaskQuerySet(models.QuerySet["MailTask"]):
    def open(self) -> Self:
        return self.filter(done_at__isnull=True)

    def put(self, mail: OutgoingMail | uuid.UUID, state: str, *, now: datetime) -> None:
        """Ask a person to look at a mail; a task that was done is opened again."""
        pk = mail.pk if isinstance(mail, OutgoingMail) else mail
        fresh = {"state": state, "created_at": now, "done_at": None, "done_by": None}
        self.update_or_create(mail_id=pk, defaults=fresh)


class MailTask(models.Model):
    """Somebody has to look at this mail: it came back, was unwanted, or could not be sent (M4)."""

    mail = models.OneToOneField(
        OutgoingMail, primary_key=True, on_delete=models.CASCADE, related_name="task"
    )
    state = models.CharField("wat er misging", max_length=10, choices=State)
    created_at = models.DateTimeField("sinds")
    done_at = models.DateTimeField("afgehandeld op", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        verbose_name="afgehandeld door",
        related_name="+",
    )

    objects = MailTaskQuerySet.as_manager()

    class Meta:
        verbose_name = "mail om na te kijken"
        verbose_name_plural = "mails om na te kijken"
        ordering = ("-created_at", "pk")
        default_permissions = ("view", "change")
        indexes = (
            models.Index(
                fields=["created_at"], name="outbox_task_open", condition=Q(done_at__isnull=True)
            ),
        )
        constraints = (
            models.CheckConstraint(condition=Q(state__in=TROUBLED), name="outbox_task_for_trouble"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True) | Q(done_at__isnull=False),
                name="outbox_task_done_once",
            ),
        )

    def __str__(self) -> str:
        return f"taak bij mail {self.mail_id}"


class MailText(models.Model):
    """Words that the service writes itself in a kind of mail; without a row the built-in ones (M5)."""

    kind = models.CharField("soort", primary_key=True, max_length=60)
    subject = models.CharField(
        "onderwerp",
        max_length=120,
        blank=True,
        help_text="Na het nummer van de aanvraag. Leeg: het gewone onderwerp.",
    )
    opening = models.TextField(
        "begin van de mail", max_length=2000, blank=True, help_text="Leeg: de gewone tekst."
    )
    closing = models.TextField("slot van de mail", max_length=2000, blank=True)
    active = models.BooleanField("in gebruik", default=True)
    # Why they were left out of a mail that went: a code without any of the words.
    problem = models.CharField("probleem", max_length=60, blank=True, default="", editable=False)
    updated_at = models.DateTimeField("veranderd op")
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        verbose_name="veranderd door",
        related_name="+",
    )

    class Meta:
        verbose_name = "tekst van een mail"
        verbose_name_plural = "teksten van mails"
        ordering = ("kind",)

    def __str__(self) -> str:
        return self.kind


class Heartbeat(models.Model):
    """When a periodic job last ran."""

    name = models.CharField("taak", max_length=60, primary_key=True)
    at = models.DateTimeField("laatst gelopen")

    class Meta:
        verbose_name = "hartslag"
        verbose_name_plural = "hartslagen"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


def new_message_id(pk: uuid.UUID) -> str:
    """Made once and kept, so that a mail sent twice is recognised as one by the receiver."""
    _, at, domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")
    return f"<{pk}@{domain if at else 'localhost'}>"
