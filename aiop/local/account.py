"""The account that servers run under when we are root (PostgreSQL refuses root). Standard library only."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Debian's PostgreSQL package brings the first; every Unix has the second.
CANDIDATES = ("postgres", "nobody")
OTHERS_MAY_ENTER = 0o001


@dataclass(frozen=True)
class Account:
    """A system account by its numbers."""

    name: str
    uid: int
    gid: int


def service_account() -> Account | None:
    """Gives the account that servers run under, or None when we are an ordinary user and need no other."""
    if os.geteuid() != 0:
        return None
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name=name, uid=entry.pw_uid, gid=entry.pw_gid)
    return None


def identity(account: Account | None) -> dict[str, Any]:
    """Gives the keyword arguments of `subprocess.Popen` that make a child run under the account."""
    if account is None:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


def can_reach(account: Account | None, path: Path) -> bool:
    """Says whether the account may enter every folder on the way to an existing path, links followed."""
    if account is None:
        return True
    real = path.resolve()
    folders = [real, *real.parents] if real.is_dir() else list(real.parents)
    return all(_may_enter(account, folder) for folder in folders)


def _may_enter(account: Account, folder: Path) -> bool:
    status = folder.stat()
    return bool(status.st_mode & OTHERS_MAY_ENTER) or status.st_uid == account.uid
