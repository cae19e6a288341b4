"""Local servers survive kills, find each other again, and leave when the last user does."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from aiop.local.binaries import DEBIAN
from aiop.local.environment import ROOT
from aiop.local.postgres import Cluster, local_cluster
from aiop.local.services import running, running_for_tests
from aiop.local.state import local_state
from aiop.local.valkey import Valkey, local_valkey

pytestmark = [pytest.mark.faults, pytest.mark.slow]

# Holds the servers until its standard input closes.
HOLDER = """
import sys
from pathlib import Path
from aiop.local.services import running, running_for_tests
with running(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def var() -> Iterator[Path]:
    """Give a folder of local state that the servers' account can reach, and stop what a test left running."""
    folder = Path(tempfile.mkdtemp(prefix="aiop-test-"))
    folder.chmod(0o755)
    yield folder
    cluster, broker = _servers(folder)
    broker.stop()
    cluster.stop()
    shutil.rmtree(cluster.state.sockets)
    shutil.rmtree(folder)


def _servers(var: Path) -> tuple[Cluster, Valkey]:
    state = local_state(var)
    return local_cluster(state), local_valkey(state)


def _hold(var: Path) -> subprocess.Popen[str]:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(var)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout
    assert holder.stdout.readline() == "held\n"
    return holder


def _let_go(holder: subprocess.Popen[str]) -> None:
    holder.communicate("", timeout=60)
    assert holder.returncode == 0


def _postmaster(cluster: Cluster) -> int:
    return int((cluster.data / "postmaster.pid").read_text(encoding="ascii").split()[0])


def test_every_committed_row_is_there_after_the_server_was_killed(var: Path) -> None:
    with running(var) as urls:
        with psycopg.connect(urls["DATABASE_OWNER_URL"], autocommit=True) as connection:
            connection.execute("CREATE TABLE kept (number int)")
            for number in range(200):
                connection.execute("INSERT INTO kept VALUES (%s)", [number])
        os.kill(_postmaster(_servers(var)[0]), signal.SIGKILL)
    with running(var) as urls, psycopg.connect(urls["DATABASE_OWNER_URL"]) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (200,)


def test_a_process_number_that_now_belongs_to_another_program_does_not_keep_the_server_from_starting(
    var: Path,
) -> None:
    cluster, _ = _servers(var)
    cluster.start()
    number = _postmaster(cluster)
    os.kill(number, signal.SIGKILL)
    deadline = time.monotonic() + 20
    while cluster.answers() or any(_works_in(cluster.data)):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    identity = {"user": cluster.state.account.uid} if cluster.state.account else {}
    with subprocess.Popen(["/bin/sleep", "60"], **identity) as stranger:  # type: ignore[call-overload]
        note = cluster.data / "postmaster.pid"
        note.write_text(note.read_text(encoding="ascii").replace(str(number), str(stranger.pid), 1), encoding="ascii")
        cluster.start()
        assert cluster.answers()
        stranger.terminate()


def test_a_cluster_whose_making_was_killed_is_made_anew(var: Path) -> None:
    draft = local_state(var).private_folder("pg.making")
    (draft / "PG_VERSION").write_text("18\n", encoding="ascii")
    with running(var, broker=False) as urls, psycopg.connect(urls["DATABASE_URL"]) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("aiop_app",)


def test_the_app_role_is_neither_owner_nor_superuser(var: Path) -> None:
    with running(var, broker=False) as urls, psycopg.connect(urls["DATABASE_URL"]) as connection:
        rights = "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
        assert connection.execute(rights).fetchone() == (False, False, False, False)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE mine (number int)")


def test_the_last_user_out_stops_the_servers_and_nobody_earlier(var: Path) -> None:
    cluster, broker = _servers(var)
    first, second = _hold(var), _hold(var)
    _let_go(first)
    assert cluster.answers()
    assert broker.answers()
    _let_go(second)
    assert not cluster.answers()
    assert not broker.answers()


def test_servers_left_by_a_killed_user_are_found_and_stopped_by_the_next(var: Path) -> None:
    cluster, broker = _servers(var)
    killed = _hold(var)
    before = _postmaster(cluster)
    killed.kill()
    killed.communicate()
    with running(var):
        assert _postmaster(cluster) == before
    assert not cluster.answers()
    assert not broker.answers()


def test_queued_messages_outlive_a_kill_of_the_broker(var: Path) -> None:
    _, broker = _servers(var)
    broker.start()
    queue = redis.Redis(unix_socket_path=str(broker.socket))
    for number in range(200):
        queue.lpush("messages", number)
    number = queue.info("server")["process_id"]
    # The append-only file is written at least once a second.
    time.sleep(1.2)
    os.kill(number, signal.SIGKILL)
    while broker.answers():
        time.sleep(0.05)
    broker.start()
    assert queue.llen("messages") == 200
    queue.close()


def test_two_test_runs_at_once_get_databases_and_queues_of_their_own(var: Path) -> None:
    with running_for_tests(var) as first, running_for_tests(var) as second:
        assert {
            first[name] == second[name] for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "CELERY_BROKER_URL")
        } == {False}
        with psycopg.connect(second["DATABASE_OWNER_URL"]) as connection:
            assert connection.execute("SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user").fetchone() == (
                True,
            )
            assert connection.execute("SHOW fsync").fetchone() == ("off",)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(first["DATABASE_URL"])


@pytest.mark.skipif(not list(DEBIAN.glob("*/bin/postgres")), reason="needs Debian's PostgreSQL")
def test_debians_postgres_serves_as_well(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    oldest = min(DEBIAN.glob("*/bin"), key=lambda folder: int(folder.parts[-2]))
    monkeypatch.setenv("PG_BIN", str(oldest))
    with running(var, broker=False) as urls, psycopg.connect(urls["DATABASE_OWNER_URL"]) as connection:
        assert str(connection.info.server_version).startswith(oldest.parts[-2])
        connection.execute("CREATE EXTENSION pg_trgm")
        assert connection.execute("SELECT lower('ÇÉŞ')").fetchone() == ("çéş",)


def _works_in(data: Path) -> Iterator[Path]:
    for link in Path("/proc").glob("[0-9]*/cwd"):
        try:
            if link.resolve(strict=True) == data.resolve():
                yield link
        except OSError:
            continue
