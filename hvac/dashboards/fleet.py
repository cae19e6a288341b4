"""Fleet: what vehicles and other assets are worth, what they lose and cost, which must go to the workshop."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from aiop.adminkit import format as fmt
from aiop.adminkit import pages
from aiop.dashboards.page import Dashboard, Page
from aiop.dashboards.periods import Days
from hvac.dashboards.asked import Asked, freshness, nothing_yet, read
from hvac.dashboards.drawn import bars, count, dollars, line, listing, name

NAME = "hvac_fleet"
TITLE = "HVAC fleet"
DEFINITION = (
    "Depreciation is what the books lose month by month; taxes have schedules of their own (IRS Publication 946), under Depreciation "
    "entries. A vehicle costs its depreciation, its approved expenses, and what insurance left to pay of the losses of the period. What a "
    "mile costs is unknown: no file says how far a vehicle went in a period, its reading today alone."
)
_DEPRECIATION = """
    SELECT date_trunc(%(step)s, d.first_day)::date AS step_start, sum(d.depreciation) AS depreciation, count(DISTINCT d.asset_id) AS assets,
        sum(d.depreciation) FILTER (WHERE a.vehicle_id IS NOT NULL) AS vehicles
    FROM hvac_depreciationentry d JOIN hvac_fixedasset a ON a.id = d.asset_id AND a.org_id = d.org_id
    WHERE d.org_id = %(org)s AND d.book = 'Book' AND d.first_day BETWEEN %(start)s AND %(end)s GROUP BY 1 ORDER BY 1
"""
_CLASSES = """
    SELECT a.asset_class, count(*) AS assets, sum(a.cost) AS cost, sum(v.book_value) AS book_value, sum(v.tax_value) AS tax_value,
        sum(v.gain) AS gain, count(*) FILTER (WHERE v.book_value IS NULL) AS unknown, max(v.reason) AS reason
    FROM hvac_assetvalue v JOIN hvac_fixedasset a ON a.id = v.asset_id AND a.org_id = v.org_id
    WHERE v.org_id = %(org)s GROUP BY 1 ORDER BY book_value DESC NULLS LAST
"""
_VEHICLES = """
    WITH lost AS (
        SELECT a.vehicle_id AS id, sum(d.depreciation) AS depreciation FROM hvac_depreciationentry d
        JOIN hvac_fixedasset a ON a.id = d.asset_id AND a.org_id = d.org_id
        WHERE d.org_id = %(org)s AND d.book = 'Book' AND d.first_day BETWEEN %(start)s AND %(end)s GROUP BY 1
    ), spent AS (
        SELECT vehicle_id AS id, sum(amount) FILTER (WHERE category = 'Fuel') AS fuel, sum(amount) FILTER (WHERE category <> 'Fuel') AS upkeep
        FROM hvac_expensereport WHERE org_id = %(org)s AND vehicle_id IS NOT NULL AND approval_status IN ('Approved', 'Reimbursed')
            AND expense_date BETWEEN %(start)s AND %(end)s GROUP BY 1
    ), insured AS (
        SELECT vehicle_id AS id, sum(deductible_applied) AS deductible FROM hvac_insuranceclaim
        WHERE org_id = %(org)s AND vehicle_id IS NOT NULL AND loss_date BETWEEN %(start)s AND %(end)s GROUP BY 1
    )
    SELECT v.id, v.vehicle_number || ' ' || v.make || ' ' || v.model AS name, v.status, v.current_mileage, l.depreciation, s.fuel, s.upkeep,
        i.deductible, coalesce(l.depreciation, 0) + coalesce(s.fuel, 0) + coalesce(s.upkeep, 0) + coalesce(i.deductible, 0) AS cost,
        concat_ws(' ', CASE WHEN l.id IS NULL THEN 'No asset says what it cost, or it is written off.' END) AS reason
    FROM hvac_vehicle v LEFT JOIN lost l USING (id) LEFT JOIN spent s USING (id) LEFT JOIN insured i USING (id)
    WHERE v.org_id = %(org)s ORDER BY cost DESC, name LIMIT 500
"""
_STATUS = """
    SELECT status, count(*) AS vehicles, round(avg(current_mileage), 0) AS miles, count(assigned_technician_id) AS assigned,
        round(avg(%(today)s - purchase_date) / 365.25, 1) AS years
    FROM hvac_vehicle WHERE org_id = %(org)s GROUP BY 1 ORDER BY vehicles DESC
"""
_WORKSHOP = """
    SELECT id, vehicle_number || ' ' || make || ' ' || model AS name, status, current_mileage, next_maintenance_mileage,
        next_maintenance_mileage - current_mileage AS miles_left, last_maintenance_date
    FROM hvac_vehicle WHERE org_id = %(org)s AND status <> 'Retired' AND next_maintenance_mileage - current_mileage <= 1500
    ORDER BY miles_left LIMIT 200
"""
_FUEL = """
    SELECT date_trunc(%(step)s, expense_date)::date AS step_start, sum(amount) AS spent, sum(amount) FILTER (WHERE category = 'Fuel') AS fuel,
        count(*) AS reports, count(DISTINCT vehicle_id) AS vehicles
    FROM hvac_expensereport WHERE org_id = %(org)s AND vehicle_id IS NOT NULL AND approval_status IN ('Approved', 'Reimbursed')
        AND expense_date BETWEEN %(start)s AND %(end)s GROUP BY 1 ORDER BY 1
"""


def build(request: HttpRequest) -> Page:
    """Put the page together; nine queries."""
    asked = read(request)
    classes, status = asked.rows(_CLASSES), asked.rows(_STATUS)
    empty = not classes and not status
    tiles = [] if empty else [*_worth(asked, classes), *_costs(asked), *_road(asked, status)]
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


def _worth(asked: Asked, classes: list[Any]) -> list[Any]:
    def entries(days: Days) -> str:
        return asked.link("depreciationentry", "first_day", days)

    return [
        line(
            asked, "depreciation", "Depreciation in the books, $", "By month of the books", asked.rows(_DEPRECIATION),
            value="depreciation", money=True, link=entries,
            columns=[dollars("Depreciation", "depreciation"), dollars("Vehicles", "vehicles"), count("Assets", "assets")],
        ),
        bars(
            "classes", "Value of assets in the books, $", "Today", classes, label=lambda row: row.asset_class, value="book_value",
            written=fmt.money, link=lambda row: asked.link("assetvalue"), none="No asset has come in.",
            columns=[name("Class", lambda row: row.asset_class), count("Assets", "assets"), dollars("Cost", "cost"),
                     dollars("In the books", "book_value"), dollars("For taxes", "tax_value"), dollars("Gain on sales", "gain"),
                     count("Not known", "unknown")],
        ),
    ]  # fmt: skip


def _costs(asked: Asked) -> list[Any]:
    def reports(days: Days) -> str:
        return asked.link("expensereport", "expense_date", days)

    return [
        line(
            asked, "spent", "Fuel and upkeep, $", "Approved expenses that name a vehicle", asked.rows(_FUEL), value="spent",
            money=True, link=reports,
            columns=[dollars("Spent", "spent"), dollars("Fuel", "fuel"), count("Reports", "reports"), count("Vehicles", "vehicles")],
        ),
        bars(
            "vehicles", "What vehicles cost, $", "Depreciation, fuel, upkeep and deductibles of the period", asked.rows(_VEHICLES),
            label=lambda row: row.name, value="cost", written=fmt.money, link=lambda row: asked.link("expensereport", "expense_date"),
            columns=[name("Vehicle", lambda row: row.name), name("Status", lambda row: row.status), count("Miles today", "current_mileage"),
                     dollars("Depreciation", "depreciation"), dollars("Fuel", "fuel"), dollars("Upkeep", "upkeep"),
                     dollars("Deductibles", "deductible"), dollars("Together", "cost")],
            none="No vehicle has come in.",
        ),
    ]  # fmt: skip


def _road(asked: Asked, status: list[Any]) -> list[Any]:
    return [
        bars(
            "status", "Vehicles", "As they stand today", status, label=lambda row: row.status, value="vehicles", written=fmt.number,
            columns=[name("Status", lambda row: row.status), count("Vehicles", "vehicles"), count("Assigned", "assigned"),
                     count("Mean miles", "miles"), count("Mean years", "years")],
            link=lambda row: asked.link("vehicle", status=row.status), width=5, none="No vehicle has come in.",
        ),
        listing(
            "workshop", "To the workshop soon", "1,500 miles or fewer until the next service", asked.rows(_WORKSHOP), width=7,
            columns=[name("Vehicle", lambda row: row.name), name("Status", lambda row: row.status), count("Miles left", "miles_left"),
                     count("Reads", "current_mileage"), name("Last there", lambda row: fmt.day(row.last_maintenance_date))],
            link=lambda row: asked.link("vehicle"), none="No vehicle is due within 1,500 miles.",
        ),
    ]  # fmt: skip


DASHBOARD = Dashboard(NAME, TITLE, "hvac.view_assetvalue", build, "hvac.export_assetvalue")
pages.register(pages.Page("hvac/fleet/", DASHBOARD.view, NAME))
