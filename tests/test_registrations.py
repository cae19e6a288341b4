"""What registers itself when it is imported is imported as every process starts: a job that no worker knows never runs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
APPS = ("aiop", "crm", "hvac", "marts", "servicetitan")
_REGISTERS = re.compile(r"^(register|on_done|on_end|on_tick|after_undo|before_undo)\(", re.MULTILINE)
# What the admin's pages import; a worker does without.
_OF_PAGES = re.compile(r"(^|\.)(admin|pages|urls)(\.|$)|catalogue\.")


def registering() -> list[str]:
    """List the modules that register something as they are imported."""
    paths = [path for app in APPS for path in (ROOT / app).rglob("*.py") if _REGISTERS.search(path.read_text())]
    names = (".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in paths)
    return sorted(name for name in names if not _OF_PAGES.search(name))


@pytest.mark.slow
def test_whatever_registers_itself_is_known_to_every_process() -> None:
    program = "import sys, django, aiop.celery; django.setup(); print(*sys.modules)"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    missing = set(registering()) - set(said.stdout.split())
    assert missing == set(), (
        f"Import these in the `ready` of their app, or of a module that it imports: {sorted(missing)}"
    )
