"""Operations: what was done, by whom, where, and whether there is enough to go on with."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from aiop.adminkit import format as fmt
from aiop.adminkit import pages
from aiop.dashboards.page import Dashboard, Page, Tile
from hvac.dashboards.asked import Asked, freshness, nothing_yet, read
from hvac.dashboards.drawn import bars, count, dollars, line, listing, name, share

NAME = "hvac_operations"
TITLE = "HVAC operations"
DEFINITION = (
    "A call counts on its service date. Revenue is its invoice before tax, cancelled ones left out; a call that is not invoiced has "
    "none that is known, and no margin. Labour costs the hours of time entries, else of the work order, else of the call, at what "
    "technicians are paid, overtime at one and a half, with 30 % of burden: what customers are charged for labour is no cost. Parts "
    "are those issued, at their cost on the day, unless over the whole company they would cost more than twice what calls state. "
    "Gross margin is what is left; net margin carries overhead by the hour as well. A callback is another call of the same customer "
    "for the same model within 30 days. Satisfaction is shown from ten answers on. Load of an area is hours and travel by the mean of "
    "all areas, which is 100."
)
_JOBS = """
    count(*) AS calls, count(revenue) AS invoiced, sum(revenue) AS revenue, sum(labour_cost) AS labour_cost,
    sum(parts_cost) AS parts_cost, sum(gross_margin) AS gross_margin, sum(net_margin) AS net_margin,
    round(100 * sum(gross_margin) / nullif(sum(revenue) FILTER (WHERE gross_margin IS NOT NULL), 0), 1) AS margin_pct,
    round(sum(gross_margin) / nullif(sum(labour_hours) FILTER (WHERE gross_margin IS NOT NULL), 0), 2) AS margin_hour
    FROM hvac_jobcost WHERE org_id = %(org)s AND service_date BETWEEN %(start)s AND %(end)s {place}
"""
_BY_STEP = f"SELECT date_trunc(%(step)s, service_date)::date AS step_start, {_JOBS} GROUP BY 1 ORDER BY 1"
_BY_TYPE = f"SELECT service_type, {_JOBS} GROUP BY 1 ORDER BY gross_margin DESC NULLS LAST"
_TECHNICIANS = """
    SELECT m.technician_id, n.name, sum(calls) AS calls, sum(revenue) AS revenue,
        round(sum(revenue) / nullif(sum(invoiced_calls), 0), 2) AS ticket, sum(gross_margin) AS gross_margin,
        round(100 * sum(billable_hours) / nullif(sum(paid_hours), 0), 1) AS utilisation, sum(answers) AS answers,
        CASE WHEN sum(answers) >= 10 THEN round(sum(score_sum)::numeric / sum(answers), 1) END AS satisfaction,
        round(100.0 * sum(callbacks) / nullif(sum(fixable_calls), 0), 1) AS callback_pct,
        concat_ws(' ', CASE WHEN sum(answers) < 10 THEN 'Fewer than ten answers.' END,
            CASE WHEN sum(paid_hours) IS NULL THEN 'No time entries in these months.' END) AS reason
    FROM hvac_technicianmonth m JOIN hvac_technician n ON n.id = m.technician_id AND n.org_id = m.org_id
    WHERE m.org_id = %(org)s AND month BETWEEN date_trunc('month', %(start)s::date)::date AND %(end)s
    GROUP BY 1, 2 ORDER BY gross_margin DESC NULLS LAST, n.name
"""
_BRANCHES = """
    SELECT coalesce(m.location_id::text, 'none') AS id, coalesce(l.name, '– (no place)') AS name, sum(calls) AS calls,
        sum(revenue) AS revenue, sum(gross_margin) AS gross_margin, sum(open_balance) AS open_balance, sum(overdue_balance) AS overdue,
        CASE WHEN sum(answers) >= 10 THEN round(sum(score_sum)::numeric / sum(answers), 1) END AS satisfaction,
        CASE WHEN l.id IS NULL THEN 'Nothing says from where these calls were done.' ELSE '' END AS reason
    FROM hvac_branchmonth m LEFT JOIN hvac_location l ON l.id = m.location_id AND l.org_id = m.org_id
    WHERE m.org_id = %(org)s AND month BETWEEN date_trunc('month', %(start)s::date)::date AND %(end)s
    GROUP BY m.location_id, l.id, l.name ORDER BY gross_margin DESC NULLS LAST
"""
_PROMISES = """
    SELECT k.contract_type, count(*) AS calls, count(*) FILTER (WHERE is_breach IS FALSE) AS kept,
        count(*) FILTER (WHERE is_breach) AS late, count(*) FILTER (WHERE is_breach IS NULL) AS unknown,
        round(100.0 * count(*) FILTER (WHERE is_breach IS FALSE) / nullif(count(is_breach), 0), 1) AS kept_pct
    FROM hvac_promisedcall p JOIN hvac_customercontract k ON k.id = p.contract_id AND k.org_id = p.org_id
    WHERE p.org_id = %(org)s AND service_date BETWEEN %(start)s AND %(end)s GROUP BY 1 ORDER BY late DESC, calls DESC
"""
_TERRITORIES = """
    SELECT coalesce(t.territory_name, '– (no area)') AS name, sum(calls) AS calls, sum(call_hours) AS hours, sum(travel_hours) AS travel,
        round(avg(load_index), 0) AS load, max(m.reason) AS reason
    FROM hvac_territorymonth m LEFT JOIN hvac_serviceterritory t ON t.id = m.territory_id AND t.org_id = m.org_id
    WHERE m.org_id = %(org)s AND month BETWEEN date_trunc('month', %(start)s::date)::date AND %(end)s
    GROUP BY 1 ORDER BY load DESC NULLS LAST, name
"""
_STOCK = """
    SELECT s.state, p.name, s.stock, s.reorder_point, s.order_quantity, s.days_of_supply, s.lead_days, s.abc, s.reason
    FROM hvac_stockneed s LEFT JOIN hvac_part p ON p.id = s.part_id AND p.org_id = s.org_id
    WHERE s.org_id = %(org)s AND s.state IN ('order', 'out') ORDER BY s.days_of_supply NULLS FIRST, p.name LIMIT 200
"""
_VENDORS = """
    SELECT q.vendor_id, v.name, sum(orders) AS orders, sum(spend) AS spend, round(avg(score), 1) AS score,
        round(100.0 * sum(on_time_lines) / nullif(sum(promised_lines), 0), 1) AS on_time,
        round(100.0 * least(sum(received), sum(ordered)) / nullif(sum(ordered), 0), 1) AS fill,
        round(100.0 * sum(rejected) / nullif(sum(received), 0), 1) AS rejected
    FROM hvac_vendorquarter q JOIN hvac_vendor v ON v.id = q.vendor_id AND v.org_id = q.org_id
    WHERE q.org_id = %(org)s AND quarter_start BETWEEN date_trunc('quarter', %(start)s::date)::date AND %(end)s
    GROUP BY 1, 2 ORDER BY score DESC NULLS LAST, v.name
"""
_OF_ALL = (
    "Technicians, branches, promises, areas, stock and vendors are the whole company's: choose all places to see them."
)
_MONEY = [dollars("Revenue", "revenue"), dollars("Labour", "labour_cost"), dollars("Parts", "parts_cost")]
_MARGINS = [
    dollars("Gross margin", "gross_margin"),
    share("Of revenue", "margin_pct"),
    dollars("An hour", "margin_hour"),
    dollars("Net margin", "net_margin"),
]
_COUNTS = [count("Calls", "calls"), count("Invoiced", "invoiced")]


def build(request: HttpRequest) -> Page:
    """Put the page together; eleven queries."""
    asked = read(request)
    empty = asked.latest is None
    tiles = [] if empty else _work(asked)
    if not empty and not asked.place:
        (promises, areas), (stock, vendors) = _kept(asked), _supply(asked)
        # Two to a row, and tables of many columns in a row of their own.
        tiles += [*_scores(asked), promises, stock, areas, vendors]
    return Page(
        TITLE,
        asked.period,
        freshness(asked),
        tiles,
        asked.filters,
        DEFINITION,
        nothing_yet(request) if empty else None,
        [*asked.problems, *([_OF_ALL] if asked.place else [])],
    )


def _work(asked: Asked) -> list[Tile]:
    def jobs(days: Any = None, **also: Any) -> str:
        return asked.link("jobcost", "service_date", days, **asked.at_place(), **also)

    steps, types = asked.rows(_BY_STEP), asked.rows(_BY_TYPE)
    uninvoiced = sum(row.calls - row.invoiced for row in steps)
    note = f"{fmt.number(uninvoiced)} calls are not invoiced: their margin is unknown." if uninvoiced else ""
    return [
        line(
            asked, "calls", "Calls", "On their service date; dashed is still growing", steps, value="calls",
            columns=[*_COUNTS, *_MONEY, *_MARGINS], link=jobs, note=note,
        ),
        bars(
            "margin-by-type", "Gross margin by service type, $", "Of invoiced calls", types, label=lambda row: row.service_type,
            value="gross_margin", written=fmt.money, columns=[name("Type", lambda row: row.service_type), *_COUNTS, *_MONEY, *_MARGINS],
            link=lambda row: jobs(service_type=row.service_type),
        ),
    ]  # fmt: skip


def _scores(asked: Asked) -> list[Tile]:
    named = name("Name", lambda row: row.name)
    return [
        listing(
            "technicians", "Technicians", "Whole months of the period", asked.rows(_TECHNICIANS), width=12,
            columns=[named, count("Calls", "calls"), dollars("Ticket", "ticket"), dollars("Gross margin", "gross_margin"),
                     share("Utilised", "utilisation"), count("Score", "satisfaction"), count("Answers", "answers"),
                     share("Callbacks", "callback_pct")],
            link=lambda row: asked.link("technicianmonth", "month", technician=row.technician_id),
        ),
        listing(
            "branches", "Branches", "Whole months of the period", asked.rows(_BRANCHES),
            columns=[named, count("Calls", "calls"), dollars("Gross margin", "gross_margin"), dollars("Open", "open_balance"),
                     dollars("Overdue", "overdue"), count("Score", "satisfaction")],
            link=lambda row: asked.link("branchmonth", "month", location=row.id),
        ),
    ]  # fmt: skip


def _kept(asked: Asked) -> list[Tile]:
    return [
        listing(
            "promises", "Were promises kept?", "Calls under a contract that promises a time", asked.rows(_PROMISES),
            columns=[name("Contract", lambda row: row.contract_type), count("Calls", "calls"), count("In time", "kept"),
                     count("Late", "late"), count("Not known", "unknown"), share("In time", "kept_pct")],
            link=lambda row: asked.link("promisedcall", "service_date"),
            note="Only emergencies have a time of response; the others prove nothing.",
            none="No call of this period was under a contract that promises a time.",
        ),
        bars(
            "territories", "Load of areas", "Hours and travel; 100 is the mean of all areas", asked.rows(_TERRITORIES),
            label=lambda row: row.name, value="load", written=fmt.number,
            columns=[name("Name", lambda row: row.name), count("Load", "load"), count("Calls", "calls"), count("Hours", "hours"),
                     count("Travel, h", "travel")],
            link=lambda row: asked.link("territorymonth", "month"),
            none="No customer's ZIP code lies in an area, so no load can be told.",
        ),
    ]  # fmt: skip


def _supply(asked: Asked) -> list[Tile]:
    needs = asked.rows(_STOCK)
    named = name("Name", lambda row: row.name)
    return [
        listing(
            "stock", "To order now", "Stock at or below what use and lead time ask for", needs, width=12,
            columns=[named, name("Why", lambda row: row.state), count("Stock", "stock"), count("Order at", "reorder_point"),
                     count("Order", "order_quantity"), count("Days left", "days_of_supply"), count("Lead, days", "lead_days"),
                     name("Class", lambda row: row.abc)],
            link=lambda row: asked.link("stockneed", state=row.state),
            none="Nothing has to be ordered.",
        ),
        bars(
            "vendors", "Vendors, points of 100", "On time, quality, quantity, price; whole quarters", asked.rows(_VENDORS),
            label=lambda row: row.name, value="score", written=fmt.number,
            columns=[named, count("Score", "score"), count("Orders", "orders"), dollars("Spend", "spend"), share("On time", "on_time"),
                     share("Filled", "fill"), share("Rejected", "rejected")],
            link=lambda row: asked.link("vendorquarter", "quarter_start", vendor=row.vendor_id),
            none="No purchase order of these quarters.",
        ),
    ]  # fmt: skip


DASHBOARD = Dashboard(NAME, TITLE, "hvac.view_jobcost", build, "hvac.export_jobcost")
pages.register(pages.Page("hvac/operations/", DASHBOARD.view, NAME))
