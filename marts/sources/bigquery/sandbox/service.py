"""The twin of BigQuery's REST interface: tokens for service accounts, lists of tables, questions."""

from __future__ import annotations

import datetime as dt
import json
import re
import time
from typing import Any

import duckdb
import sqlglot
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from aiop.sandbox.clock import SimulatedClock, WallClock
from aiop.sandbox.hostile import Hostile
from aiop.sandbox.messages import Answer, Request, json_answer, route
from aiop.sandbox.sources import TwinOptions
from aiop.sandbox.twin import Twin
from marts.sources.bigquery.sandbox.engine import Engine, NotThere
from marts.sources.bigquery.sandbox.world import AppWorld

PROJECT, DATASET = "acme-analytics", "analytics_250001"
GRANTED = "invented-google-token-9"
_TYPES = {
    "BIGINT": "INTEGER",
    "HUGEINT": "INTEGER",
    "INTEGER": "INTEGER",
    "DOUBLE": "FLOAT",
    "VARCHAR": "STRING",
    "BOOLEAN": "BOOLEAN",
}


class Service:
    """Answers calls for one project."""

    def __init__(self, engine: Engine, clock: SimulatedClock) -> None:
        """Take what answers questions and the clock."""
        self.engine, self.clock = engine, clock

    def token(self, request: Request, _: re.Match[str]) -> Answer:
        """Give a token to whoever signs."""
        if b"assertion=" not in request.body:
            return json_answer({"error": "invalid_grant", "error_description": "Invalid JWT Signature."}, 400)
        return json_answer({"access_token": GRANTED, "expires_in": 3600, "token_type": "Bearer"})

    def tables(self, request: Request, found: re.Match[str]) -> Answer:
        """List the tables of a dataset."""
        if (refused := self._refused(request)) is not None:
            return refused
        if found["dataset"] != DATASET:
            return _error(404, "notFound", f"Not found: Dataset {found['dataset']}")
        reference = {"projectId": PROJECT, "datasetId": DATASET}
        names = self.engine.tables(self.clock.now())
        listed = [
            {"kind": "bigquery#table", "type": "TABLE", "tableReference": {**reference, "tableId": name}}
            for name in names
        ]
        return json_answer({"kind": "bigquery#tableList", "tables": listed, "totalItems": len(listed)})

    def query(self, request: Request, _: re.Match[str]) -> Answer:
        """Answer a question at once."""
        if (refused := self._refused(request)) is not None:
            return refused
        try:
            columns, rows = self.engine.answer(json.loads(request.body)["query"], self.clock.now())
        except NotThere as error:
            return _error(404, "notFound", str(error))
        except (sqlglot.errors.ParseError, duckdb.Error) as error:
            return _error(400, "invalidQuery", str(error).splitlines()[0])
        fields = [{"name": name, "type": _TYPES[kind], "mode": "NULLABLE"} for name, kind in columns]
        return json_answer({
            "kind": "bigquery#queryResponse", "schema": {"fields": fields}, "jobComplete": True, "cacheHit": False,
            "jobReference": {"projectId": PROJECT, "jobId": f"job_{len(self.engine.asked)}", "location": "US"},
            "totalRows": str(len(rows)), "totalBytesProcessed": "0",
            "rows": [{"f": [{"v": None if value is None else str(value)} for value in row]} for row in rows],
        })  # fmt: skip

    def _refused(self, request: Request) -> Answer | None:
        if request.headers.get("authorization") != f"Bearer {GRANTED}":
            return _error(401, "authError", "Request had invalid authentication credentials.")
        return None


def _error(status: int, reason: str, text: str) -> Answer:
    told = {"reason": reason, "message": text, "domain": "global"}
    return json_answer({"error": {"code": status, "message": text, "errors": [told], "status": reason}}, status)


def twin_of(world: AppWorld, clock: SimulatedClock, *, port: int = 0, hostile: Hostile | None = None) -> Twin:
    """Serve a world's export as it stands by a clock."""
    service = Service(Engine(world, f"{PROJECT}.{DATASET}"), clock)
    base = f"/bigquery/v2/projects/{PROJECT}"
    routes = [
        route("POST", "/token", service.token),
        route("GET", base + "/datasets/{dataset}/tables", service.tables),
        route("POST", base + "/queries", service.query),
    ]
    return Twin(routes, clock=clock, port=port, hostile=hostile)


def told(twin: Twin) -> dict[str, str]:
    """Give what a connection to the twin must be told; its key is made up here and now."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    account: dict[str, Any] = {
        "type": "service_account", "project_id": PROJECT, "private_key_id": "invented", "private_key": key.decode(),
        "client_email": f"reader@{PROJECT}.example", "client_id": "1", "token_uri": f"{twin.url}/token",
    }  # fmt: skip
    return {"base_url": twin.url, "project": PROJECT, "dataset": DATASET, "service_account": json.dumps(account)}


def build(options: TwinOptions) -> tuple[Twin, dict[str, str]]:
    """Build the twin of an app that has been in use for some weeks, as of now; it stays the same for a month."""
    now = dt.datetime.now(dt.UTC)
    begins = (now.date().replace(day=1) - dt.timedelta(days=120 if options.scale == "full" else 1)).replace(day=1)
    world = AppWorld(options.seed, begins, now.date().replace(day=28) + dt.timedelta(days=7), users=25)
    twin = twin_of(world, WallClock(now, time.monotonic), port=options.port, hostile=options.hostile)
    return twin, told(twin)
