"""What a command takes of memory, its clerks included: the command run as a process of its own, and looked at."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.db import connections

LOOK_EVERY_SECONDS = 0.1
ROOT = Path(__file__).parents[2]


def peak_of_load(*words: str) -> float:
    """Run `load` with these words; gives what `peak_of` gives."""
    return peak_of("load", *words)


def peak_of(*words: str) -> float:
    """Run a command on the test database; give the most megabytes that it held at once, all its processes together, each
    shared page counted once."""
    with subprocess.Popen(
        [sys.executable, "-m", "django", *words], cwd=ROOT, env=_environment(), stdout=subprocess.DEVNULL
    ) as command:
        peak = 0
        while command.poll() is None:
            peak = max(peak, sum(map(_proportional, _family(command.pid))))
            time.sleep(LOOK_EVERY_SECONDS)
    assert command.returncode == 0
    return peak / 1024


def _environment() -> dict[str, str]:
    """Give an environment in which the command meets the tests' database."""
    name = connections["owner"].settings_dict["NAME"]
    urls = {
        variable: urlunsplit(urlsplit(os.environ[variable])._replace(path=f"/{name}"))
        for variable in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_READER_URL")
        if variable in os.environ
    }
    return {**os.environ, **urls, "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "aiop.settings"}


def _family(process: int) -> list[int]:
    """Give a process and all that descend from it."""
    found = [process]
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            found += [one for child in children.read_text(encoding="ascii").split() for one in _family(int(child))]
        except OSError:
            continue
    return found


def _proportional(process: int) -> int:
    """Give the kilobytes of a process, each shared page split among those that share it; 0 once it has ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
