"""The dashboards app."""

from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    """Part of the platform."""

    name = "aiop.dashboards"
    label = "dashboards"

    def ready(self) -> None:
        """Register the platform's own dashboard."""
        from aiop.dashboards import data_quality  # noqa: F401
