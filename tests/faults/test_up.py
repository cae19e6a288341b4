"""`up` from an empty folder: serves, restarts, and leaves nothing running."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from aiop.local.environment import ROOT

pytestmark = [pytest.mark.faults, pytest.mark.slow]

LENT = ("DATABASE_URL", "DATABASE_OWNER_URL", "CELERY_BROKER_URL", "SECRET_KEY")
PATIENCE_SECONDS = 240

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def var() -> Iterator[Path]:
    """Give an empty folder of local state."""
    with tempfile.TemporaryDirectory(prefix="aiop-test-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def port() -> int:
    """Give a port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def start(var: Path) -> Iterator[Start]:
    """Give a function that runs `manage.py` with given arguments and variables on the folder; what still runs is stopped."""
    environment = {name: value for name, value in os.environ.items() if name not in LENT and "PYTEST" not in name}
    with ExitStack() as processes:

        def run(*arguments: str, **variables: str) -> subprocess.Popen[str]:
            process = subprocess.Popen(
                [sys.executable, "manage.py", *arguments],
                cwd=ROOT,
                env={**environment, "AIOP_VAR": str(var), **variables},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            processes.enter_context(process)
            processes.callback(process.terminate)
            return process

        yield run


def _read_until(process: subprocess.Popen[str], words: str) -> str:
    assert process.stdout
    deadline = time.monotonic() + PATIENCE_SECONDS
    said = ""
    for line in process.stdout:
        said += line
        if words in line:
            return said
        assert time.monotonic() < deadline, said
    raise AssertionError(said)


def _of(var: Path) -> list[str]:
    """Gives the command lines of the processes that have the folder in their environment or arguments."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            line = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
        except OSError:
            continue
        if str(var).encode() in line and int(process.name) != os.getpid():
            found.append((process / "cmdline").read_text(encoding="utf-8").replace("\0", " "))
    return found


def test_up_serves_the_log_in_page_and_ctrl_c_leaves_nothing_running(var: Path, port: int, start: Start) -> None:
    process = start("up", "--port", str(port))
    said = _read_until(process, "Ctrl-C stops everything")
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/admin/", timeout=30) as page:
        assert page.status == 200
        assert b'type="password"' in page.read()
    second, _ = start("up").communicate(timeout=PATIENCE_SECONDS)
    assert f"AIOP already runs at http://127.0.0.1:{port}/admin/" in second
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=90)
    assert process.returncode == 0
    assert re.findall(r"^(\w+) stopped$", rest, re.MULTILINE) == ["beat", "web", "worker", "twins"]
    assert re.search(r"^Database migrated \(\d+\.\d s\)$", said, re.MULTILINE)
    assert _of(var) == []


def test_up_on_a_taken_port_says_so_before_it_does_anything(var: Path, start: Start) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        taken = listener.getsockname()[1]
        said, _ = start("up", "--port", str(taken)).communicate(timeout=PATIENCE_SECONDS)
    assert re.search(rf"^Port {taken} on 127\.0\.0\.1 is taken by another program", said, re.MULTILINE)
    assert "Traceback" not in said
    assert "migrated" not in said
    assert _of(var) == []


def test_a_database_that_cannot_be_reached_is_one_sentence(start: Start) -> None:
    process = start("migrate", DATABASE_URL="postgres://nobody@127.0.0.1:9/aiop")
    said, _ = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 1
    assert said.startswith("DATABASE_URL: the server could not be used:")
    assert len(said.splitlines()) == 1


def test_a_terminated_command_leaves_nothing_running(var: Path, start: Start) -> None:
    process = start("up", "--no-serve")
    _read_until(process, "Valkey ready")
    process.terminate()
    process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 128 + signal.SIGTERM
    assert _of(var) == []
