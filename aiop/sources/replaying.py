"""Typed rows of a system made again from what is stored, through the one door: no source is asked."""

from __future__ import annotations

import time

from aiop.orgs.models import Org
from aiop.runs.running import RunHandle
from aiop.sources.alone import alone
from aiop.sources.models import Connection
from aiop.sources.reading import stream_of
from aiop.sources.syncing import Outcome, SyncJob, connections_of
from aiop.sources.systems import find
from aiop.sources.typed import replay


def replay_connections(run: RunHandle, org: Org, sync: SyncJob) -> list[Outcome]:
    """Bring every stored record of a job's connections into its tables again; what is there already is not written."""
    return [_replay_one(run, org, sync, connection) for connection in connections_of(run, org, sync.system)]


def _replay_one(run: RunHandle, org: Org, sync: SyncJob, connection: Connection) -> Outcome:
    began, before = time.monotonic(), dict(run.counts)
    system, change_set = find(connection.system), None
    with alone(connection, f"{sync.name} ") as ours:
        if not ours:
            return Outcome(str(connection), {}, 0.0, note=f"Another run is reading {connection}, so it was left alone.")
        for spec in system.streams if system else ():
            stream = stream_of(run, org, connection, spec)
            loaded = replay(run, org, stream, spec, change_set=change_set)
            change_set = loaded.change_set
            run.count(**loaded.counts())
    counts = {name: number - before.get(name, 0) for name, number in run.counts.items()}
    return Outcome(str(connection), counts, time.monotonic() - began)
