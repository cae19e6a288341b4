"""The quality app."""

from django.apps import AppConfig


class QualityConfig(AppConfig):
    """Checks, their results and the pages that show them."""

    name = "aiop.quality"
    label = "quality"
    verbose_name = "Data quality"

    def ready(self) -> None:
        """Put the daily run into the timetable."""
        from aiop.quality import jobs  # noqa: F401
