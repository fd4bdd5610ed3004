"""An infosession, action or project: a request without a client, for a public (I1)."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from requests_app import rules
from requests_app.choices import ActivityKind, Theme
from requests_app.models.request import ConsultRequest


class ActivityDetails(models.Model):
    """What is particular to an activity. The request itself holds who asks, when and where."""

    request = models.OneToOneField(
        ConsultRequest, primary_key=True, on_delete=models.CASCADE, related_name="activity"
    )
    kind = models.CharField("wat", max_length=12, choices=ActivityKind)
    theme = models.CharField("thema", max_length=10, choices=Theme)
    theme_note = models.CharField("welk thema", max_length=120, blank=True)
    audience = models.CharField("voor wie", max_length=200)
    audience_size = models.PositiveSmallIntegerField("aantal mensen")
    # Codes of languages; the request's own language is the first of them.
    languages = models.JSONField("talen", default=list)
    supporters_wanted = models.PositiveSmallIntegerField(
        "aantal CSO's",
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(rules.MAX_SUPPORTERS)],
    )

    class Meta:
        verbose_name = "activiteit"
        verbose_name_plural = "activiteiten"
        constraints = [
            models.CheckConstraint(
                condition=Q(theme__in=Theme.values, kind__in=ActivityKind.values),
                name="activity_vocabulary_known",
            ),
            models.CheckConstraint(
                condition=Q(supporters_wanted__gte=1, supporters_wanted__lte=rules.MAX_SUPPORTERS),
                name="activity_supporters_in_range",
            ),
            models.CheckConstraint(condition=Q(audience_size__gte=1), name="activity_has_audience"),
        ]

    def __str__(self) -> str:
        return f"activiteit bij {self.request_id}"

    @property
    def in_words(self) -> str:
        """Return what it is, without what somebody typed: "infosessie, thema gezondheid"."""
        if self.theme == Theme.OTHER:
            return self.get_kind_display().lower()
        return f"{self.get_kind_display()}, thema {self.get_theme_display()}".lower()
