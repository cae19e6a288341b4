"""`manage.py twins`: serves the outside systems that the sample organisations are connected to."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from typing import Any

from django.core.management.base import BaseCommand

from aiop.orgs.models import Org
from aiop.orgs.samples import SAMPLES
from aiop.sandbox.sources import build_twin
from aiop.sources.twins import twins_of

BY = "command line"


class Command(BaseCommand):
    """Serves until it is interrupted; `up` runs it beside the web server."""

    help = "Serves the twins that the sample organisations' connections lead to, until it is interrupted."

    def handle(self, *args: Any, **options: Any) -> None:
        """Start them all and wait."""
        with ExitStack() as stack:
            for org in Org.objects.filter(slug__in=[slug for slug, *_ in SAMPLES]).order_by("pk"):
                self._serve(org, stack)
            self.stdout.flush()
            try:
                threading.Event().wait()
            except KeyboardInterrupt:
                return

    def _serve(self, org: Org, stack: ExitStack) -> None:
        for connection, how in twins_of(org, by=BY):
            try:
                twin = stack.enter_context(build_twin(connection.system, how)[0])
            except OSError as error:
                # Whoever has the port may be a twin that somebody started by hand; the others are served all the same.
                self.stderr.write(f"{org.name}, {connection}: port {how.port} cannot be used: {error.strerror}")
                continue
            self.stdout.write(f"{org.name}: {twin.url}")
