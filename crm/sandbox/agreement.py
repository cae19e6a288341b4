"""The pool held against the ledger of truth: every row of either that the other does not have, topic by topic."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.db import connection

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.quality.run import run_checks
from aiop.sandbox.world import Ledger

Rows = set[tuple[Any, ...]]
# The pool's checks that the ledger states a value for: ledger name -> (check, which figure of it).
CHECKS = {
    "original_orphaned_user_performance": ("orphaned_user_performance", "value"),
    "original_orphaned_sales_performance": ("orphaned_sales_performance", "value"),
    "original_job_customer_rate": ("job_customer_linkage_rate", "value"),
    "original_lead_status_booking_rate": ("lead_status_linkage_rate", "value"),
    "original_bad_lead_rate": ("badlead_linkage_rate", "value"),
    "won_job_customer_rate": ("won_job_customer_rate", "value"),
    "leads_booked_without_booking": ("booked_lead_without_booking", "failing"),
    "leads_linked_to_other_quote": ("lead_linked_to_other_quote", "failing"),
    "linked_jobs_not_won": ("wrongly_linked_jobs", "failing"),
    "first_lead_after_conversion": ("first_lead_after_conversion", "failing"),
    "customers_without_contact": ("customer_without_contact", "failing"),
    "sales_percent_off_its_count": ("seller_percent_off_its_count", "failing"),
}


def disagreements(org: Org, folder: Path) -> dict[str, dict[str, list[Any]]]:
    """Give, for each topic, the rows that only the ledger has (`missing`) and that only the pool has (`wrong`)."""
    ledger = Ledger(folder / "ledger")
    with org_context(org, actor="ledger"):
        found = {topic: _compare(truth(ledger), _rows(sql)) for topic, (truth, sql) in _TOPICS.items()}
        found |= {topic: _compare_groups(truth(ledger), _rows(sql)) for topic, (truth, sql) in _GROUPS.items()}
        found["checks"] = _compare(*_checks(org, ledger))
    return found


def _compare(truth: Rows, pool: Rows) -> dict[str, list[Any]]:
    return {"missing": sorted(truth - pool, key=repr), "wrong": sorted(pool - truth, key=repr)}


def _compare_groups(truth: Rows, pool: Rows) -> dict[str, list[Any]]:
    """Compare which spellings belong together, whatever the things that they mean are called."""
    return _compare(_groups(truth), _groups(pool))


def _groups(rows: Rows) -> Rows:
    together: dict[Any, list[str]] = {}
    for spelling, thing in rows:
        together.setdefault(thing, []).append(spelling)
    return {tuple(sorted(spellings)) for spellings in together.values()}


def _rows(sql: str) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return set(cursor.fetchall())


def _table(
    name: str, *columns: str, keep: Callable[[dict[str, Any]], bool] = lambda row: True
) -> Callable[[Ledger], Rows]:
    def truth(ledger: Ledger) -> Rows:
        return {tuple(row[column] for column in columns) for row in ledger.rows(name) if keep(row)}

    return truth


def _checks(org: Org, ledger: Ledger) -> tuple[Rows, Rows]:
    truth = ledger.mapping("checks")
    results = {result.check.name: result for result in run_checks(org, by="ledger", store=False)}
    wanted = {(name, float(str(truth[name]))) for name in CHECKS if name in truth}
    return wanted, {
        (name, float(getattr(results[check], figure) or 0)) for name, (check, figure) in CHECKS.items() if name in truth
    }


def _union(parts: Iterable[str]) -> str:
    return " UNION ".join(parts)


# The ledger names a customer after what it was made from; so does the pool.
_MADE = "CASE WHEN starts_with(c.listed_as, 'quote ') THEN 'BO:' || substr(c.listed_as, 7) ELSE 'J:' || substr(c.listed_as, 5) END"
_LINKED = "LEFT JOIN crm_customer c ON c.id = x.customer_id"
_FILE = "JOIN loading_load l ON l.id = x.load_id"

_TOPICS: dict[str, tuple[Callable[[Ledger], Rows], str]] = {
    "quote_links": (
        _table("quote_links", "kind", "quote", "booking"),
        " UNION ALL ".join(
            f"SELECT '{kind}', x.quote_number, b.quote_number FROM {table} x "
            "LEFT JOIN crm_bookedopportunity b ON b.id = x.booked_opportunity_id"
            for kind, table in (("lead_status", "crm_leadstatus"), ("lost_leads", "crm_lostlead"))
        ),
    ),
    "jobs": (
        _table("jobs", "job_id", "quote", "sequence", "customer"),
        f"SELECT x.job_id, x.quote_number, x.sequence, {_MADE} FROM crm_job x {_LINKED}",
    ),
    "bookings": (
        _table("bookings", "quote", "customer"),
        f"SELECT x.quote_number, {_MADE} FROM crm_bookedopportunity x {_LINKED}",
    ),
    "customers": (
        _table("customers", "customer"),
        f"SELECT {_MADE} FROM crm_customer c",
    ),
    "bad_leads": (
        _table("bad_leads", "line", "quote", "customer"),
        f"SELECT x.source_line, s.quote_number, {_MADE} FROM crm_badlead x {_LINKED} LEFT JOIN crm_leadstatus s ON s.id = x.lead_status_id",
    ),
    "timeline": (
        _table("timeline", "customer", "first_lead_date", "conversion_date"),
        f"SELECT {_MADE}, c.first_lead_date::text, c.conversion_date::text FROM crm_customer c",
    ),
    "quarantine": (
        _table("quarantine", "file", "line"),
        f"SELECT l.file_name, x.line FROM loading_quarantinedrow x {_FILE}",
    ),
    "branch_places": (
        _table("branches", "branch_key", "state", "country"),
        "SELECT key, state_code, country FROM crm_branch",
    ),
    "source_categories": (
        _table("lead_sources", "source_key", "category"),
        "SELECT key, category FROM crm_leadsource x WHERE EXISTS (SELECT FROM crm_leadstatus s WHERE s.lead_source_id = x.id)",
    ),
    "test_rows": (
        _table("test_rows", "kind", "key", keep=lambda row: row["kind"] != "bad_leads"),
        _union(
            f"SELECT '{kind}', {key} FROM {table} WHERE is_test"
            for kind, table, key in (
                ("booked_opportunities", "crm_bookedopportunity", "quote_number"),
                ("jobs", "crm_job", "job_id"),
                ("lead_status", "crm_leadstatus", "quote_number"),
                ("lost_leads", "crm_lostlead", "quote_number"),
            )
        ),
    ),
}

_SOLD = ("crm_job", "crm_bookedopportunity", "crm_leadstatus")
_GROUPS: dict[str, tuple[Callable[[Ledger], Rows], str]] = {
    "sales_people": (
        _table("sales_people", "spelling", "canonical"),
        _union(
            [
                f"SELECT sales_person_name, sales_person_id FROM {table} WHERE sales_person_name IS NOT NULL"
                for table in _SOLD
            ]
            + ["SELECT name, sales_person_id FROM crm_salesperformance"]
        ),
    ),
    "branches": (
        _table("branches", "raw", "branch_key"),
        _union(f"SELECT branch_name, branch_id FROM {table} WHERE branch_name IS NOT NULL" for table in _SOLD),
    ),
    "lead_sources": (
        _table("lead_sources", "raw", "source_key"),
        _union(
            f"SELECT referral_source, lead_source_id FROM {table} WHERE referral_source IS NOT NULL" for table in _SOLD
        ),
    ),
}
