"""What rows of the planned tables must keep among one another, beyond what one row can tell."""

from __future__ import annotations

from aiop.quality.checks import Check, Severity
from hvac.checks.rule import plain

# Dollars that the revenue service allows for a mile, from the first day that it holds.
_MILE = """coalesce(mileage_rate, CASE WHEN expense_date >= '2026-01-01' THEN 0.725 WHEN expense_date >= '2025-01-01' THEN 0.70
    WHEN expense_date >= '2024-01-01' THEN 0.67 ELSE 0.655 END)"""
# A month, quarter, half or year of taxes by a day.
_PERIODS = """ARRAY[to_char(i.issue_date, 'YYYY'), to_char(i.issue_date, 'YYYY-MM'), to_char(i.issue_date, 'YYYY-"Q"Q'),
    to_char(i.issue_date, 'YYYY-"H"') || CASE WHEN extract(month FROM i.issue_date) < 7 THEN 1 ELSE 2 END]"""


def _overlap(name: str, table: str, stored: str, title: str, of: str, span: str, which: str = "true") -> Check:
    """Give the check of rows of one thing whose spans overlap; it returns the later of two."""
    return plain(
        name, table, title,
        f"""
        SELECT id, 'with number ' || before AS detail FROM (
            SELECT id, {span} AS span, lag({span}) OVER following AS earlier, lag(number) OVER following AS before
            FROM {stored} WHERE {which} WINDOW following AS (PARTITION BY {of} ORDER BY lower({span}), number)
        ) AS compared WHERE span && earlier
        """,
        severity=Severity.CRITICAL,
    )  # fmt: skip


PEOPLE = (
    _overlap("time_overlap", "time_tracking", "hvac_timeentry", "Clocked in twice at a time", "employee_id",
             "tstzrange(clock_in_time, clock_out_time)", "clock_out_time IS NOT NULL"),
    _overlap("assignment_overlap", "employee_assignments", "hvac_employeeassignment", "In two places at a time", "employee_id",
             "daterange(from_date, to_date, '[]')", "is_primary"),
    _overlap("vehicle_overlap", "vehicle_assignments", "hvac_vehicleassignment", "A vehicle in two places at a time", "vehicle_id",
             "daterange(from_date, to_date, '[]')"),
    plain("time_other_day", "time_tracking", "A day on which nobody clocked in",
          """SELECT id, work_date || ', clocked in at ' || clock_in_time AT TIME ZONE %(zone)s AS detail FROM hvac_timeentry
             WHERE (clock_in_time AT TIME ZONE %(zone)s)::date <> work_date"""),
    plain("time_other_technician", "time_tracking", "Time on a call of another technician",
          """SELECT e.id, 'call ' || e.service_call_ref || ' of technician ' || t.number AS detail FROM hvac_timeentry e
             JOIN hvac_servicecall c ON c.id = e.service_call_id JOIN hvac_technician t ON t.id = c.technician_id
             WHERE t.employee_id <> e.employee_id"""),
    plain("supervisor_circle", "employees", "Supervised by those whom they supervise",
          """WITH RECURSIVE above (id, number, boss, depth) AS (
                 SELECT id, number, supervisor_id, 1 FROM hvac_employee
                 UNION ALL
                 SELECT a.id, a.number, e.supervisor_id, a.depth + 1 FROM above a JOIN hvac_employee e ON e.id = a.boss
                 WHERE a.boss <> a.id AND a.depth < 50
             ) SELECT DISTINCT id, 'employee ' || number AS detail FROM above WHERE boss = id""", severity=Severity.CRITICAL),
    plain("expense_no_receipt", "expense_reports", "75 dollars or more, or a night, without a receipt",
          """SELECT id, category || ' ' || amount AS detail FROM hvac_expensereport
             WHERE receipt_url IS NULL AND category <> 'Mileage' AND (amount >= 75 OR category = 'Lodging')"""),
    plain("expense_mile_rate", "expense_reports", "Mileage that is not miles by the rate",
          f"""SELECT id, mileage || ' miles: ' || amount AS detail FROM hvac_expensereport
              WHERE category = 'Mileage' AND abs(amount - round(mileage * {_MILE}, 2)) > 0.01"""),
    plain("expense_fuel_vehicle", "expense_reports", "Fuel or maintenance of no vehicle",
          """SELECT id, category AS detail FROM hvac_expensereport
             WHERE category IN ('Fuel', 'Vehicle Maintenance') AND vehicle_ref IS NULL"""),
    plain("expense_twice", "expense_reports", "The same expense twice",
          """SELECT id, 'as number ' || first AS detail FROM (
                 SELECT id, number, min(number) OVER (PARTITION BY employee_ref, expense_date, category, amount) AS first
                 FROM hvac_expensereport
             ) AS compared WHERE number <> first"""),
    plain("audit_low", "compliance_audits", "Certified with a score below seventy",
          """SELECT id, compliance_score::text AS detail FROM hvac_complianceaudit
             WHERE certification_status = 'Certified' AND compliance_score < 70"""),
)  # fmt: skip
MONEY = (
    _overlap("contract_overlap", "customer_contracts", "hvac_customercontract", "Two live contracts of one kind with a customer",
             "customer_id, contract_type", "daterange(start_date, end_date, '[]')", "coalesce(status, 'Active') = 'Active'"),
    plain("tax_period", "tax_reporting", "A filing period that the invoice does not fall in",
          f"""SELECT t.id, t.filing_period || ', invoiced on ' || i.issue_date AS detail FROM hvac_taxrecord t
              JOIN hvac_invoice i ON i.id = t.invoice_id WHERE t.filing_period <> ALL ({_PERIODS})"""),
    plain("price_adjustment", "price_adjustments", "A final amount that is not base and adjustment",
          """SELECT id, base_amount || ' and ' || adjustment || ': ' || final_amount AS detail FROM hvac_priceadjustment
             WHERE base_amount + adjustment <> final_amount"""),
    plain("budget_overrun", "budget_planning", "More than a fifth above the budget",
          """SELECT id, actual_amount || ' of ' || budgeted_amount AS detail FROM hvac_budgetline
             WHERE category <> 'Revenue' AND line_kind IS DISTINCT FROM 'Revenue' AND actual_amount > budgeted_amount * 1.2"""),
    plain("campaign_overspend", "marketing_campaigns", "A campaign that cost more than a fifth above its budget",
          """SELECT id, actual_spend || ' of ' || budget AS detail FROM hvac_marketingcampaign WHERE actual_spend > budget * 1.2"""),
    plain("lead_twice_open", "sales_opportunities", "Two open opportunities of one lead",
          """SELECT id, 'as number ' || first AS detail FROM (
                 SELECT id, number, min(number) OVER (PARTITION BY lead_ref) AS first FROM hvac_salesopportunity
                 WHERE lead_ref IS NOT NULL AND stage NOT IN ('Closed Won', 'Closed Lost')
             ) AS compared WHERE number <> first"""),
    plain("claim_outside_policy", "insurance_claims", "A loss outside the policy's term",
          """SELECT c.id, c.loss_date || ', policy from ' || p.effective_date || ' to ' || p.expiration_date AS detail
             FROM hvac_insuranceclaim c JOIN hvac_insurancepolicy p ON p.id = c.policy_id
             WHERE c.loss_date NOT BETWEEN p.effective_date AND p.expiration_date"""),
)  # fmt: skip
SUPPLY = (
    plain("vendor_over_delivery", "purchase_order_lines", "More came than was ordered",
          """SELECT id, qty_received || ' of ' || qty_ordered AS detail FROM hvac_purchaseorderline WHERE qty_received > qty_ordered"""),
    plain("vendor_price", "purchase_order_lines", "Paid more than a quarter above the part's cost",
          """SELECT l.id, l.unit_price || ' for ' || p.unit_cost AS detail FROM hvac_purchaseorderline l
             JOIN hvac_part p ON p.id = l.part_id WHERE l.unit_price > p.unit_cost * 1.25"""),
    plain("stock_ledger", "inventory", "Stock that is not the sum of what moved",
          """SELECT s.id, s.current_stock || ', moved ' || m.quantity AS detail FROM hvac_stockitem s JOIN (
                 SELECT part_id, sum(quantity) AS quantity FROM hvac_stockmovement GROUP BY part_id
             ) m ON m.part_id = s.part_id WHERE m.quantity <> s.current_stock"""),
    plain("territory_zip_twice", "service_territories", "A ZIP code of two territories",
          """SELECT id, string_agg(code, ', ') AS detail FROM (
                 SELECT t.id, t.number, code, min(t.number) OVER (PARTITION BY code) AS first FROM hvac_serviceterritory t
                 CROSS JOIN LATERAL unnest(string_to_array(t.zip_codes, ';')) AS code
             ) AS compared WHERE number <> first GROUP BY id""", severity=Severity.CRITICAL),
)  # fmt: skip
PLANNED_RULES = (*PEOPLE, *MONEY, *SUPPLY)
