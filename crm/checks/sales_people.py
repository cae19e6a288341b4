"""Whether sales persons and the two performance reports agree with each other and with the pool."""

from __future__ import annotations

from aiop.quality.checks import Check, Severity

_OUTCOMES = ("bad", "sent", "pending", "booked", "lost", "cancelled")
_OFF = ", ".join(
    f"CASE WHEN abs(percent_{name} - 100.0 * {name} / nullif(leads_received, 0)) > 0.1 THEN '{name}' END"
    for name in _OUTCOMES
)


def _orphans(table: str, model: str, name: str, title: str, question: str) -> Check:
    return Check(
        name=name,
        title=title,
        question=question,
        model=model,
        sql=f"SELECT id FROM {table} WHERE sales_person_id IS NULL AND NOT not_a_seller AND NOT is_test",
        guidance="Run the performance link. For what remains, add the spelling to its sales person, or mark the row as "
        "not a seller.",
    )


def _shared(table: str, model: str, name: str, title: str) -> Check:
    return Check(
        name=name,
        title=title,
        question="Does each sales person have at most one row in this report?",
        model=model,
        sql=f"""
            SELECT id, others || ' more of the same sales person' AS detail FROM (
                SELECT id, count(*) OVER (PARTITION BY sales_person_id) - 1 AS others
                FROM {table} WHERE sales_person_id IS NOT NULL
            ) AS counted WHERE others > 0
        """,
        has_detail=True,
        guidance="Two names of one person in the source: ask there for one. Two persons: take one's spelling away.",
    )


def _against_pool(name: str, title: str, column: str, pool: str, moment: str) -> Check:
    """Compare a count of the sales report with the pool's rows of the same seller and period."""
    return Check(
        name=name,
        title=title,
        question="Do the sales report's counts agree with the pool's rows of the same sales person and period, within five "
        "rows or five percent?",
        model="crm.SalesPerformance",
        severity=Severity.INFO,
        sql=f"""
            SELECT id, 'report ' || reported || ', pool ' || found AS detail FROM (
                SELECT p.id, p.{column} AS reported, (
                    SELECT count(*) FROM {pool} r WHERE r.org_id = p.org_id AND r.sales_person_id = p.sales_person_id
                      AND {moment} BETWEEN p.period_start AND p.period_end
                ) AS found
                FROM crm_salesperformance p
                WHERE p.sales_person_id IS NOT NULL AND p.period_start IS NOT NULL AND p.period_end IS NOT NULL
                  AND p.{column} IS NOT NULL
            ) AS compared WHERE abs(reported - found) > greatest(5, 0.05 * reported)
        """,
        has_detail=True,
        guidance="Check that the report's period was given rightly at the upload; then look for a branch or month that "
        "was not exported.",
    )


CHECKS = (
    _orphans(
        "crm_userperformance",
        "crm.UserPerformance",
        "phone_user_without_sales_person",
        "Phone users without a sales person",
        "Does every phone user, except those reviewed as no seller, belong to a sales person?",
    ),
    _orphans(
        "crm_salesperformance",
        "crm.SalesPerformance",
        "seller_result_without_sales_person",
        "Seller results without a sales person",
        "Does every seller result, except those reviewed as no seller, belong to a sales person?",
    ),
    _shared(
        "crm_userperformance",
        "crm.UserPerformance",
        "phone_users_of_one_sales_person",
        "Phone users who are one sales person",
    ),
    _shared(
        "crm_salesperformance",
        "crm.SalesPerformance",
        "seller_results_of_one_sales_person",
        "Seller results of one sales person",
    ),
    Check(
        name="seller_percent_off_its_count",
        title="Percentages that do not follow from their counts",
        question="Is each percentage of the sales report its count out of leads received, within 0.1?",
        model="crm.SalesPerformance",
        sql=f"""
            SELECT id, detail FROM (SELECT id, concat_ws(', ', {_OFF}) AS detail
                                    FROM crm_salesperformance WHERE NOT is_test) AS compared WHERE detail <> ''
        """,
        has_detail=True,
        guidance="The report was edited by hand, or columns moved: compare the file with the source and load it again.",
    ),
    _against_pool(
        "seller_leads_off_the_pool",
        "Leads received that differ from the pool",
        "leads_received",
        "crm_leadstatus",
        "(r.received_at AT TIME ZONE %(zone)s)::date",
    ),
    _against_pool(
        "seller_bookings_off_the_pool",
        "Bookings that differ from the pool",
        "booked",
        "crm_bookedopportunity",
        "r.booked_date",
    ),
)
