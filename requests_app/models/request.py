"""A request for a CSO and the moments that the requester wishes."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from privacy.fields import EncryptedTextField
from requests_app import activity_rules, rules
from requests_app.choices import Channel, LocationKind, Rhythm, State, SupporterGender, Task
from requests_app.models.organisation import Organisation
from requests_app.models.reference import DeclineReason, Language
from requests_app.states import ANSWERED, OPEN, TERMINAL

# What has its answer comes after what waits for one; then the last useful date, oldest first (N4).
WITH_ANSWER = models.ExpressionWrapper(
    Q(answered_at__isnull=False), output_field=models.BooleanField()
)
BY_LATEST_USEFUL_ANSWER = (WITH_ANSWER.asc(), "respond_by", "submitted_at", "pk")


class ConsultRequest(models.Model):
    """One request for one talk (or advice, or activity). A follow-up is a new request."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField("nummer", max_length=20, unique=True, editable=False)
    submission_token = models.UUIDField(unique=True, editable=False, default=uuid.uuid4)
    link_version = models.PositiveSmallIntegerField(default=1, editable=False)
    channel = models.CharField("kanaal", max_length=10, choices=Channel, default=Channel.WEB)
    follows = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        verbose_name="vervolg op",
        related_name="followed_by",
        db_index=False,  # every submission pays for an index; nobody looks requests up by this one
    )

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        verbose_name="organisatie",
        related_name="requests",
    )
    requester_name = models.CharField("naam van de hulpverlener", max_length=120)
    requester_function = models.CharField("functie", max_length=120, blank=True)
    requester_email = models.EmailField("e-mail van de hulpverlener")
    requester_phone = models.CharField("telefoon van de hulpverlener", max_length=40)
    introduced = models.BooleanField("kennismaking gehad volgens de hulpverlener", default=False)

    tasks = models.JSONField("waarvoor", default=list)
    involves_client = models.BooleanField("met een cliënt", default=False)
    language = models.ForeignKey(
        Language,
        on_delete=models.PROTECT,
        verbose_name="taal",
        related_name="+",
        db_index=False,  # the same
    )
    # Where somebody comes from is often in it.
    language_note = EncryptedTextField("variant of dialect", max_length=200, blank=True)
    question = EncryptedTextField("onderwerp of vraag", max_length=2000, blank=True)
    sensitive_points = EncryptedTextField("gevoelige punten", max_length=2000, blank=True)

    # Wishes about who comes, without a reason (N7). Names of CSOs, as the requester knows them.
    supporter_gender = models.CharField(
        "liefst een", max_length=1, choices=SupporterGender, blank=True, default=""
    )
    wished_supporter = EncryptedTextField("liefst deze CSO", max_length=80, blank=True, default="")
    avoided_supporter = EncryptedTextField(
        "liever niet deze CSO", max_length=80, blank=True, default=""
    )
    series_count = models.PositiveSmallIntegerField(
        "aantal gesprekken gewenst",
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(rules.MAX_SERIES)],
    )
    series_rhythm = models.CharField("ritme", max_length=12, choices=Rhythm, blank=True, default="")

    location_kind = models.CharField("plaats", max_length=20, choices=LocationKind)
    # Of the organisation; of an online talk it is the link or the program.
    location_address = EncryptedTextField("adres", max_length=500, blank=True)
    location_directions = EncryptedTextField(
        "hoe je er binnenkomt", max_length=300, blank=True, default=""
    )
    duration_minutes = models.PositiveSmallIntegerField(
        "duur in minuten",
        default=60,
        validators=[MinValueValidator(rules.MIN_MINUTES), MaxValueValidator(rules.MAX_MINUTES)],
    )
    first_moment = models.DateTimeField("eerste gewenste moment", editable=False)

    state = models.CharField(
        "toestand", max_length=24, choices=State, default=State.SUBMITTED, editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        verbose_name="coach",
        related_name="+",
        db_index=False,  # the same
    )
    submitted_at = models.DateTimeField("ingediend op", editable=False)
    answer_due = models.DateField("antwoord ten laatste op", editable=False)
    respond_by = models.DateField("nuttig antwoord ten laatste op", editable=False)
    question_due = models.DateField("antwoord op onze vraag tegen", null=True, editable=False)
    answered_at = models.DateTimeField("eerste antwoord op", null=True, editable=False)
    closed_at = models.DateTimeField("afgesloten op", null=True, editable=False)
    client_erased_at = models.DateTimeField("cliënt gewist op", null=True, editable=False)
    decline_reason = models.ForeignKey(
        DeclineReason,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        verbose_name="reden",
        related_name="+",
        editable=False,
        db_index=False,  # the same
    )

    class Meta:
        verbose_name = "aanvraag"
        verbose_name_plural = "aanvragen"
        ordering = ("-submitted_at", "pk")
        indexes = [
            models.Index(
                WITH_ANSWER,
                "respond_by",
                "submitted_at",
                "id",
                name="request_open_queue",
                condition=Q(state__in=sorted(OPEN)),
            ),
            models.Index(
                fields=["closed_at", "id"],
                name="request_closed_not_erased",
                condition=Q(closed_at__isnull=False, client_erased_at__isnull=True),
            ),
            models.Index(fields=["-submitted_at", "id"], name="request_newest"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="request_state_known"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=False, state__in=sorted(TERMINAL))
                | Q(closed_at__isnull=True, state__in=sorted(OPEN)),
                name="request_closed_at_with_terminal_state",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=False) | ~Q(state__in=sorted(ANSWERED)),
                name="request_answered_state_has_answer_time",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | ~Q(state=State.SUBMITTED),
                name="request_new_has_no_answer_time",
            ),
            models.CheckConstraint(
                condition=Q(decline_reason__isnull=False, state=State.DECLINED)
                | Q(decline_reason__isnull=True) & ~Q(state=State.DECLINED),
                name="request_declined_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(coach__isnull=False)
                | Q(
                    state__in=sorted(
                        {State.SUBMITTED, State.CANCELLED, State.DECLINED, State.EXPIRED}
                    )
                ),
                name="request_in_hand_has_coach",
            ),
            models.CheckConstraint(
                condition=Q(
                    duration_minutes__gte=rules.MIN_MINUTES,
                    duration_minutes__lte=rules.MAX_MINUTES,
                ),
                name="request_duration_in_range",
            ),
            models.CheckConstraint(
                condition=Q(question_due__isnull=True) | Q(state=State.INFO_NEEDED),
                name="request_question_due_while_asked",
            ),
            models.CheckConstraint(
                condition=Q(supporter_gender__in=["", *SupporterGender.values])
                & Q(series_rhythm__in=["", *Rhythm.values]),
                name="request_wishes_known",
            ),
            models.CheckConstraint(
                condition=Q(series_count__gte=1, series_count__lte=rules.MAX_SERIES),
                name="request_series_in_range",
            ),
            models.CheckConstraint(
                condition=Q(respond_by__lte=models.F("answer_due")),
                name="request_respond_by_within_promise",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        """Tell whether something can still happen."""
        return self.state in OPEN

    @property
    def state_for_requester(self) -> str:
        """Return the word that the requester reads for the state."""
        return State(self.state).requester_label

    @property
    def task_labels(self) -> list[str]:
        """Return the chosen tasks in words."""
        return [str(Task(code).label) for code in self.tasks]

    @property
    def is_activity(self) -> bool:
        """Tell whether it is an infosession, action or project, without a client."""
        return activity_rules.is_activity(self.tasks)

    @property
    def talk_word(self) -> str:
        """Return what people call that which is planned: "gesprek" or "activiteit"."""
        return "activiteit" if self.is_activity else "gesprek"

    @property
    def the_talk(self) -> str:
        """Return that word with its article."""
        return "de activiteit" if self.is_activity else "het gesprek"

    @property
    def this_talk(self) -> str:
        """Return "dit gesprek" or "deze activiteit"."""
        return "deze activiteit" if self.is_activity else "dit gesprek"

    @property
    def duration_in_words(self) -> str:
        """Return the planned duration as people say it."""
        return rules.duration_in_words(self.duration_minutes)

    @property
    def series_in_words(self) -> str:
        """Return how many talks are wished and how often; "" when it is one (F13)."""
        if self.series_count == 1:
            return ""
        rhythm = self.get_series_rhythm_display().lower() or "hoe vaak spreken we nog af"
        return f"{self.series_count} gesprekken, {rhythm}"

    @property
    def has_wishes(self) -> bool:
        """Tell whether something is wished about who comes."""
        return any((self.supporter_gender, self.wished_supporter, self.avoided_supporter))


class PreferredMoment(models.Model):
    """A moment that the requester wishes; up to three, in order of preference."""

    # The unique constraints below are its index.
    request = models.ForeignKey(
        ConsultRequest, on_delete=models.CASCADE, related_name="moments", db_index=False
    )
    position = models.PositiveSmallIntegerField("voorkeur")
    start = models.DateTimeField("begin")

    class Meta:
        verbose_name = "gewenst moment"
        verbose_name_plural = "gewenste momenten"
        ordering = ("request", "position")
        constraints = [
            models.UniqueConstraint(fields=["request", "position"], name="moment_position_once"),
            models.UniqueConstraint(fields=["request", "start"], name="moment_start_once"),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=rules.MAX_MOMENTS),
                name="moment_position_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"moment {self.position}"

    @property
    def local_start(self) -> datetime:
        """Return the start on the Brussels clock."""
        return self.start.astimezone(rules.BRUSSELS)
