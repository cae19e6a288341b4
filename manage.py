#!/usr/bin/env python3
"""The project's one command: Django's own, started from anywhere with nothing installed."""

import os
import runpy
import sys
from pathlib import Path

BOOTSTRAP = Path(__file__).resolve().parent / "aiop" / "local" / "bootstrap.py"


def main() -> None:
    """Makes the environment if this interpreter lacks it, lends local services to the command, and runs it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aiop.settings")
    runpy.run_path(str(BOOTSTRAP))["enter_environment"]()

    from django.core.management import execute_from_command_line

    from aiop.local.environment import prepared

    with prepared(sys.argv[1:]):
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
