"""Where local servers keep their data and sockets, and under which account. Standard library only."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from aiop.local.account import Account, can_reach, service_account
from aiop.local.refusal import RefusedError

# A unix socket's whole path may have 107 bytes; the longest name we put in the folder has 14.
SOCKET_FOLDER_LIMIT = 90
SHARED = 0o2775
PRIVATE = 0o700


@dataclass(frozen=True)
class State:
    """The folder that holds the servers' data, the folder of their sockets, and the account they run under."""

    folder: Path
    sockets: Path
    account: Account | None

    def private_folder(self, name: str) -> Path:
        """Makes (if missing) and gives a folder of the state that only the servers' account may enter."""
        folder = self.folder / name
        make_private(folder, self.account)
        return folder


def local_state(var: Path) -> State:
    """Gives the state of this checkout, making its folders; refuses when they cannot be written or are another's."""
    account = service_account()
    _make_var(var, account)
    folder = var if can_reach(account, var) else _system_folder(var)
    sockets = _socket_folder(folder, account)
    make_private(sockets, account)
    return State(folder=folder, sockets=sockets, account=account)


def make_private(folder: Path, account: Account | None) -> None:
    """Makes a folder that only the account (or we) may enter; refuses one that belongs to somebody else."""
    owner = account.uid if account else os.geteuid()
    try:
        folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        if account and folder.stat().st_uid == 0:
            os.chown(folder, account.uid, account.gid)
        if folder.stat().st_uid != owner:
            raise RefusedError(
                f"{folder} belongs to another user: run this as that user, or set AIOP_VAR to a folder of your own."
            )
        folder.chmod(PRIVATE)
    except PermissionError as error:
        raise _unwritable(folder) from error


def _make_var(var: Path, account: Account | None) -> None:
    try:
        var.mkdir(parents=True, exist_ok=True)
        if account:
            # Root's commands and the servers' account write side by side: group and set-group-id see to it.
            os.chown(var, -1, account.gid)
            var.chmod(SHARED)
    except OSError as error:
        raise _unwritable(var) from error
    if not os.access(var, os.W_OK | os.X_OK):
        raise _unwritable(var)


def _system_folder(var: Path) -> Path:
    """Root in a private home: the data goes where the account can reach it."""
    folder = Path("/var/lib") / f"aiop-{_hash(var)}"
    folder.mkdir(mode=0o755, exist_ok=True)
    return folder


def _socket_folder(folder: Path, account: Account | None) -> Path:
    # Remembered, so that two shells with different TMPDIR find the same servers.
    memory = folder / "sockets.path"
    if memory.exists():
        remembered = Path(memory.read_text(encoding="utf-8").strip())
        if remembered.parent.is_dir():
            return remembered
    temporary = Path(tempfile.gettempdir())
    if len(str(temporary)) + 20 > SOCKET_FOLDER_LIMIT or not can_reach(account, temporary):
        temporary = Path("/tmp")  # noqa: S108 the folder made in it is private and its owner is checked
    sockets = temporary / f"aiop-{_hash(folder)}"
    memory.write_text(f"{sockets}\n", encoding="utf-8")
    return sockets


def _hash(path: Path) -> str:
    return hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:10]


def _unwritable(folder: Path) -> RefusedError:
    return RefusedError(
        f"The folder {folder} cannot be written: make it writable, or set AIOP_VAR to a folder of your own."
    )
