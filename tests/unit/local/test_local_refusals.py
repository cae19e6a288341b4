"""What set-up needs and does not find, it says in a sentence; what it finds, it leaves as it is."""

import json
import os
import socket
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from aiop.local.account import Account, can_reach
from aiop.local.binaries import postgres_folder
from aiop.local.environment import HELP, WITHOUT_DATABASE
from aiop.local.management.commands.test import pytest_arguments
from aiop.local.postgres import SETTINGS, Cluster
from aiop.local.presence import Presence, check_port
from aiop.local.refusal import RefusedError
from aiop.local.secret_key import secret_key
from aiop.local.state import State


@pytest.fixture
def taken_port() -> Iterator[int]:
    """Give a port on which another program listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield int(listener.getsockname()[1])


def test_a_taken_port_is_named_with_a_free_one(taken_port: int) -> None:
    with pytest.raises(RefusedError, match=rf"Port {taken_port} on 127\.0\.0\.1 is taken .*--port \d+"):
        check_port("127.0.0.1", taken_port)


def test_a_second_up_learns_where_the_first_serves(tmp_path: Path) -> None:
    first, second = Presence(tmp_path), Presence(tmp_path)
    with first.taken() as elsewhere:
        assert elsewhere is None
        first.announce("http://127.0.0.1:8000/admin/")
        with second.taken() as other:
            assert other == "http://127.0.0.1:8000/admin/"
    with second.taken() as elsewhere:
        assert elsewhere is None


def test_the_secret_key_is_made_once_and_is_private(tmp_path: Path) -> None:
    key = secret_key(tmp_path)
    assert secret_key(tmp_path) == key
    assert len(key) >= 50
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secrets.json"]


def test_two_processes_that_make_the_secret_key_at_once_get_the_same(tmp_path: Path) -> None:
    keys: list[str] = []
    threads = [threading.Thread(target=lambda: keys.append(secret_key(tmp_path))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 8
    assert len(set(keys)) == 1


def test_a_damaged_secrets_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "secrets.json").write_text("{", encoding="ascii")
    with pytest.raises(RefusedError, match=r"secrets\.json holds no secret key"):
        secret_key(tmp_path)


def test_a_private_folder_on_the_way_keeps_the_servers_account_out(tmp_path: Path) -> None:
    stranger = Account(name="stranger", uid=os.getuid() + 4242, gid=4242)
    private = tmp_path / "home"
    (private / "project").mkdir(parents=True)
    private.chmod(0o700)
    assert not can_reach(stranger, private / "project")
    assert can_reach(stranger, Path("/usr/bin"))
    assert can_reach(None, private / "project")


def test_a_wrong_postgres_folder_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    with pytest.raises(RefusedError, match="PG_BIN names"):
        postgres_folder()


def test_data_of_another_major_version_is_never_touched(tmp_path: Path) -> None:
    cluster = Cluster(State(tmp_path, tmp_path, None), "pg", postgres_folder(), SETTINGS)
    cluster.data.mkdir()
    (cluster.data / "PG_VERSION").write_text("14\n", encoding="ascii")
    with pytest.raises(RefusedError, match=r"is of PostgreSQL 14, .* dump"):
        cluster.start()
    assert [path.name for path in cluster.data.iterdir()] == ["PG_VERSION"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([], ["-n", "2", "-m", "not slow and not benchmark"]),
        (["tests/unit"], ["tests/unit", "-m", "not slow and not benchmark"]),
        (["-m", "slow"], ["-m", "slow"]),
        (["tests/faults/test_x.py::test_y"], ["tests/faults/test_x.py::test_y"]),
    ],
)
def test_slow_tests_run_only_when_asked_for(given: list[str], expected: list[str]) -> None:
    assert pytest_arguments(given) == expected


def test_commands_that_need_no_database_start_none() -> None:
    assert {"help", "version", "collectstatic", "test"} <= WITHOUT_DATABASE
    assert not {"up", "load", "migrate", "shell"} & WITHOUT_DATABASE
    assert "--help" in HELP


def test_the_note_of_a_running_up_is_readable_by_other_programs(tmp_path: Path) -> None:
    presence = Presence(tmp_path)
    with presence.taken():
        presence.announce("http://127.0.0.1:8000/admin/")
        assert json.loads((tmp_path / "up.json").read_text(encoding="utf-8"))["pid"] == os.getpid()
    assert not (tmp_path / "up.json").exists()
