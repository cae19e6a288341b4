"""The catalogue app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CatalogueConfig(AppConfig):
    """Questions as files, answered by a role that can read one organisation's business rows and do nothing else."""

    name = "aiop.catalogue"
    label = "catalogue"
    verbose_name = "Catalogue"

    def ready(self) -> None:
        """Give pages their addresses and jobs their hours, answer checks, bring the reader's rights up to date after each migrate."""
        from aiop.catalogue import addresses, jobs  # noqa: F401  (importing registers)
        from aiop.catalogue.checking import Reader
        from aiop.catalogue.rights import on_post_migrate
        from aiop.quality.own.free import answered_by

        answered_by(Reader())
        post_migrate.connect(on_post_migrate, sender=self, dispatch_uid="catalogue.rights")
