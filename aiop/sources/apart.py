"""Short transactions beside the work's own: what workers share must be seen at once, whatever becomes of the work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connections

from aiop.orgs.context import org_context

ACTOR = "sources"


@contextmanager
def apart(org_id: int) -> Iterator[Any]:
    """Give a cursor in a transaction of its own, in the session that runs write their progress through."""
    using = settings.RUN_LOG_ALIAS
    with org_context(org_id, actor=ACTOR, using=using), connections[using].cursor() as cursor:
        yield cursor
