"""The home app."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Part of the platform."""

    name = "aiop.home"
    label = "home"
