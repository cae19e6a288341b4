"""Numbers for the business: KPIs that tie out with the systems they come from, and marts."""

from django.apps import AppConfig

from aiop.orgs.functions import keep_functions


class MartsConfig(AppConfig):
    """Registers what the marts bring to the platform."""

    name = "marts"
    verbose_name = "Marts"
    sample_world = "marts.sandbox.fill.fill"

    def ready(self) -> None:
        """Register builders, checks and pages."""
        from marts import checks, dashboards, tasks  # noqa: F401  (importing registers)
        from marts.etl import jobs
        from marts.kpi import offered, vouching
        from marts.sources.offered import register as register_sources

        keep_functions(self)
        register_sources()
        jobs.register_all()
        offered.register()
        vouching.register()
