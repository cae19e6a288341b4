"""The loading app."""

from django.apps import AppConfig

from aiop.orgs.functions import keep_functions


class LoadingConfig(AppConfig):
    """Part of the platform."""

    name = "aiop.loading"
    label = "loading"

    def ready(self) -> None:
        """Follow every undo, and keep the database's functions up to date with each migrate."""
        from aiop.loading import follow

        follow.register()
        keep_functions(self)
