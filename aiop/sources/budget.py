"""A budget of calls that all workers share: one row for each connection and bucket, on the database's own clock.

A call is promised at once and told how long to wait for its turn, so that workers queue without holding a lock.
"""

from __future__ import annotations

from dataclasses import dataclass

from aiop.sources.apart import apart
from aiop.sources.models import Connection

_TAKE = """
    INSERT INTO sources_bucket AS b (org_id, connection_id, name, level, at)
    VALUES (%(org)s, %(connection)s, %(name)s, %(burst)s - 1, clock_timestamp())
    ON CONFLICT (org_id, connection_id, name) DO UPDATE SET at = clock_timestamp(), level =
        least(%(burst)s, b.level + %(rate)s * greatest(0, extract(epoch FROM clock_timestamp() - b.at))) - 1
    RETURNING greatest(-level / %(rate)s, extract(epoch FROM b.blocked_until - clock_timestamp()), 0)::float8
"""
_BLOCK = """
    INSERT INTO sources_bucket AS b (org_id, connection_id, name, level, at, blocked_until)
    VALUES (%(org)s, %(connection)s, %(name)s, 0, clock_timestamp(), clock_timestamp() + %(seconds)s * interval '1 s')
    ON CONFLICT (org_id, connection_id, name)
    DO UPDATE SET blocked_until = greatest(b.blocked_until, excluded.blocked_until)
"""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many calls a second on the long run, and so many at once."""

    per_second: float
    burst: int = 1


@dataclass(frozen=True, slots=True)
class Budget:
    """The bucket of one connection that calls of one sort are taken from."""

    org_id: int
    connection_id: int
    name: str
    rate: Rate

    def take(self) -> float:
        """Take one call and give the seconds to wait before it may be made."""
        bound = {**self._key, "rate": self.rate.per_second, "burst": self.rate.burst}
        with apart(self.org_id) as cursor:
            # A promise that a crash of the database forgets does no harm; waiting for the disk at each call would.
            cursor.execute("SET LOCAL synchronous_commit = off")
            cursor.execute(_TAKE, bound)
            return float(cursor.fetchone()[0])

    def block(self, seconds: float) -> None:
        """Let everybody wait: the source has asked for it."""
        with apart(self.org_id) as cursor:
            cursor.execute(_BLOCK, {**self._key, "seconds": seconds})

    @property
    def _key(self) -> dict[str, int | str]:
        return {"org": self.org_id, "connection": self.connection_id, "name": self.name}


def budget_of(connection: Connection, name: str, rate: Rate) -> Budget:
    """Give the budget of one sort of calls of a connection."""
    return Budget(connection.org_id, connection.pk, name, rate)
