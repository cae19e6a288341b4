"""Finance: what came in, what is due, what was budgeted, what customers and campaigns are worth."""

from __future__ import annotations

from django.http import HttpRequest

from aiop.adminkit import format as fmt
from aiop.adminkit import pages
from aiop.dashboards.page import Dashboard, Page, Tile
from hvac.dashboards.asked import Asked, freshness, nothing_yet, read
from hvac.dashboards.drawn import bars, count, dollars, line, listing, name, share

NAME = "hvac_finance"
TITLE = "HVAC finance"
DEFINITION = (
    "Revenue is invoiced before tax on the day of the call, cancelled invoices left out. A variance is good above zero: less spent, or "
    "more earned; lines off by 10 % and $1,000 stand first. A commission is due at the end of the month in which its invoice was paid "
    "in full. Tax is due on the 20th after its period. What a manufacturer paid is unknown until a file says so. Loss ratio is what was "
    "paid and put aside, less what others paid back, by premium. Risk goes by days without a call, satisfaction and late payment; "
    "lifetime value is the last year's gross margin by retention (90, 75 and 50 % a year, which are assumed), discounted by 10 %. A "
    "campaign has a return only where its leads are linked to customers."
)
_REVENUE = """
    SELECT date_trunc(%(step)s, service_date)::date AS step_start, sum(revenue) AS revenue, count(*) AS calls, count(revenue) AS invoiced,
        sum(gross_margin) AS gross_margin, sum(net_margin) AS net_margin
    FROM hvac_jobcost WHERE org_id = %(org)s AND service_date BETWEEN %(start)s AND %(end)s GROUP BY 1 ORDER BY 1
"""
_BUDGET = """
    SELECT category, sum(budgeted) AS budgeted, sum(actual) AS actual, sum(variance) AS variance,
        round(100 * sum(variance) / nullif(sum(budgeted), 0), 1) AS variance_pct, count(*) FILTER (WHERE is_exception) AS exceptions,
        sum(from_rows) AS from_rows
    FROM hvac_budgetcheck WHERE org_id = %(org)s AND quarter_start BETWEEN date_trunc('quarter', %(start)s::date)::date AND %(end)s
        AND quarter_start + interval '3 months' <= %(today)s::date + 1
    GROUP BY 1 ORDER BY exceptions DESC, variance
"""
_TAXES = """
    SELECT filing_period, start_date, end_date, due_date, sum(tax) AS tax,
        sum(cancelled_tax) AS cancelled, sum(misfiled) AS misfiled, count(DISTINCT tax_jurisdiction) AS authorities
    FROM hvac_taxperiod WHERE org_id = %(org)s AND (start_date <= %(end)s AND end_date >= %(start)s OR start_date IS NULL)
    GROUP BY 1, 2, 3, 4 ORDER BY start_date DESC NULLS FIRST LIMIT 24
"""
_COMMISSIONS = """
    SELECT state, count(*) AS commissions, sum(stated) AS stated, sum(expected) AS expected, count(*) FILTER (WHERE abs(difference) > 0.01) AS differ
    FROM hvac_commissiondue WHERE org_id = %(org)s AND issue_date BETWEEN %(start)s AND %(end)s GROUP BY 1 ORDER BY stated DESC
"""
_WARRANTIES = """
    SELECT brand, count(*) AS claims, sum(claimed) AS claimed, sum(recovered) AS recovered, count(*) FILTER (WHERE recovered IS NULL) AS unknown,
        round(100 * sum(recovered) / nullif(sum(claimed) FILTER (WHERE recovered IS NOT NULL), 0), 1) AS rate,
        round(avg(days_to_resolution), 0) AS days
    FROM hvac_warrantyrecovery WHERE org_id = %(org)s AND claim_date BETWEEN %(start)s AND %(end)s GROUP BY 1 ORDER BY claimed DESC
"""
_INSURANCE = """
    SELECT line, year, claims, premium, net_incurred, out_of_pocket, loss_ratio FROM hvac_insuranceyear
    WHERE org_id = %(org)s AND year BETWEEN extract(year FROM %(start)s::date) AND extract(year FROM %(end)s::date)
    ORDER BY year DESC, loss_ratio DESC NULLS LAST
"""
_CUSTOMERS = """
    SELECT segment, count(*) AS customers, count(*) FILTER (WHERE risk = 'High') AS high, count(*) FILTER (WHERE risk = 'Medium') AS medium,
        count(*) FILTER (WHERE risk IS NULL) AS unknown, sum(revenue) AS revenue, sum(lifetime_value) AS lifetime_value,
        sum(yearly_margin) FILTER (WHERE risk = 'High') AS margin_at_risk
    FROM hvac_customervalue WHERE org_id = %(org)s GROUP BY 1 ORDER BY lifetime_value DESC NULLS LAST
"""
_CAMPAIGNS = """
    SELECT k.campaign_name AS name, c.leads, c.converted, c.linked, c.spend, c.cost_per_lead, c.revenue, c.roi, c.stated_roi, c.reason
    FROM hvac_campaignreturn c JOIN hvac_marketingcampaign k ON k.id = c.campaign_id AND k.org_id = c.org_id
    WHERE c.org_id = %(org)s AND k.start_date <= %(end)s AND coalesce(k.end_date, %(today)s) >= %(start)s
    ORDER BY c.roi DESC NULLS LAST, c.leads DESC
"""


def build(request: HttpRequest) -> Page:
    """Put the page together; twelve queries."""
    asked = read(request)
    empty = asked.latest is None
    tiles = [] if empty else [*_earned(asked), *_owed(asked), *_worth(asked)]
    return Page(
        TITLE,
        asked.period,
        freshness(asked),
        tiles,
        (),
        DEFINITION,
        nothing_yet(request) if empty else None,
        asked.problems,
    )


def _earned(asked: Asked) -> list[Tile]:
    revenue = [count("Calls", "calls"), count("Invoiced", "invoiced"), dollars("Revenue", "revenue")]
    margins = [dollars("Gross margin", "gross_margin"), dollars("Net margin", "net_margin")]
    return [
        line(
            asked, "revenue", "Revenue, $", "Invoiced before tax; dashed is still growing", asked.rows(_REVENUE), value="revenue",
            columns=[*revenue, *margins], money=True,
            link=lambda days: asked.link("jobcost", "service_date", days),
        ),
        listing(
            "budget", "Budget against actual", "Quarters of the period that are over", asked.rows(_BUDGET),
            columns=[name("Category", lambda row: row.category), dollars("Budget", "budgeted"), dollars("Actual", "actual"),
                     dollars("Variance", "variance"), share("Variance", "variance_pct"), count("To look at", "exceptions"),
                     dollars("From rows", "from_rows")],
            link=lambda row: asked.link("budgetcheck", "quarter_start"),
            note="Below zero is bad: more spent, or less earned. “From rows” adds up invoices, expenses and campaigns where they tell.",
            none="No quarter of this period is over, or none was budgeted.",
        ),
    ]  # fmt: skip


def _owed(asked: Asked) -> list[Tile]:
    return [
        listing(
            "taxes", "Taxes by filing period", "Periods that touch these days", asked.rows(_TAXES),
            columns=[name("Period", lambda row: row.filing_period), name("Due", lambda row: fmt.day(row.due_date)),
                     count("Authorities", "authorities"), dollars("Tax", "tax"),
                     dollars("Cancelled", "cancelled"), count("Of other days", "misfiled")],
            link=lambda row: asked.link("taxperiod", start_date_from=row.start_date or "none", start_date_to=row.start_date),
        ),
        bars(
            "commissions", "Commissions, $", "Of invoices of these days, by where they stand", asked.rows(_COMMISSIONS),
            label=lambda row: str(row.state).capitalize(), value="stated", written=fmt.money,
            columns=[name("State", lambda row: row.state), count("Commissions", "commissions"), dollars("Stated", "stated"),
                     dollars("By rate", "expected"), count("Differ", "differ")],
            link=lambda row: asked.link("commissiondue", "issue_date", state=row.state),
        ),
        listing(
            "warranties", "Back from manufacturers", "Claims of these days", asked.rows(_WARRANTIES),
            columns=[name("Brand", lambda row: row.brand or fmt.UNKNOWN), count("Claims", "claims"), dollars("Claimed", "claimed"),
                     dollars("Recovered", "recovered"), share("Of decided", "rate"), count("Not known", "unknown"),
                     count("Days", "days")],
            link=lambda row: asked.link("warrantyrecovery", "claim_date"),
        ),
        listing(
            "insurance", "Insurance", "Policies that began in these years", asked.rows(_INSURANCE),
            columns=[name("Line", lambda row: f"{row.line} {row.year}"), count("Losses", "claims"), dollars("Premium", "premium"),
                     dollars("Incurred", "net_incurred"), dollars("Own part", "out_of_pocket"), share("Loss ratio", "loss_ratio")],
            link=lambda row: asked.link("insuranceyear"),
        ),
    ]  # fmt: skip


def _worth(asked: Asked) -> list[Tile]:
    return [
        bars(
            "customers", "Lifetime value of customers, $", "All customers today, by segment", asked.rows(_CUSTOMERS),
            label=lambda row: f"{row.segment} ({fmt.number(row.customers)})", value="lifetime_value", written=fmt.money,
            columns=[name("Segment", lambda row: row.segment), count("Customers", "customers"), dollars("Revenue", "revenue"),
                     dollars("Lifetime value", "lifetime_value"), count("High risk", "high"), count("Medium", "medium"),
                     count("Not known", "unknown"), dollars("Margin at high risk", "margin_at_risk")],
            link=lambda row: asked.link("customervalue", segment=row.segment),
            none="There are no customers.",
        ),
        listing(
            "campaigns", "What campaigns brought", "Campaigns that ran in these days", asked.rows(_CAMPAIGNS),
            columns=[name("Campaign", lambda row: row.name), count("Leads", "leads"), count("Converted", "converted"),
                     count("Linked", "linked"), dollars("Spend", "spend"), dollars("A lead", "cost_per_lead"),
                     dollars("Revenue", "revenue"), share("ROI", "roi"), share("Stated", "stated_roi")],
            link=lambda row: asked.link("campaignreturn"),
            note="Leads that several campaigns may have won are shared evenly. No link to a customer: no revenue, no return.",
        ),
    ]  # fmt: skip


DASHBOARD = Dashboard(NAME, TITLE, "hvac.view_budgetcheck", build, "hvac.export_budgetcheck")
pages.register(pages.Page("hvac/finance/", DASHBOARD.view, NAME))
