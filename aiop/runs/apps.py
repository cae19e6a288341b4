"""The runs app."""

from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate


class RunsConfig(AppConfig):
    """Runs, the jobs that do them, the clock that asks for them."""

    name = "aiop.runs"
    label = "runs"
    verbose_name = "Runs"

    def ready(self) -> None:
        """Keep the clock in django-celery-beat after each migrate, and check the timetable."""
        from aiop.runs import timetable

        post_migrate.connect(timetable.on_post_migrate, sender=self, dispatch_uid="runs.clock")
        checks.register(timetable.check_entries)
