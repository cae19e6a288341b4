"""The quality app."""

from django.apps import AppConfig


class QualityConfig(AppConfig):
    """Checks, their results and the pages that show them."""

    name = "aiop.quality"
    label = "quality"
    verbose_name = "Data quality"

    def ready(self) -> None:
        """Put the daily run into the timetable, and declare what holds of every organisation."""
        from aiop.quality import credentials, jobs  # noqa: F401
