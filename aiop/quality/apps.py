"""The quality app."""

from django.apps import AppConfig


class QualityConfig(AppConfig):
    """Part of the platform."""

    name = "aiop.quality"
    label = "quality"
