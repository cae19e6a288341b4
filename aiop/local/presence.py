"""Who serves this checkout: at most one `up` at a time, and others find out where."""

import fcntl
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aiop.local.refusal import RefusedError

LOOK_SECONDS = 0.5


class Presence:
    """The place in the folder of local state where a running `up` says who and where it is."""

    def __init__(self, var: Path) -> None:
        """Takes the folder of local state."""
        self.lock = var / "up.lock"
        self.note = var / "up.json"

    @contextmanager
    def taken(self) -> Iterator[str | None]:
        """Holds the place: gives None; or, when another process serves already, gives the address of that one.

        While the other is still being set up, waits: it may end without serving, and then the place is ours.
        """
        with os.fdopen(os.open(self.lock, os.O_RDWR | os.O_CREAT, 0o664), "r+") as handle:
            while not _try_lock(handle.fileno()):
                address = self._address()
                if address:
                    yield address
                    return
                time.sleep(LOOK_SECONDS)
            self.note.unlink(missing_ok=True)
            try:
                yield None
            finally:
                self.note.unlink(missing_ok=True)

    def announce(self, address: str) -> None:
        """Says where we serve."""
        draft = self.note.with_suffix(".draft")
        draft.write_text(json.dumps({"pid": os.getpid(), "address": address}), encoding="utf-8")
        draft.replace(self.note)

    def _address(self) -> str | None:
        try:
            return str(json.loads(self.note.read_text(encoding="utf-8"))["address"])
        except (OSError, ValueError, KeyError):
            return None


def check_port(host: str, port: int) -> None:
    """Refuses, naming a free port near by, when another program listens where we want to."""
    if not _is_free(host, port):
        free = next((other for other in range(port + 1, min(port + 100, 65536)) if _is_free(host, other)), 0)
        raise RefusedError(
            f"Port {port} on {host} is taken by another program: stop it, or run `manage.py up --port {free}`."
        )


def _is_free(host: str, port: int) -> bool:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except PermissionError as error:
        raise RefusedError(f"Port {port} may only be used by root: choose one above 1023 with --port.") from error
    except socket.gaierror as error:
        raise RefusedError(f"There is no address named {host} on this machine: leave --host out.") from error
    except OSError:
        return False
    return True


def _try_lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
