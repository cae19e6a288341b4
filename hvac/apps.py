"""The operations of an HVAC company."""

from django.apps import AppConfig


class HvacConfig(AppConfig):
    """Registers what the HVAC company brings to the platform."""

    name = "hvac"
    verbose_name = "HVAC operations"

    def ready(self) -> None:
        """Register the tables' files."""
        from hvac import seeds  # noqa: F401  (importing registers)
