"""Web server, worker and beat under one roof: started, started again when they die, stopped in order."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from aiop.local.account import Account
from aiop.local.children import start_child

Say = Callable[[str], None]
ROOT = Path(__file__).resolve().parents[2]
LOOK_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
# A child that lived this long was well; its next death starts the pauses anew.
HEALTHY_SECONDS = 60.0
LOG_LIMIT_BYTES = 10_000_000


@dataclass
class Child:
    """A command to keep running, how to stop it, and how long it may take to end."""

    name: str
    command: list[str]
    patience_seconds: float = 15.0
    last_resort: signal.Signals = signal.SIGKILL
    when_orphaned: signal.Signals = signal.SIGTERM
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    started_at: float = 0.0
    due_at: float = 0.0


@dataclass
class Supervisor:
    """Keeps children running until it is asked to stop; children stop in the order given."""

    children: list[Child]
    environment: dict[str, str]
    account: Account | None
    logs: Path
    say: Say
    asked: threading.Event = field(default_factory=threading.Event)
    hurried: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        """Starts every child; from here on SIGINT and SIGTERM mean stop, and a second one means hurry."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        self._make_logs()
        for child in self.children:
            self._start(child)

    def watch(self) -> None:
        """Starts again what dies, with growing pauses, until asked to stop."""
        while not self.asked.wait(LOOK_SECONDS):
            for child in self.children:
                self.look_after(child, time.monotonic())

    def stop(self) -> None:
        """Stops the children one after the other, giving each its time to finish."""
        for child in self.children:
            process = child.process
            if process is None or process.poll() is not None:
                continue
            process.send_signal(signal.SIGTERM)
            if self._ended(process, child.patience_seconds):
                self.say(f"{child.name} stopped")
                continue
            self.say(f"{child.name} did not stop in {child.patience_seconds:.0f} s; what it did is taken up next time")
            process.send_signal(child.last_resort)
            if not self._ended(process, 5.0):
                _kill_session(process.pid)
            process.wait()

    def look_after(self, child: Child, now: float) -> None:
        """Starts a child whose pause is over, or notes that it has died; `now` is monotonic seconds."""
        if child.process is None:
            if now >= child.due_at:
                self._start(child)
            return
        code = child.process.poll()
        if code is None:
            return
        child.failures = 1 if now - child.started_at > HEALTHY_SECONDS else child.failures + 1
        pause = min(LONGEST_PAUSE_SECONDS, 2.0 ** (child.failures - 1))
        child.process, child.due_at = None, now + pause
        self.say(f"{child.name} ended unasked ({_ending(code)}); again in {pause:.0f} s; see {self._log(child)}")

    def _start(self, child: Child) -> None:
        child.started_at = time.monotonic()
        child.process = start_child(
            child.command,
            folder=ROOT,
            log=self._log(child),
            environment=self.environment,
            account=self.account,
            when_orphaned=child.when_orphaned,
        )

    def _ended(self, process: subprocess.Popen[bytes], seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while process.poll() is None:
            if time.monotonic() > deadline or self.hurried.is_set():
                return False
            time.sleep(0.1)
        return True

    def _log(self, child: Child) -> Path:
        return self.logs / f"{child.name}.log"

    def _make_logs(self) -> None:
        self.logs.mkdir(parents=True, exist_ok=True)
        for child in self.children:
            log = self._log(child)
            if log.exists() and log.stat().st_size > LOG_LIMIT_BYTES:
                log.replace(log.with_suffix(".log.1"))

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        if self.asked.is_set():
            self.hurried.set()
        self.asked.set()


def _kill_session(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        return


def _ending(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"status {code}"
