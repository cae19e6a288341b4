"""The schema that test databases are copied from, so that migrations run once for all processes and stages of a test run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

from aiop.local.reader import close_to_reader

_PREFIX = "test_template_"
_SOURCES = ("aiop", "crm", "hvac", "marts", "servicetitan")


@contextmanager
def copied_schema(alias: str) -> Iterator[None]:
    """Have test databases made inside copy the schema of this very source, made once; one process at a time makes its own."""
    owner: Any = connections[alias]
    template = _PREFIX + _fingerprint()
    with owner._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [_PREFIX])
        cursor.execute("SELECT EXISTS (SELECT FROM pg_database WHERE datname = %s)", [template])
        if cursor.fetchone() == (True,):
            owner.settings_dict["TEST"]["TEMPLATE"] = template
            yield
            return
        yield
        # A database of the tests' own cluster is made closed; one on somebody's own server is not.
        owner.ensure_connection()
        close_to_reader(owner.connection)
        # A database that is copied must have no sessions.
        made = owner.settings_dict["NAME"]
        connections.close_all()
        _drop_older(cursor)
        cursor.execute(f'CREATE DATABASE "{template}" TEMPLATE "{made}"')


def _fingerprint() -> str:
    """Give a digest of everything that a schema can depend on: code, SQL, and the versions of what is installed.

    The catalogue's entries are read when they are asked: no schema depends on them.
    """
    root = Path(settings.BASE_DIR)
    found = [
        path
        for name in _SOURCES
        for path in (root / name).rglob("*")
        if path.suffix in {".py", ".sql"} and "queries" not in path.parts
    ]
    digest = hashlib.sha256((root / "requirements.lock").read_bytes())
    for path in sorted(found):
        digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _drop_older(cursor: Any) -> None:
    cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [_PREFIX.replace("_", r"\_") + "%"])
    for (name,) in cursor.fetchall():
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
