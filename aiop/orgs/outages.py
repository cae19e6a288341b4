"""What is said where the database itself cannot go on: no room left, or gone in the middle of the work."""

from __future__ import annotations

import logging

from django.db import InterfaceError, OperationalError
from psycopg import errors

NO_ROOM = "The disk of the database is full: nothing was written. Tell an administrator, then try again."
GONE = "The database went away in the middle. What was not committed is as if it had never been: once it is back, do it again."
_SHUT = (errors.AdminShutdown, errors.CrashShutdown, errors.CannotConnectNow)


def is_full(error: BaseException) -> bool:
    """Tell whether the database had no room to write."""
    return isinstance(error.__cause__, errors.DiskFull)


def outage_of(error: BaseException) -> str | None:
    """Give the sentence for an error that is nobody's fault but the server's, None for any other."""
    if is_full(error):
        return NO_ROOM
    return GONE if _is_gone(error) else None


def log_loss(logger: logging.Logger, said: str, error: BaseException, *, level: int = logging.ERROR) -> None:
    """Log what went wrong and was lived with: where the server is at fault its sentence says all, anything else needs its trace."""
    sentence = outage_of(error)
    logger.log(level, "%s %s", said, sentence or "", exc_info=None if sentence else error)


def _is_gone(error: BaseException) -> bool:
    """Tell whether the session is lost: closed under us, shut down, or refused, which the server says without a code."""
    if isinstance(error, InterfaceError):
        return True
    cause = error.__cause__
    return isinstance(error, OperationalError) and (isinstance(cause, _SHUT) or getattr(cause, "sqlstate", "") is None)
