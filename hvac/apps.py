"""The operations of an HVAC company."""

from django.apps import AppConfig


class HvacConfig(AppConfig):
    """Registers what the HVAC company brings to the platform."""

    name = "hvac"
    verbose_name = "HVAC operations"
    by_choice = True
    sample_world = "hvac.sandbox.fill.fill"

    def ready(self) -> None:
        """Register the tables' files, what links them, what may be doubled, what is checked and what is worked out."""
        from hvac import checks, entities, links, seeds  # noqa: F401  (importing registers)
        from hvac.costing import figures  # noqa: F401  (importing registers)
