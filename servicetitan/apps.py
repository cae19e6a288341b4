"""ServiceTitan: reference data and operations from its API, with units and job types that staff curate."""

from django.apps import AppConfig


class ServiceTitanConfig(AppConfig):
    """Registers what ServiceTitan brings to the platform."""

    name = "servicetitan"
    verbose_name = "ServiceTitan"

    def ready(self) -> None:
        """Register kinds of record."""
        from servicetitan import intake  # noqa: F401  (importing registers)
        from servicetitan.curate import following

        following.register()
