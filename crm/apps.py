"""The lead pool of a moving company."""

from django.apps import AppConfig

from aiop.orgs.functions import keep_functions


class CrmConfig(AppConfig):
    """Registers what the lead pool brings to the platform."""

    name = "crm"
    verbose_name = "Lead pool"
    by_choice = True
    sample_world = "crm.sandbox.fill.fill"

    def ready(self) -> None:
        """Register kinds of export, checks and jobs, and keep the database's functions up to date with each migrate."""
        from crm import checks, entities, intake, tasks  # noqa: F401  (importing registers)

        keep_functions(self)
