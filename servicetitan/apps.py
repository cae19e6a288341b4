"""ServiceTitan: reference data and operations from its API, with units and job types that staff curate."""

from django.apps import AppConfig


class ServiceTitanConfig(AppConfig):
    """Registers what ServiceTitan brings to the platform."""

    name = "servicetitan"
    verbose_name = "ServiceTitan"
    by_choice = True
    sample_world = "servicetitan.sandbox.fill.fill"

    def ready(self) -> None:
        """Register kinds of record and the twin."""
        from aiop.sandbox.sources import register_twin
        from servicetitan import intake, tasks  # noqa: F401  (importing registers)
        from servicetitan.curate import following

        following.register()
        register_twin("servicetitan", "servicetitan.sandbox.build.build")
