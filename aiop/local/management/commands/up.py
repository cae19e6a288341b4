"""`manage.py up`: from nothing to a served admin with sample organisations, and everything stopped on Ctrl-C."""

import argparse
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from django.apps import AppConfig, apps
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections
from django.utils.module_loading import import_string

from aiop.local.environment import var_folder
from aiop.local.presence import Presence, check_port
from aiop.local.processes import children_account, children_environment, served_children, share_with, web_answers
from aiop.local.refusal import RefusedError
from aiop.local.supervisor import Supervisor

NEEDED_BYTES = 500_000_000


class SampleWorld(Protocol):
    """Fills an app's part of the sample organisations; safe to repeat."""

    def __call__(self, *, scale: str, say: Callable[[str], None]) -> None:
        """Takes the scale (`small` or `full`) and where to report."""


class Command(BaseCommand):
    """Sets up and serves."""

    help = "Migrates, fills the sample organisations, runs the pipeline, and serves until Ctrl-C."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declares the options."""
        parser.add_argument("--no-serve", action="store_true", help="set up and stop before serving")
        parser.add_argument("--host", default="127.0.0.1", help="address to serve on")
        parser.add_argument("--port", type=int, default=8000, help="port to serve on")
        parser.add_argument("--scale", choices=["small", "full"], default="small", help="size of the sample company")

    def handle(self, *_arguments: object, **options: Any) -> None:
        """Sets up and serves; where another `up` serves already, says so."""
        presence = Presence(var_folder())
        with presence.taken() as elsewhere:
            if elsewhere:
                self.say(f"AIOP already runs at {elsewhere} (Ctrl-C in its terminal stops it).")
                return
            self._set_up_and_serve(presence, **options)

    def _set_up_and_serve(self, presence: Presence, *, host: str, port: int, scale: str, **options: Any) -> None:
        if not options["no_serve"]:
            check_port(host, port)
        self._set_up(scale)
        if not options["no_serve"]:
            self._serve(presence, host, port)

    def _set_up(self, scale: str) -> None:
        """Brings database, static files and sample organisations up to date; each step says its seconds."""
        if shutil.disk_usage(var_folder()).free < NEEDED_BYTES:
            raise _full(var_folder())
        quiet = {"verbosity": 0, "interactive": False}
        self._step("Database migrated", lambda: call_command("migrate", database="owner", **quiet))
        self._step("Static files collected", lambda: call_command("collectstatic", **quiet))
        for config in apps.get_app_configs():
            world = getattr(config, "sample_world", None)
            if world:
                self._fill(config, world, scale)
        connections.close_all()

    def _fill(self, config: AppConfig, world: str, scale: str) -> None:
        fill: SampleWorld = import_string(world)
        self._step(f"Samples of {config.verbose_name} ready", lambda: fill(scale=scale, say=self.say))

    def _serve(self, presence: Presence, host: str, port: int) -> None:
        """Runs web server, worker and beat until asked to stop."""
        var = var_folder()
        account = children_account(var)
        children = served_children(host, port)
        environment = children_environment(account, var)
        supervisor = Supervisor(children, environment, account, logs=var / "log", say=self.say)
        address = f"http://{f'[{host}]' if ':' in host else host}:{port}/admin/"
        share_with(account, var)
        try:
            began = time.monotonic()
            supervisor.start()
            web = next(child for child in children if child.name == "web")
            if web_answers(host, port, web):
                self.say(f"Web server, worker and beat started ({time.monotonic() - began:.1f} s)")
                self.say(f"\nAIOP runs at {address} (logs in {supervisor.logs}). Ctrl-C stops everything.\n")
            elif not supervisor.asked.is_set():
                self.say(f"The web server does not answer; see {supervisor.logs / 'web.log'}")
            presence.announce(address)
            supervisor.watch()
        finally:
            self.say("Stopping")
            supervisor.stop()

    def _step(self, done: str, work: Callable[[], object]) -> None:
        began = time.monotonic()
        work()
        self.say(f"{done} ({time.monotonic() - began:.1f} s)")

    def say(self, line: str) -> None:
        """Prints a line at once."""
        self.stdout.write(line)
        self.stdout.flush()


def _full(folder: Path) -> RefusedError:
    free = shutil.disk_usage(folder).free // 1_000_000
    return RefusedError(
        f"The disk of {folder} is full ({free} MB free, {NEEDED_BYTES // 1_000_000} MB needed): "
        "free some space, or set AIOP_VAR to a folder on another disk, and run the same command again."
    )
