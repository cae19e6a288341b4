"""The builders app."""

from django.apps import AppConfig


class BuildersConfig(AppConfig):
    """What is worked out from rows: marts, costs, scorecards; who declares them, and how they are built anew."""

    name = "aiop.builders"
    label = "builders"
    verbose_name = "Builders"
