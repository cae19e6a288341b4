"""The organisations app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class OrgsConfig(AppConfig):
    """Organisations, memberships, row-level security."""

    name = "aiop.orgs"
    label = "orgs"
    verbose_name = "Organisations"
    sample_world = "aiop.orgs.samples.fill"

    def ready(self) -> None:
        """Protect tables after each migrate."""
        from aiop.orgs.protect import on_post_migrate

        post_migrate.connect(on_post_migrate, sender=self, dispatch_uid="orgs.protect")
