"""A connection with a little of everything that was read through it."""

from __future__ import annotations

import zlib

from django.utils import timezone

from aiop.orgs.models import Org
from aiop.sources.models import Bucket, Connection, Drift, RawPage, RawRecord, Stream, Token, Window
from aiop.sources.vault import seal


def read_a_little(org: Org, mark: str) -> Connection:
    """Fill every table of sources with rows that carry a mark; call inside `org_context`."""
    now = timezone.now()
    connection = Connection(
        org=org, system="sample", name=f"{mark} account", base_url="https://api.example.com", settings={"tenant": mark},
        state="broken", state_reason=f"{mark} reason", abilities=[{"what": f"{mark} jobs", "can": False, "why": mark}],
    )  # fmt: skip
    connection.keep_secrets({"client_secret": f"{mark} secret"})
    connection.save()
    Token.objects.create(org=org, connection=connection, sealed=seal(org.pk, {"access": f"{mark} token"}))
    Bucket.objects.create(org=org, connection=connection, name=f"{mark} calls", level=1, at=now)
    stream = Stream.objects.create(
        org=org, connection=connection, name=f"{mark} jobs", cursor={"token": mark}, read_at=now
    )
    Window.objects.create(org=org, stream=stream, purpose="backfill", starts="2020-01-01", ends=f"{mark}")
    page = RawPage.objects.create(
        org=org, stream=stream, run_id=1, url=f"https://api.example.com/{mark}", status=200, records=1, brought=1,
        sha256=b"\0" * 32, body=zlib.compress(f'{{"data": [{{"id": 1, "name": "{mark} name"}}]}}'.encode()),
    )  # fmt: skip
    RawRecord.objects.create(
        org=org, stream=stream, source_id=f"{mark} 1", payload={"id": 1, "name": f"{mark} name"}, sha256=b"\0" * 32, page=page
    )  # fmt: skip
    Drift.objects.create(
        org=org, stream=stream, field=f"{mark} field", kind="new", samples=[{"record": "1", "value": f"{mark} value"}]
    )
    return connection
