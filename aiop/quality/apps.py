"""The quality app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class QualityConfig(AppConfig):
    """Checks, their results and the pages that show them."""

    name = "aiop.quality"
    label = "quality"
    verbose_name = "Data quality"

    def ready(self) -> None:
        """Close the history to alteration after each migrate, and put the daily run into the timetable."""
        from aiop.quality import jobs  # noqa: F401
        from aiop.quality.append_only import on_post_migrate

        post_migrate.connect(on_post_migrate, sender=self, dispatch_uid="quality.append_only")
