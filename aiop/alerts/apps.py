"""The alerts app."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    """Incidents, whom they are told, and what was told."""

    name = "aiop.alerts"
    label = "alerts"
    verbose_name = "Alerts"

    def ready(self) -> None:
        """Follow the runs and the clock."""
        from aiop.alerts import following

        following.start()
