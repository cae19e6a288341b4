"""Does a staged load look as if it came from somebody else's company?"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from aiop.loading.door import statements_of
from aiop.loading.kind import all_kinds
from aiop.loading.models import Load
from aiop.loading.statements import Statements

# With fewer rows than this an organisation has too little to compare with.
ENOUGH_ROWS = 1_000


def looks_foreign(load: Load) -> bool:
    """Tell whether nothing in a staged load (keys, spellings, parents) is known, though much of its kind is stored."""
    known = load.counts.get("changed", 0) + load.counts.get("same", 0)
    if known or not load.counts.get("new", 0):
        return False
    statements = statements_of(load)
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT count(*) FROM (SELECT FROM "{statements.kind.table}" WHERE org_id = %(org)s LIMIT {ENOUGH_ROWS + 1}) t',
            {"org": load.org_id},
        )
        row = cursor.fetchone()
        if row is None or row[0] <= ENOUGH_ROWS:
            return False
        for sql in _meetings(statements):
            cursor.execute(f"SELECT EXISTS ({sql})", {"org": load.org_id})
            if cursor.fetchone() == (True,):
                return False
    return True


def _meetings(statements: Statements) -> Iterator[str]:
    """Give a query for each way in which staged rows can meet stored ones."""
    stage, kind = statements.stage, statements.kind
    good = "s.verdict IS NULL"
    for lookup in statements.lookups:
        alias = lookup.alias._meta.db_table
        yield f'SELECT FROM {stage} s JOIN "{alias}" a ON a.org_id = %(org)s AND a.key = s."{lookup.key}" WHERE {good}'
    for parent in statements.parents:
        on = " AND ".join(f'p."{own}" = s."{staged}"' for own, staged in parent.on)
        yield f'SELECT FROM {stage} s JOIN "{parent.model._meta.db_table}" p ON p.org_id = %(org)s AND {on} WHERE {good}'
    for other in all_kinds():
        if other is not kind and other.key == kind.key:
            on = " AND ".join(f't."{k}" = s."{k}"' for k in kind.key)
            yield f'SELECT FROM {stage} s JOIN "{other.table}" t ON t.org_id = %(org)s AND {on} WHERE {good}'
