"""What uploads leave behind and nobody needs any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from aiop.files.uploads import folder_of
from aiop.loading.models import Load
from aiop.loading.staged import drop_stagings
from aiop.orgs.models import Org

# An upload that nobody has applied for so long is let go; its file stays for as long again.
IDLE_DAYS = 30
KEEP_DAYS = 60


@dataclass(frozen=True, slots=True)
class Swept:
    """How many staging tables and files went."""

    tables: int
    files: int


def sweep(org: Org, now: datetime) -> Swept:
    """Let idle uploads go, drop stagings without a live load, and remove old files that no load names; call inside `org_context`."""
    idle = Load.objects.filter(org=org, uploaded_at__lt=now - timedelta(days=IDLE_DAYS), state__in=_WAITING)
    idle.update(state=Load.State.CANCELLED, message=f"Let go after {IDLE_DAYS} days without being applied.")
    tables = drop_stagings(org, keep=[*_WAITING, Load.State.STAGING, Load.State.APPLYING])
    return Swept(tables, _remove_files(org, now))


_WAITING = [Load.State.UPLOADED, Load.State.ASKING, Load.State.PREVIEWED]


def _remove_files(org: Org, now: datetime) -> int:
    folder = folder_of(org)
    if not folder.is_dir():
        return 0
    before = (now - timedelta(days=KEEP_DAYS)).timestamp()
    ended = {Load.State.CANCELLED, Load.State.REFUSED}
    needed = {
        name.rpartition("/")[2]
        for name in Load.objects.filter(org=org).exclude(state__in=ended).values_list("file", flat=True)
    }
    gone = 0
    for path in folder.iterdir():
        if path.is_file() and path.name not in needed and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
            gone += 1
    return gone
