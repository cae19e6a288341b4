"""Who is who: candidates, decisions, merges and their undo."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class IdentityConfig(AppConfig):
    """Has undo follow decisions, and keeps the record of decisions closed to alteration."""

    name = "aiop.identity"
    label = "identity"
    verbose_name = "Who is who"

    def ready(self) -> None:
        """Register with the parts below; importing the jobs registers them."""
        from aiop.identity import jobs, merge_guard, overlay, undo  # noqa: F401

        undo.register()
        overlay.register()
        post_migrate.connect(merge_guard.on_post_migrate, sender=self, dispatch_uid="identity.merge_guard")
