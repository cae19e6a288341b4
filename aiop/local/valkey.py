"""A Valkey server of our own on a unix socket: the broker of a machine that has none."""

import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from aiop.local.account import identity
from aiop.local.binaries import reachable_program, valkey_server
from aiop.local.refusal import RefusedError
from aiop.local.state import State

START_PATIENCE_SECONDS = 30
STOP_PATIENCE_SECONDS = 10
RETRY_SECONDS = 0.05


@dataclass(frozen=True)
class Valkey:
    """A server by its data folder, socket and program."""

    state: State
    name: str
    program: Path

    @property
    def data(self) -> Path:
        """The folder of the append-only file."""
        return self.state.folder / self.name

    @property
    def socket(self) -> Path:
        """The server's unix socket."""
        return self.state.sockets / f"{self.name}.sock"

    def url(self, number: int = 0) -> str:
        """Gives the broker URL, for one of the server's sixteen numbered databases."""
        return f"redis+socket://{self.socket}?virtual_host={number}"

    def answers(self) -> bool:
        """Says whether the server takes commands now."""
        return self._ask(b"PING\r\n").startswith(b"+PONG")

    def start(self) -> None:
        """Starts the server if it does not run; refuses with its own last words."""
        if self.answers():
            return
        self.state.private_folder(self.name)
        log = self.data / "server.log"
        with log.open("ab") as output:
            process = subprocess.Popen(
                [self.program, *self._arguments()],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd="/",
                # Ctrl-C in our terminal must not reach it: it is stopped last.
                start_new_session=True,
                **identity(self.state.account),
            )
        deadline = time.monotonic() + START_PATIENCE_SECONDS
        while not self.answers():
            if process.poll() is not None or time.monotonic() > deadline:
                raise RefusedError(f"The broker (Valkey) did not start: {_last_line(log)}")
            time.sleep(RETRY_SECONDS)

    def stop(self) -> None:
        """Stops the server if it runs; queued messages are in its append-only file."""
        if not self.answers():
            return
        number = self._process_id()
        self._ask(b"SHUTDOWN\r\n")
        deadline = time.monotonic() + STOP_PATIENCE_SECONDS
        while number is not None and _lives(number):
            if time.monotonic() > deadline:
                os.kill(number, signal.SIGTERM)
                return
            time.sleep(RETRY_SECONDS)

    def _arguments(self) -> list[str]:
        options = {
            "--port": "0",
            "--unixsocket": str(self.socket),
            "--unixsocketperm": "700",
            "--dir": str(self.data),
            "--appendonly": "yes",
            "--save": "",
            "--daemonize": "no",
        }
        return [word for pair in options.items() for word in pair]

    def _process_id(self) -> int | None:
        for line in self._ask(b"INFO server\r\n").splitlines():
            if line.startswith(b"process_id:"):
                return int(line.split(b":")[1])
        return None

    def _ask(self, command: bytes) -> bytes:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(5)
            try:
                connection.connect(str(self.socket))
                connection.sendall(command)
                return connection.recv(65536)
            except OSError:
                return b""


def local_valkey(state: State, *, for_tests: bool = False) -> Valkey:
    """Gives the broker of this checkout, or the one of its tests; nothing is started."""
    program = reachable_program(valkey_server(), state.account, state.folder)
    return Valkey(state=state, name="valkey-test" if for_tests else "valkey", program=program)


def _lives(number: int) -> bool:
    try:
        # Our own child stays a zombie until it is waited for.
        if os.waitpid(number, os.WNOHANG)[0] == number:
            return False
    except ChildProcessError:
        pass
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing."
