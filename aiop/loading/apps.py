"""The loading app."""

from django.apps import AppConfig


class LoadingConfig(AppConfig):
    """Part of the platform."""

    name = "aiop.loading"
    label = "loading"

    def ready(self) -> None:
        """Follow every undo."""
        from aiop.loading import follow

        follow.register()
