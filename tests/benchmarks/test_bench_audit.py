"""What the record of changes costs: the same statements on rows with and without their triggers."""

from __future__ import annotations

import statistics
import time

import pytest
from django.db import connection, connections

from aiop.orgs.context import org_context
from aiop.orgs.models import Org

pytestmark = [pytest.mark.benchmark, pytest.mark.slow]
ROWS, TIMES = 100_000, 3
FILL = """
    INSERT INTO crm_lostlead (org_id, quote_number, name, reason, lost_date, estimated_amount)
    SELECT %(org)s, n::text, 'Person ' || n, 'Price', date '2024-03-15', n %% 5000 FROM generate_series(1, %(rows)s) n
"""
STATEMENTS = {
    "update": "UPDATE crm_lostlead SET reason = 'Time ' || %(n)s, updated_at = now()",
    "update of four columns": (
        "UPDATE crm_lostlead SET reason = 'Turn ' || %(n)s, name = name || 'x', estimated_amount = estimated_amount + 1, "
        "lost_date = lost_date + 1, updated_at = now()"
    ),
    "update that alters nothing": "UPDATE crm_lostlead SET reason = reason WHERE %(n)s >= 0",
}


def timed(org: Org, sql: str) -> float:
    """Give the median seconds of a statement over all rows."""
    seconds = []
    for n in range(TIMES):
        with org_context(org, actor="bench"), connection.cursor() as cursor:
            began = time.monotonic()
            cursor.execute(sql, {"n": n})
            seconds.append(time.monotonic() - began)
    return statistics.median(seconds)


def switch(how: str) -> None:
    """Switch the recording triggers of the table on or off, as its owner."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"ALTER TABLE crm_lostlead {how} TRIGGER record_update, {how} TRIGGER record_delete")


@pytest.mark.django_db(transaction=True, databases=["default", "owner", "side"])
def test_recording_costs_less_than_writing_again(org: Org, capsys: pytest.CaptureFixture[str]) -> None:
    with org_context(org, actor="bench"), connection.cursor() as cursor:
        cursor.execute(FILL, {"org": org.pk, "rows": ROWS})
    lines = []
    for name, sql in STATEMENTS.items():
        switch("DISABLE")
        without = timed(org, sql)
        switch("ENABLE")
        recorded = timed(org, sql)
        lines.append(
            f"{name} of {ROWS:,} rows: {without:.2f} s bare, {recorded:.2f} s recorded, ratio {recorded / without:.2f}"
        )
        assert recorded < 5 * without + 1
    with capsys.disabled():
        print("\n" + "\n".join(lines))  # noqa: T201  (what a benchmark is for)
