"""The loading app."""

from django.apps import AppConfig
from django.db.models.signals import pre_migrate


class LoadingConfig(AppConfig):
    """Part of the platform."""

    name = "aiop.loading"
    label = "loading"

    def ready(self) -> None:
        """Follow every undo, and keep the database's functions up to date with each migrate."""
        from aiop.loading import follow, install

        follow.register()
        pre_migrate.connect(install.on_pre_migrate, sender=self, dispatch_uid="loading.functions")
