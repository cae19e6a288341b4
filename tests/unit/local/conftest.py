"""Real clusters in temporary folders."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from aiop.local.postgres import ADMINISTRATOR, Cluster, local_cluster
from aiop.local.state import local_state


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """Give a running cluster that trusts everybody who may enter its socket's folder."""
    # Not pytest's own folder: that is closed to the account under which root's servers run.
    var = Path(tempfile.mkdtemp(prefix="aiop-test-"))
    var.chmod(0o755)
    state = local_state(var)
    made = local_cluster(state, for_tests=True)
    made.start()
    yield made
    made.stop()
    shutil.rmtree(state.sockets)
    shutil.rmtree(var)


@pytest.fixture
def guarded_cluster(cluster: Cluster) -> Iterator[Cluster]:
    """Give the cluster with a password asked of everybody but the administrator."""
    rules = cluster.data / "pg_hba.conf"
    open_rules = rules.read_text(encoding="ascii")
    rules.write_text(f"local all {ADMINISTRATOR} trust\nlocal all all scram-sha-256\n", encoding="ascii")
    _read_rules_again(cluster)
    yield cluster
    rules.write_text(open_rules, encoding="ascii")
    _read_rules_again(cluster)


def _read_rules_again(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url(ADMINISTRATOR, "postgres")) as connection:
        connection.execute("SELECT pg_reload_conf()")
    # The server reads its rules when the signal arrives, not before the answer.
    time.sleep(0.3)
