"""A Valkey server of our own on a unix socket: the broker of a machine that has none."""

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
    def log(self) -> Path:
        """What the server has to say."""
        return self.data / "server.log"

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
        # A daemon, so that Ctrl-C in our terminal does not reach it and it outlives us where another process uses it.
        answer = subprocess.run(
            [self.program, *self._arguments()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd="/",
            check=False,
            **identity(self.state.account),
        )
        deadline = time.monotonic() + START_PATIENCE_SECONDS
        while not self.answers():
            if answer.returncode or time.monotonic() > deadline:
                raise RefusedError(f"The broker (Valkey) did not start: {_last_line(self.log, answer.stdout)}")
            time.sleep(RETRY_SECONDS)

    def stop(self) -> None:
        """Stops the server if it runs; queued messages are in its append-only file."""
        deadline = time.monotonic() + STOP_PATIENCE_SECONDS
        # It writes its file out before it closes its socket, so a silent socket means that all is kept.
        while self.answers() and time.monotonic() < deadline:
            self._ask(b"SHUTDOWN\r\n")
            time.sleep(RETRY_SECONDS)

    def _arguments(self) -> list[str]:
        options = {
            "--port": "0",
            "--unixsocket": str(self.socket),
            "--unixsocketperm": "700",
            "--dir": str(self.data),
            "--appendonly": "yes",
            "--save": "",
            "--daemonize": "yes",
            "--logfile": str(self.log),
            "--pidfile": str(self.data / "valkey.pid"),
        }
        return [word for pair in options.items() for word in pair]

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


def _last_line(log: Path, said: bytes) -> str:
    words = said.decode(errors="replace")
    if log.exists():
        words = log.read_text(encoding="utf-8", errors="replace") + words
    lines = [line for line in words.splitlines() if line.strip()]
    return lines[-1] if lines else "it said nothing."
