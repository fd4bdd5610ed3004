"""The yardstick as an app of its own, installed only by the benchmark's settings."""

from django.apps import AppConfig


class YardstickConfig(AppConfig):
    """One form, two tables."""

    name = "benchmarks.yardstick"
    label = "yardstick"
    default_auto_field = "django.db.models.BigAutoField"
