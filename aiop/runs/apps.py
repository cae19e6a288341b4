"""The runs app."""

from django.apps import AppConfig


class RunsConfig(AppConfig):
    """Part of the platform."""

    name = "aiop.runs"
    label = "runs"
