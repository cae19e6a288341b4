"""The home app."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The admin's first page, saved views and the side bar of the platform."""

    name = "aiop.home"
    label = "home"

    def ready(self) -> None:
        """Register the platform's part of the side bar."""
        from aiop.home import navigation  # noqa: F401
