"""`manage.py test`: pytest on a database cluster of its own."""

import os
import subprocess
import sys
from contextlib import AbstractContextManager, nullcontext

from django.core.management.base import BaseCommand

from aiop.local.environment import ROOT, prepared_server, var_folder
from aiop.local.services import running_for_tests

DEFAULT_MARKERS = "not slow and not benchmark"
DEFAULT_WORKERS = "2"


class Command(BaseCommand):
    """Runs the tests; every argument is pytest's own."""

    help = "Runs pytest on a database cluster of its own; all arguments are passed on to pytest."
    requires_system_checks = []

    def run_from_argv(self, argv: list[str]) -> None:
        """Takes every argument as pytest's, unread, and ends with pytest's exit status."""
        with self._services() as variables:
            environment = {**os.environ, **variables}
            command = [sys.executable, "-m", "pytest", *pytest_arguments(argv[2:])]
            sys.stdout.flush()
            status = _run(command, environment)
        raise SystemExit(status)

    def _services(self) -> AbstractContextManager[dict[str, str]]:
        """Gives the URLs of the tests' own servers, or of the user's server where one is given."""
        given = os.environ.get("DATABASE_URL", "")
        own_broker = not os.environ.get("CELERY_BROKER_URL")
        lent: dict[str, str] = {}
        if given and not os.environ.get("DATABASE_OWNER_URL"):
            lent = prepared_server(given)
        if given and not own_broker:
            return nullcontext(lent)
        os.environ.update(lent)
        return running_for_tests(var_folder(), database=not given, broker=own_broker, say=self._say)

    def _say(self, line: str) -> None:
        self.stderr.write(line)


def pytest_arguments(given: list[str]) -> list[str]:
    """Gives pytest's arguments: without any, both cores; without `-m` or a test's name, no slow test."""
    arguments = list(given) or ["-n", DEFAULT_WORKERS]
    chosen = any(word.startswith("-m") or "::" in word for word in given)
    return arguments if chosen else [*arguments, "-m", DEFAULT_MARKERS]


def _run(command: list[str], environment: dict[str, str]) -> int:
    """Runs pytest in the foreground; Ctrl-C is pytest's to answer, we wait for its report."""
    with subprocess.Popen(command, env=environment, cwd=ROOT) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue
            except SystemExit:
                process.terminate()
