"""The sources app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SourcesConfig(AppConfig):
    """Machines' way in."""

    name = "aiop.sources"
    label = "sources"
    verbose_name = "Sources"

    def ready(self) -> None:
        """Close what was received to alteration after each migrate."""
        from aiop.sources import checks  # noqa: F401  (registers the start-up checks)
        from aiop.sources.as_received import on_post_migrate

        post_migrate.connect(on_post_migrate, sender=self, dispatch_uid="sources.as_received")
