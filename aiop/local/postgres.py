"""A PostgreSQL cluster of our own: made once, started, found again, stopped."""

import os
import shlex
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from aiop.local.account import identity
from aiop.local.binaries import postgres_folder, postgres_major, reachable_postgres
from aiop.local.reader import close_to_reader
from aiop.local.refusal import RefusedError
from aiop.local.state import State

ADMINISTRATOR = "postgres"
OWNER_ROLE = "aiop_owner"
APP_ROLE = "aiop_app"
READER_ROLE = "aiop_reader"
DATABASE = "aiop"
TEMPLATE = "template1"
OLDEST_MAJOR = 15
BUILTIN_LOCALES_SINCE = 17
# Orphans of a killed postmaster need up to four seconds; recovery after a crash may need minutes.
START_PATIENCE_SECONDS = 120
RETRY_SECONDS = 0.25


def _sixteenth_of_memory() -> int:
    """Give megabytes for PostgreSQL's own cache: enough for the indexes of a large load, little on a small machine."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return max(128, min(1024, total // 16))


SETTINGS = {
    "max_connections": "60",
    "shared_buffers": f"{_sixteenth_of_memory()}MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "synchronous_commit": "on",
}
# The data of tests may be lost at any moment, so nothing waits for the disk.
TEST_SETTINGS = {
    **SETTINGS,
    "max_connections": "100",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}


@dataclass(frozen=True)
class Cluster:
    """A cluster by its data folder, socket folder, binaries and settings."""

    state: State
    name: str
    binaries: Path
    settings: dict[str, str]

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.state.folder / self.name

    @property
    def sockets(self) -> Path:
        """The folder of this cluster's socket, so that two clusters of one checkout do not meet."""
        return self.state.sockets / self.name

    def url(self, role: str, database: str = DATABASE) -> str:
        """Gives the URL by which a role reaches a database of this cluster."""
        return f"postgres://{role}@/{database}?host={self.sockets}"

    def answers(self) -> bool:
        """Says whether the server takes connections now."""
        try:
            psycopg.connect(self.url(ADMINISTRATOR, "postgres"), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def start(self) -> None:
        """Makes the cluster if missing and starts it if it does not run; refuses with the server's own last words."""
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self._check_major()
        self.state.private_folder(self.data.name)
        self.sockets.mkdir(exist_ok=True)
        if self.state.account:
            os.chown(self.sockets, self.state.account.uid, self.state.account.gid)
        deadline = time.monotonic() + START_PATIENCE_SECONDS
        words = ""
        while not self.answers():
            if time.monotonic() > deadline:
                raise RefusedError(f"PostgreSQL did not start; see {self.data / 'server.log'}. {_last_line(words)}")
            if not self._process_runs():
                self._clear_reused_process_id()
                words = self._start_once()
            time.sleep(RETRY_SECONDS)

    def stop(self) -> None:
        """Stops the server if it runs, rolling back what is open; what was committed stays."""
        if (self.data / "postmaster.pid").exists():
            self._run("pg_ctl", "-D", self.data, "-m", "fast", "-w", "-t", "120", "stop")

    def ensure_roles(self, database: str = DATABASE) -> None:
        """Makes the login roles of the owner, the app and the reader, and the database, where missing."""
        with psycopg.connect(self.url(ADMINISTRATOR, "postgres"), autocommit=True) as connection:
            # Two commands may start at once; the second waits here and finds everything made.
            connection.execute("SELECT pg_advisory_lock(hashtext('aiop.local'))")
            for role, rights in ((OWNER_ROLE, "LOGIN CREATEDB"), (APP_ROLE, "LOGIN"), (READER_ROLE, "LOGIN")):
                if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                    connection.execute(sql.SQL(f"CREATE ROLE {{}} {rights}").format(sql.Identifier(role)))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
                statement = sql.SQL("CREATE DATABASE {} OWNER {}")
                connection.execute(statement.format(sql.Identifier(database), sql.Identifier(OWNER_ROLE)))
            for name in (TEMPLATE, database):
                self._close(name)

    def _close(self, database: str) -> None:
        """Closes a database to the reader; those made of the template, as tests' are, are made closed."""
        with psycopg.connect(self.url(ADMINISTRATOR, database), autocommit=True) as connection:
            close_to_reader(connection)

    def _initialise(self) -> None:
        # Made beside its place and moved there whole, so that a killed attempt never looks like a cluster.
        draft = self.state.private_folder(f"{self.name}.making")
        shutil.rmtree(draft)
        self.state.private_folder(draft.name)
        locale = ["--locale=C.UTF-8"]
        if postgres_major(self.binaries) >= BUILTIN_LOCALES_SINCE:
            locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        answer = self._run("initdb", "-D", draft, "-U", ADMINISTRATOR, "-A", "trust", "-E", "UTF8", "-N", *locale)
        if answer.returncode:
            raise RefusedError(_reason("PostgreSQL could not make its data folder", draft, answer.stdout))
        if self.data.exists():
            self.data.rmdir()
        draft.rename(self.data)

    def _check_major(self) -> None:
        stored = (self.data / "PG_VERSION").read_text(encoding="ascii").strip()
        ours = postgres_major(self.binaries)
        if ours < OLDEST_MAJOR:
            raise RefusedError(
                f"PostgreSQL {ours} is too old: {OLDEST_MAJOR} or newer is needed (PG_BIN names another)."
            )
        if stored != str(ours):
            raise RefusedError(
                f"The data in {self.data} is of PostgreSQL {stored}, the server here is {ours}: set PG_BIN to the "
                f"binaries of {stored}, dump with pg_dump, move the folder away, and restore."
            )

    def _start_once(self) -> str:
        options = {**self.settings, "listen_addresses": "", "unix_socket_directories": str(self.sockets)}
        flags = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in options.items())
        log = self.data / "server.log"
        answer = self._run("pg_ctl", "-D", self.data, "-l", log, "-w", "-t", "600", "-o", flags, "start")
        if answer.returncode and log.exists():
            words = log.read_text(encoding="utf-8", errors="replace")[-2000:]
            if "No space left on device" in words:
                raise RefusedError(_reason("PostgreSQL could not start", self.data, words))
            return words
        return answer.stdout

    def _process_id(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text(encoding="ascii").split()[0])
        except (OSError, ValueError, IndexError):
            return None

    def _process_runs(self) -> bool:
        number = self._process_id()
        return number is not None and _is_postgres(number)

    def _clear_reused_process_id(self) -> None:
        """After a crash the number in postmaster.pid may be another program's, and PostgreSQL then refuses to start."""
        number = self._process_id()
        if number is None or not Path(f"/proc/{number}").exists() or _is_postgres(number):
            return
        if not _someone_works_in(self.data):
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _run(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.binaries / program, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd="/",
            check=False,
            env={**os.environ, "LC_ALL": "C"},
            **identity(self.state.account),
        )


def local_cluster(state: State, *, for_tests: bool = False) -> Cluster:
    """Gives the cluster of this checkout, or the one of its tests; nothing is started."""
    base = state.folder
    binaries = reachable_postgres(postgres_folder(), state.account, base)
    if for_tests:
        return Cluster(state=state, name="pg-test", binaries=binaries, settings=TEST_SETTINGS)
    return Cluster(state=state, name="pg", binaries=binaries, settings=SETTINGS)


def _is_postgres(number: int) -> bool:
    """Says whether a process is a PostgreSQL server; where /proc is missing, whether it lives at all."""
    try:
        if Path("/proc/self").exists():
            return b"postgres" in Path(f"/proc/{number}/cmdline").read_bytes().split(b"\0")[0]
        os.kill(number, 0)
    except PermissionError:
        return True
    except OSError:
        return False
    return True


def _someone_works_in(data: Path) -> bool:
    """Says whether a process has the data folder as its working folder, as every PostgreSQL process has."""
    for link in Path("/proc").glob("[0-9]*/cwd"):
        try:
            if link.resolve(strict=True) == data.resolve():
                return True
        except OSError:
            continue
    return False


def _reason(what: str, folder: Path, words: str) -> str:
    if "No space left on device" in words:
        return f"{what}: the disk of {folder} is full. Free some space and run the same command again."
    return f"{what} in {folder}: {_last_line(words)}"


def _last_line(words: str) -> str:
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    telling = [line for line in lines if "FATAL" in line or "error" in line.lower()]
    return (telling or lines or [""])[-1]
