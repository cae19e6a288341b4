"""The supervisor starts again what dies, stops what hangs, and takes everything with it when it is killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from aiop.local.environment import ROOT
from aiop.local.supervisor import Child, Supervisor

pytestmark = [pytest.mark.faults, pytest.mark.slow]

SLEEPER = "import time; time.sleep(300)"
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(300)"
)
# A supervisor in a process of its own, over one child, that says the child's number.
ALONE = """
import os, sys
from pathlib import Path
from aiop.local.supervisor import Child, Supervisor
child = Child("sleeper", [sys.executable, "-c", "import time; time.sleep(300)"])
supervisor = Supervisor([child], dict(os.environ), None, Path(sys.argv[1]), print)
supervisor.start()
print(child.process.pid, flush=True)
supervisor.watch()
supervisor.stop()
"""


@pytest.fixture(autouse=True)
def signals_put_back() -> Iterator[None]:
    """Put this process's signal handlers back after a supervisor took them."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in numbers}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def _supervisor(logs: Path, said: list[str], *children: Child) -> Supervisor:
    return Supervisor(list(children), dict(os.environ), None, logs, said.append)


def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _lives(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_a_child_that_dies_is_started_again_with_growing_pauses(tmp_path: Path) -> None:
    said: list[str] = []
    child = Child("short", [sys.executable, "-c", "import sys; sys.exit(3)"])
    supervisor = _supervisor(tmp_path, said, child)
    supervisor.start()
    deadline = time.monotonic() + 10
    while child.failures < 2:
        assert time.monotonic() < deadline
        supervisor.look_after(child, time.monotonic())
        time.sleep(0.05)
    assert said[0].startswith("short ended unasked (status 3); again in 1 s")
    assert said[1].startswith("short ended unasked (status 3); again in 2 s")
    supervisor.stop()


def test_a_child_that_does_not_stop_gets_the_last_resort(tmp_path: Path) -> None:
    said: list[str] = []
    child = Child("stubborn", [sys.executable, "-c", STUBBORN], patience_seconds=0.5)
    supervisor = _supervisor(tmp_path, said, child)
    supervisor.start()
    _until(lambda: "up" in (tmp_path / "stubborn.log").read_text(encoding="utf-8"))
    supervisor.stop()
    assert child.process is not None
    assert child.process.returncode == -signal.SIGKILL
    assert "did not stop" in said[0]


def test_children_stop_in_the_order_given(tmp_path: Path) -> None:
    said: list[str] = []
    children = [Child(name, [sys.executable, "-c", SLEEPER]) for name in ("beat", "web", "worker")]
    supervisor = _supervisor(tmp_path, said, *children)
    supervisor.start()
    supervisor.stop()
    assert said == ["beat stopped", "web stopped", "worker stopped"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_however_the_supervisor_ends_its_children_end_too(tmp_path: Path, number: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", ALONE, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as supervisor:
        assert supervisor.stdout
        child = int(supervisor.stdout.readline())
        assert _lives(child)
        supervisor.send_signal(number)
        supervisor.wait(timeout=20)
        _until(lambda: not _lives(child))
