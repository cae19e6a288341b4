"""The database's main process killed in the middle of a load: after a restart nothing is half there, and the load goes on."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from aiop.local.environment import ROOT
from aiop.local.postgres import ADMINISTRATOR, Cluster, local_cluster
from aiop.local.state import local_state
from tests.factories.tiny_company import write_exports

pytestmark = [pytest.mark.faults, pytest.mark.slow]
ROWS = 1_500
PATIENCE_SECONDS = 120


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """Give a cluster of this test's own, with roles and an empty database."""
    folder = Path(tempfile.mkdtemp(prefix="aiop-test-"))
    folder.chmod(0o755)
    made = local_cluster(local_state(folder))
    made.start()
    made.ensure_roles()
    yield made
    made.stop()
    shutil.rmtree(made.state.sockets)
    shutil.rmtree(folder)


def command(cluster: Cluster, *words: str) -> subprocess.Popen[str]:
    """Start a command on the cluster."""
    urls = {"DATABASE_URL": cluster.url("aiop_app"), "DATABASE_OWNER_URL": cluster.url("aiop_owner")}
    environment = {
        **os.environ,
        **urls,
        "SECRET_KEY": "of a test",
        "SECURE": "0",
        "DJANGO_SETTINGS_MODULE": "aiop.settings",
    }
    environment |= {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-m", "django", *words], env=environment, cwd=ROOT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def done(cluster: Cluster, *words: str) -> Any:
    """Run a command to its end and give its JSON."""
    running = command(cluster, *words)
    out, err = running.communicate(timeout=PATIENCE_SECONDS)
    assert running.returncode == 0, err
    return json.loads(out) if "--json" in words else out


def stored(cluster: Cluster) -> tuple[int, int]:
    """Count applied loads, and the jobs that are stored."""
    with psycopg.connect(cluster.url(ADMINISTRATOR)) as session:
        row = session.execute(
            "SELECT (SELECT count(*) FROM loading_load WHERE state = 'applied'), (SELECT count(*) FROM crm_job)"
        ).fetchone()
    assert row is not None
    return row[0], row[1]


def test_a_load_goes_on_after_the_database_was_killed_under_it(cluster: Cluster, tmp_path: Path) -> None:
    folder = str(write_exports(tmp_path / "exports", rows=ROWS))
    done(cluster, "migrate", "-v", "0")
    loading = command(cluster, "load", folder, "--org", "tiny", "--create-org", "--execute")
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not 0 < stored(cluster)[0] < 7:
        assert time.monotonic() < deadline
        assert loading.poll() is None, "it ended before anything could be killed"
    os.kill(int((cluster.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    said = loading.communicate(timeout=PATIENCE_SECONDS)[1]
    assert loading.returncode == 1
    assert said.strip().splitlines()[-1].endswith("once it is back, do it again.")
    assert "Traceback" not in said
    cluster.start()

    loads, jobs = stored(cluster)
    assert 0 < loads < 7
    assert jobs in {0, ROWS}
    done(cluster, "load", folder, "--org", "tiny", "--execute", "--json")
    files = done(cluster, "load", folder, "--org", "tiny", "--json")["files"]
    assert [(file["new"], file["changed"], file["read"] - file["same"] - file["quarantined"]) for file in files] == [
        (0, 0, 0)
    ] * 7
    assert done(cluster, "link", "--org", "tiny", "--execute", "--json")["steps"]
