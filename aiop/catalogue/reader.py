"""A transaction in which the reader sees one organisation's rows: read only, bounded in time, unable to say whose rows it wants."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, OperationalError, connections, transaction
from psycopg import errors

from aiop.catalogue.models import Sitting
from aiop.catalogue.rights import READER
from aiop.orgs.models import Org

# A page that people wait for, and a file that is written in the background of one.
SECONDS, EXPORT_SECONDS = 20, 300
_CLERK = "side"


class ReaderMissing(Exception):  # noqa: N818  (an answer to who asked)
    """The database has no reader yet, in a sentence that says what to do."""


class QuestionRefused(Exception):  # noqa: N818  (an answer to who asked)
    """The database would not answer, in a sentence for people."""


@contextmanager
def reading(org: Org, *, seconds: int = SECONDS) -> Iterator[Any]:
    """Give the reader's cursor over the rows of `org`; raises ReaderMissing, and QuestionRefused for what the database refuses."""
    connection = connections[READER]
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise ReaderMissing(
            "The catalogue's reader cannot log in: see “Install” in docs/operations.md for the role and DATABASE_READER_URL."
        ) from error
    try:
        with transaction.atomic(using=READER), connection.cursor() as cursor:
            # These are commands and no functions: no SELECT can hold one.
            cursor.execute("SET TRANSACTION READ ONLY")
            cursor.execute(f"SET LOCAL statement_timeout = {seconds * 1000}")
            cursor.execute(f"SET LOCAL aiop.org = '{int(org.pk)}'")
            cursor.execute("SELECT pg_backend_pid(), now()")
            pid, began = cursor.fetchone()
            with _seated(org, pid, began):
                yield cursor
    except DatabaseError as error:
        raise QuestionRefused(reason(error)) from error


@contextmanager
def _seated(org: Org, pid: int, began: Any) -> Iterator[None]:
    """Say, in a session that commits at once, whose rows a transaction of the reader sees; nothing is left of it."""
    sitting = Sitting.objects.using(_CLERK).create(pid=pid, began=began, organisation=org.pk)
    try:
        yield
    finally:
        sitting.delete()


def reason(error: DatabaseError) -> str:
    """Say why the database did not answer, in one sentence."""
    cause = error.__cause__
    if isinstance(cause, errors.QueryCanceled):
        return "It took longer than it may."
    if isinstance(cause, errors.DiskFull | errors.OutOfMemory | errors.ConfigurationLimitExceeded):
        return "It needs more room than it may have."
    lines = str(error).splitlines()
    return f"{lines[0].rstrip('.')}." if lines else f"{type(error).__name__}."
