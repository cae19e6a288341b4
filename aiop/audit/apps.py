"""The record of changes."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class AuditConfig(AppConfig):
    """Change sets, the record, undo."""

    name = "aiop.audit"
    label = "audit"
    verbose_name = "Changes"

    def ready(self) -> None:
        """Keep the database's functions and triggers up to date with each migrate."""
        from aiop.audit import install

        pre_migrate.connect(install.on_pre_migrate, sender=self, dispatch_uid="audit.functions")
        post_migrate.connect(install.on_post_migrate, sender=self, dispatch_uid="audit.triggers")
