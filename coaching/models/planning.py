"""Appointments, the quarters of an hour they take, proposals of other moments, held talks."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from coaching.models.supporter import Supporter
from coaching.states import AppointmentState, Outcome, ProposalState
from requests_app.models import ConsultRequest, StatusEvent
from requests_app.rules import BRUSSELS


class Proposal(models.Model):
    """Other moments that the OCMW proposes; the requester answers (L6)."""

    request = models.ForeignKey(ConsultRequest, on_delete=models.CASCADE, related_name="proposals")
    supporter = models.ForeignKey(
        Supporter,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        verbose_name="CSO die vrij gehouden wordt",
        related_name="+",
    )
    state = models.CharField(
        "toestand", max_length=10, choices=ProposalState, default=ProposalState.OPEN
    )
    made_at = models.DateTimeField("gedaan op")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField("beantwoord op", null=True)
    chosen_start = models.DateTimeField("gekozen moment", null=True)

    class Meta:
        verbose_name = "voorstel"
        verbose_name_plural = "voorstellen"
        ordering = ("-made_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(state=ProposalState.OPEN),
                name="proposal_one_open_per_request",
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.OPEN, answered_at__isnull=True)
                | ~Q(state=ProposalState.OPEN) & Q(answered_at__isnull=False),
                name="proposal_answered_at_when_not_open",
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.CHOSEN, chosen_start__isnull=False)
                | ~Q(state=ProposalState.CHOSEN) & Q(chosen_start__isnull=True),
                name="proposal_chosen_with_moment",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ProposalState.values), name="proposal_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"voorstel bij {self.request_id}"


class ProposedMoment(models.Model):
    """One moment of a proposal."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="moments")
    start = models.DateTimeField("begin")
    end = models.DateTimeField("einde")

    class Meta:
        verbose_name = "voorgesteld moment"
        verbose_name_plural = "voorgestelde momenten"
        ordering = ("start", "pk")
        constraints = [
            models.UniqueConstraint(fields=["proposal", "start"], name="proposed_start_once"),
            models.CheckConstraint(
                condition=Q(end__gt=F("start")), name="proposed_end_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"moment van voorstel {self.proposal_id}"

    @property
    def local_start(self) -> datetime:
        """Return the start on the Brussels clock."""
        return self.start.astimezone(BRUSSELS)


class Appointment(models.Model):
    """The planned meeting of a request: one object that moves (L7); its versions keep what it was."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.OneToOneField(
        ConsultRequest, on_delete=models.PROTECT, related_name="appointment"
    )
    supporter = models.ForeignKey(
        Supporter, on_delete=models.PROTECT, verbose_name="CSO", related_name="appointments"
    )
    start = models.DateTimeField("begin")
    end = models.DateTimeField("einde")
    state = models.CharField(
        "toestand",
        max_length=10,
        choices=AppointmentState,
        default=AppointmentState.CONFIRMED,
    )
    sequence = models.PositiveSmallIntegerField("volgnummer", default=0)
    # The requester said that this CSO is fine (N7); asked anew when another one comes.
    supporter_accepted_at = models.DateTimeField("CSO goed bevonden op", null=True, blank=True)
    agreement_waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        verbose_name="zonder overeenkomst toegelaten door",
        related_name="+",
    )
    agreement_waived_reason = models.CharField("reden", max_length=300, blank=True)

    class Meta:
        verbose_name = "afspraak"
        verbose_name_plural = "afspraken"
        ordering = ("start", "pk")
        permissions = [("waive_agreement", "Mag inplannen zonder getekende overeenkomst")]
        indexes = [models.Index(fields=["state", "start"], name="appointment_state_start")]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gt=F("start")), name="appointment_end_after_start"
            ),
            models.CheckConstraint(
                condition=Q(state__in=AppointmentState.values), name="appointment_state_known"
            ),
            models.CheckConstraint(
                condition=Q(agreement_waived_by__isnull=True, agreement_waived_reason="")
                | Q(agreement_waived_by__isnull=False) & ~Q(agreement_waived_reason=""),
                name="appointment_waiver_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"afspraak bij {self.request_id}"

    @property
    def local_start(self) -> datetime:
        """Return the start on the Brussels clock."""
        return self.start.astimezone(BRUSSELS)

    @property
    def planned_minutes(self) -> int:
        """Return the planned length in minutes."""
        return int((self.end - self.start).total_seconds() // 60)

    @property
    def is_live(self) -> bool:
        """Tell whether the meeting is still to come or to be registered."""
        return self.state == AppointmentState.CONFIRMED


class AppointmentCompanion(models.Model):
    """A further CSO at an activity; the appointment's own CSO is the first (I1)."""

    appointment = models.ForeignKey(
        Appointment, on_delete=models.CASCADE, related_name="companions", db_index=False
    )
    supporter = models.ForeignKey(
        Supporter, on_delete=models.PROTECT, verbose_name="CSO", related_name="+"
    )

    class Meta:
        verbose_name = "mee ingeplande CSO"
        verbose_name_plural = "mee ingeplande CSO's"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["appointment", "supporter"], name="companion_once"),
        ]

    def __str__(self) -> str:
        return f"mee bij {self.appointment_id}"


class SupporterExclusion(models.Model):
    """This CSO does not come for this request. Nobody says or keeps why (N7)."""

    request = models.ForeignKey(
        ConsultRequest, on_delete=models.CASCADE, related_name="exclusions", db_index=False
    )
    supporter = models.ForeignKey(
        Supporter, on_delete=models.PROTECT, verbose_name="CSO", related_name="+"
    )
    at = models.DateTimeField("op")

    class Meta:
        verbose_name = "uitgesloten CSO"
        verbose_name_plural = "uitgesloten CSO's"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["request", "supporter"], name="exclusion_once"),
        ]

    def __str__(self) -> str:
        return f"uitsluiting bij {self.request_id}"


class AppointmentVersion(models.Model):
    """What an appointment was after a step: who and when. Append-only; mails refer to it."""

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="versions")
    sequence = models.PositiveSmallIntegerField("volgnummer")
    event = models.ForeignKey(StatusEvent, on_delete=models.PROTECT, related_name="+")
    supporter = models.ForeignKey(
        Supporter, on_delete=models.PROTECT, verbose_name="CSO", related_name="+"
    )
    start = models.DateTimeField("begin")
    end = models.DateTimeField("einde")
    state = models.CharField("toestand", max_length=10, choices=AppointmentState)
    # Keys of the further CSOs at that moment.
    companions = models.JSONField("mee ingeplande CSO's", default=list)

    class Meta:
        verbose_name = "versie van een afspraak"
        verbose_name_plural = "versies van afspraken"
        ordering = ("appointment", "sequence")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["appointment", "sequence"], name="appointment_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"versie {self.sequence} van afspraak {self.appointment_id}"

    @property
    def people(self) -> list[int]:
        """Return the keys of everybody who goes, the first CSO in front."""
        return [self.supporter_id, *self.companions]


class BookedSlot(models.Model):
    """A quarter of an hour that a CSO is taken, travel included. The net under every planning.

    Unique on both databases: whoever comes second gets an error, whatever the code forgot.
    """

    supporter = models.ForeignKey(Supporter, on_delete=models.PROTECT, related_name="slots")
    start = models.DateTimeField()
    appointment = models.ForeignKey(
        Appointment, null=True, on_delete=models.CASCADE, related_name="slots"
    )
    proposal = models.ForeignKey(
        Proposal, null=True, on_delete=models.CASCADE, related_name="slots"
    )

    class Meta:
        verbose_name = "bezet kwartier"
        verbose_name_plural = "bezette kwartieren"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["supporter", "start"], name="slot_taken_once"),
            models.CheckConstraint(
                condition=Q(appointment__isnull=False, proposal__isnull=True)
                | Q(appointment__isnull=True, proposal__isnull=False),
                name="slot_for_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start:%d/%m/%Y %H:%M}"


class Consultation(models.Model):
    """What became of the appointment: a talk that was held (it counts and is billed) or was not."""

    appointment = models.OneToOneField(
        Appointment, primary_key=True, on_delete=models.PROTECT, related_name="consultation"
    )
    outcome = models.CharField("uitkomst", max_length=24, choices=Outcome)
    start = models.DateTimeField("begon om", null=True)
    end = models.DateTimeField("eindigde om", null=True)
    minutes = models.PositiveSmallIntegerField("minuten", null=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    registered_at = models.DateTimeField("geregistreerd op")

    class Meta:
        verbose_name = "gesprek"
        verbose_name_plural = "gesprekken"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    outcome=Outcome.HELD,
                    start__isnull=False,
                    end__isnull=False,
                    minutes__isnull=False,
                    # A comparison with NULL is no violation to a database, hence the lines above.
                    minutes__gt=0,
                    end__gt=F("start"),
                )
                | ~Q(outcome=Outcome.HELD)
                & Q(start__isnull=True, end__isnull=True, minutes__isnull=True),
                name="consultation_minutes_exactly_when_held",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="consultation_outcome_known"
            ),
        ]

    def __str__(self) -> str:
        return f"gesprek bij {self.appointment_id}"
