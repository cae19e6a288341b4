"""Integrity of the KPIs: cells equal their records, facts their source's rows, snapshots stay as taken, nothing is unplaced or stale."""

from __future__ import annotations

import re
from decimal import Decimal

from aiop.quality.checks import Check, Kind, Severity, register
from marts.kpi import sql
from marts.kpi.definitions import ALL
from marts.kpi.readings import SETTING
from marts.kpi.terms import Definition

# How far back cells are held against their records: a year and a month, what pages show.
DAYS = 400
_WINDOW = f"{{day}} > %(today)s - {DAYS} AND {{day}} <= %(today)s"
_BUILD_ANEW = "Build the figures anew (`build kpi`); if the check still fails, the definition and the cells disagree."


def _made(definition: Definition, reading: Definition, at: int) -> str:
    """Write the cells of one reading of a KPI, for organisations that publish it."""
    made = sql.cells(reading, days=_WINDOW, prefix=f"r{at}v")
    readings = ", ".join(f"'{one.name}'" for one in definition.alternatives)
    chosen = f"coalesce(o.settings -> '{SETTING}' ->> '{definition.key}', 'published')"
    known = f"CASE WHEN {chosen} IN ({readings}) THEN {chosen} ELSE 'published' END" if readings else "'published'"
    return f"SELECT c.* FROM ({_inlined(made)}) c, orgs_org o WHERE o.id = %(org)s AND {known} = '{reading.name}'"


def _inlined(statement: sql.Statement) -> str:
    """Write the values of a definition, which are words and whole numbers, into its SQL: a check binds none of its own."""
    text = statement.text
    for name, value in statement.values.items():
        literal = str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''").replace("%", "%%") + "'"
        text = text.replace(f"%({name})s", literal)
    assert set(re.findall(r"%\((\w+)\)s", text)) <= {"org", "today"}  # noqa: S101  (nothing is left to bind)
    return text


_READINGS = [(one, reading) for one in ALL for reading in (one, *one.alternatives)]


CELLS = f"""
    WITH made AS MATERIALIZED ({" UNION ALL ".join(_made(*pair, at) for at, pair in enumerate(_READINGS))})
    SELECT c.id, c.kpi || ' on ' || c.day || ': ' || coalesce(c.numerator::text, 'unknown') || ', its records come to '
           || coalesce(m.numerator, 0) AS detail
    FROM marts_dailycell c LEFT JOIN made m ON m.day = c.day AND m.unit_id = c.unit_id AND m.kpi = c.kpi
    WHERE c.org_id = %(org)s AND c.day > %(today)s - {DAYS} AND c.day <= %(today)s
      AND (coalesce(c.numerator, 0), coalesce(c.denominator, 0)) <> (coalesce(m.numerator, 0), coalesce(m.denominator, 0))
"""
# What many rows of a job add up to, summed once more without any join that could count a row twice.
FACTS = """
    WITH billed AS (
        SELECT i.job_source_id AS job_id, sum(i.sub_total) AS amount FROM servicetitan_invoice i
        WHERE i.org_id = %(org)s AND i.active IS NOT FALSE AND i.deleted_at IS NULL GROUP BY 1
    ), paid AS (
        SELECT g.job_source_id AS job_id, sum(g.amount) AS amount FROM servicetitan_grosspayitem g
        WHERE g.org_id = %(org)s AND g.active IS NOT FALSE AND g.deleted_at IS NULL GROUP BY 1
    ), ordered AS (
        SELECT p.job_source_id AS job_id, sum(p.total) AS amount FROM servicetitan_purchaseorder p
        WHERE p.org_id = %(org)s AND p.status IS DISTINCT FROM 'Canceled' AND p.active IS NOT FALSE AND p.deleted_at IS NULL
        GROUP BY 1
    )
    SELECT f.id, 'job ' || f.number || ': revenue ' || f.revenue || ', labour ' || f.labour || ', orders ' || f.orders AS detail
    FROM marts_jobfact f
    LEFT JOIN billed ON billed.job_id = f.job_id LEFT JOIN paid ON paid.job_id = f.job_id
    LEFT JOIN ordered ON ordered.job_id = f.job_id
    WHERE f.org_id = %(org)s
      AND (f.revenue, f.labour, f.orders)
          <> (coalesce(billed.amount, 0), round(coalesce(paid.amount, 0), 4), coalesce(ordered.amount, 0))
"""
UNPLACED = """
    SELECT b.id, b.name || ': ' || to_char(sum(f.revenue + f.sold_amount), 'FM999,999,999,990.00') || ' in '
           || count(*) || ' jobs' AS detail
    FROM marts_jobfact f JOIN servicetitan_businessunit b ON b.org_id = f.org_id AND b.source_id = f.unit_id
    WHERE f.org_id = %(org)s AND NOT EXISTS (
        SELECT FROM servicetitan_unit_day d WHERE d.org_id = f.org_id AND d.unit_source_id = f.unit_id
        AND f.created_day >= d.valid_from AND (d.valid_until IS NULL OR f.created_day < d.valid_until))
    GROUP BY b.id HAVING sum(abs(f.revenue) + abs(f.sold_amount)) > 0
"""
_TAKEN_LATE = """
    SELECT id, 'of ' || day || ', written ' || built_at AS detail FROM {table}
    WHERE org_id = %(org)s AND (built_at AT TIME ZONE %(zone)s)::date <> day
"""
BOUNDS = """
    SELECT id, kpi || ' on ' || day || ': ' || numerator || ' of ' || denominator AS detail FROM marts_dailycell
    WHERE org_id = %(org)s AND kpi = 'close_rate_percent' AND numerator > denominator
"""
FRESH = """
    SELECT max(id) AS id, %(today)s - max(day) FILTER (WHERE is_complete) AS days, kpi AS detail FROM marts_dailycell
    WHERE org_id = %(org)s GROUP BY kpi HAVING bool_or(is_complete)
"""
TIED = """
    SELECT id, report || ': ' || (SELECT string_agg(v.key, ', ' ORDER BY v.key) FROM jsonb_each_text(verdicts) v
                                  WHERE v.value = 'failed') AS detail
    FROM (SELECT DISTINCT ON (report) * FROM marts_tieout WHERE org_id = %(org)s ORDER BY report, id DESC) latest
    WHERE EXISTS (SELECT FROM jsonb_each_text(verdicts) v WHERE v.value = 'failed')
"""


def _as_taken(name: str, words: str, model: str, table: str) -> Check:
    """Check that records of a snapshot were written on its day."""
    return Check(
        f"kpi_{name}_as_taken", f"{name.capitalize()} of snapshots that were not written on their day",
        f"Which records of {words} were written on another day than the snapshot's?",
        model, _TAKEN_LATE.format(table=table),
        "A snapshot is taken of its day alone and never altered: find who wrote to the table.",
        severity=Severity.CRITICAL, has_detail=True,
    )  # fmt: skip


CHECKS = (
    Check(
        "kpi_cells_equal_records", "KPI cells that differ from their records",
        f"Which daily cells of the last {DAYS} days are not the sum of the records behind them?",
        "marts.DailyCell", CELLS, _BUILD_ANEW, severity=Severity.CRITICAL, has_detail=True,
    ),
    Check(
        "kpi_facts_equal_source", "Jobs whose sums differ from their invoices, pay and orders",
        "Of which jobs is revenue, labour or orders not what the source's rows come to, summed without joins?",
        "marts.JobFact", FACTS, _BUILD_ANEW, severity=Severity.CRITICAL, has_detail=True,
    ),
    Check(
        "kpi_unplaced_money", "Units with money that nobody has placed",
        "Which business units have sold or billed on days for which nobody said what they are?",
        "servicetitan.BusinessUnit", UNPLACED, "Place the unit: its money counts under no unit until then.", has_detail=True,
    ),
    _as_taken("bookings", "future bookings", "marts.BookingFact", "marts_bookingfact"),
    _as_taken("receivables", "outstanding A/R", "marts.ReceivableFact", "marts_receivablefact"),
    Check(
        "kpi_close_rate_bounds", "Close rates above one",
        "On which days has a unit closed more opportunities than it had?",
        "marts.DailyCell", BOUNDS, _BUILD_ANEW, has_detail=True,
    ),
    Check(
        "kpi_freshness", "Days since the sources of a KPI were complete",
        "How long ago is the last day of which everything had come in, KPI by KPI?",
        "marts.DailyCell", FRESH,
        "Look whether the sync runs; where files bring the records, load the latest and say through which day they are complete.",
        kind=Kind.AGE, threshold=Decimal(3), has_detail=True,
    ),
    Check(
        "kpi_tie_outs", "Reports whose latest comparison does not tie",
        "Which reports differed, when they were last compared, by more than is accepted?",
        "marts.TieOut", TIED, "Open the comparison: every part of the difference has a cause.", has_detail=True,
    ),
)  # fmt: skip

register(*CHECKS)
