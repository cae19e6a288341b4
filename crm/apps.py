"""The lead pool of a moving company."""

from django.apps import AppConfig
from django.db.models.signals import pre_migrate


class CrmConfig(AppConfig):
    """Registers what the lead pool brings to the platform."""

    name = "crm"
    verbose_name = "Lead pool"
    by_choice = True
    sample_world = "crm.sandbox.fill.fill"

    def ready(self) -> None:
        """Register kinds of export, checks and jobs, and keep the database's functions up to date with each migrate."""
        from crm import checks, entities, install, intake, tasks  # noqa: F401  (importing registers)

        pre_migrate.connect(install.on_pre_migrate, sender=self, dispatch_uid="crm.functions")
