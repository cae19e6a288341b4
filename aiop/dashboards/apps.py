"""The dashboards app."""

from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    """Part of the platform."""

    name = "aiop.dashboards"
    label = "dashboards"
