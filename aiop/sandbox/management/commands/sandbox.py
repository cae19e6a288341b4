"""Run the twin of an outside system by itself."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from aiop.sandbox.hostile import Hostile
from aiop.sandbox.sources import TwinOptions, UnknownSourceError, build_twin


class Command(BaseCommand):
    """Serve a twin on loopback until it is interrupted, and say how to reach it."""

    help = "Run the twin of an outside system on loopback. Its data are invented; it needs no database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the system's name and how its twin shall be."""
        parser.add_argument("source", help="the system, such as servicetitan")
        parser.add_argument("--port", type=int, default=0, help="port of loopback; any free one when left out")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same world")
        parser.add_argument("--scale", default="small", help="how large the world is: small or full")
        parser.add_argument("--hostile", action="store_true", help="answer one call in five wrongly")
        parser.add_argument("--json", action="store_true", help="say how to reach it as one JSON object")
        parser.add_argument("--dry-run", action="store_true", help="build it, say how it would be reached, and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, tell, serve."""
        hostile = Hostile(options["seed"]) if options["hostile"] else None
        chosen = TwinOptions(options["port"], options["seed"], options["scale"], hostile)
        try:
            twin, connection = build_twin(options["source"], chosen)
        except (UnknownSourceError, ValueError) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"port {options['port']} cannot be used: {error.strerror}") from error
        self._tell({"url": twin.url, **connection}, as_json=options["json"])
        if options["dry_run"]:
            twin.stop()
            return
        try:
            twin.serve()
        except KeyboardInterrupt:
            twin.stop()

    def _tell(self, facts: dict[str, str], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(facts))
        else:
            width = max(map(len, facts))
            self.stdout.write("\n".join(f"{name:<{width}}  {value}" for name, value in facts.items()))
        self.stdout.flush()
