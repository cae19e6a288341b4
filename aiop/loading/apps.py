"""The loading app."""

from django.apps import AppConfig


class LoadingConfig(AppConfig):
    """Part of the platform."""

    name = "aiop.loading"
    label = "loading"
