"""Candidates out as CSV, by the ids that files know records by."""

from __future__ import annotations

from typing import IO

from aiop.identity.copying import execute
from aiop.identity.entity import Entity, Source
from aiop.loading.dump import copied, header_line

EXPORTED = ("left", "right", "probability", "zone")
_CANDIDATES = """
    SELECT l.file_id, r.file_id, c.probability, c.zone
    FROM identity_candidate c JOIN export_id l ON l.node = c."left" JOIN export_id r ON r.node = c."right"
    WHERE c.org_id = %s AND c.entity = %s ORDER BY c.probability DESC, c."left", c."right"
"""


def export_candidates(org_id: int, entity: Entity, sink: IO[bytes]) -> int:
    """Write every candidate as CSV (left, right, probability, zone), the likeliest first; gives how many. Call inside `org_context`."""
    make_ids(org_id, entity)
    sink.write(header_line(EXPORTED).encode())
    rows = copied(_CANDIDATES, [org_id, entity.name])
    while True:
        try:
            sink.write(next(rows))
        except StopIteration as end:
            return int(end.value)


def make_ids(org_id: int, entity: Entity) -> None:
    """Fill the temporary table `export_id`: node, and what files know it by."""
    read = " UNION ALL ".join(_ids(entity, source) for source in entity.sources)
    execute("DROP TABLE IF EXISTS pg_temp.export_id", {})
    execute(f"CREATE TEMPORARY TABLE export_id ON COMMIT DROP AS {read}", {"org": org_id})
    execute("CREATE INDEX ON export_id (file_id)", {})
    execute("ANALYZE export_id", {})


def _ids(entity: Entity, source: Source) -> str:
    # Records of further sources have no id of their own in files: they are named after their source.
    told = f"({entity.file_id})::text" if source.code == 0 else f"'{source.label} ' || r.id"
    return f'SELECT r.id << 3 | {source.code} AS node, {told} AS file_id FROM "{source.table}" r WHERE r.org_id = %(org)s AND ({source.where})'
