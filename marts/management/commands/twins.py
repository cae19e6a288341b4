"""`manage.py twins`: serves the outside systems that the sample organisations are connected to."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from typing import Any

from django.core.management.base import BaseCommand

from aiop.orgs.models import Org
from marts.sandbox.connected import SAMPLES, twins_of


class Command(BaseCommand):
    """Serves until it is interrupted; `up` runs it beside the web server."""

    help = "Serves the twins that the sample organisations' connections lead to, until it is interrupted."

    def handle(self, *args: Any, **options: Any) -> None:
        """Start them all and wait."""
        with ExitStack() as stack:
            for org in Org.objects.filter(slug__in=[slug for slug, *_ in SAMPLES]).order_by("pk"):
                for twin in twins_of(org):
                    stack.enter_context(twin)
                    self.stdout.write(f"{org.name}: {twin.url}")
            self.stdout.flush()
            try:
                threading.Event().wait()
            except KeyboardInterrupt:
                return
