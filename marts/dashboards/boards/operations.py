"""Sales and the rental fleet of a dealer."""

from __future__ import annotations

from aiop.adminkit import format as fmt
from marts.dashboards.boards.board import Board, Section, register
from marts.dashboards.boards.figures import Figure, Makeup, Shares, by_key, flow, latest, rate
from marts.etl.jobs.rental_fleet import JOB as FLEET
from marts.etl.jobs.sales_daily import JOB as SALES

SOLD = Figure("sold", "Invoiced, $", "Before sales tax; credit memos take away", flow("total_revenue"), fmt.money)
UTILISATION = Figure(
    "utilisation", "Utilisation, %", "Rented of all units, as it stood last", latest("utilization_rate"), fmt.percent
)
_DEPARTMENTS = ("service", "parts", "rental", "sales")

register(
    Board(
        "sales",
        "Sales",
        [
            Section(
                SALES,
                [
                    SOLD,
                    Figure("profit", "Gross profit, $", "Invoiced less what it cost", flow("gross_profit"), fmt.money),
                    Figure("margin", "Gross margin, %", "Gross profit of what was invoiced", rate("gross_profit", "total_revenue", times="100"), fmt.percent),
                    Shares("departments", "Invoiced by department, $", "Of the period",
                           [*((name.title().replace("Sales", "Equipment"), flow(f"{name}_revenue")) for name in _DEPARTMENTS),
                            ("Miscellaneous", flow("misc_revenue"))], fmt.money),
                    Shares("profits", "Gross profit by department, $", "Of the period",
                           [(name.title().replace("Sales", "Equipment"), f"sum({name}_revenue - {name}_cost)") for name in _DEPARTMENTS], fmt.money),
                    Figure("invoices", "Invoices", "Of the period", flow("total_invoices")),
                    Figure("open_orders", "Open work orders", "At the end of the last day, those awaiting their invoice too", latest("open_work_orders")),
                    Figure("closed_orders", "Work orders closed", "In the period", flow("closed_work_orders")),
                ],
            )
        ],
        "Invoices of Softbase by day, before sales tax. One invoice may count in several departments, so their counts do not add up to all. "
        "A Sunday without an invoice is a day of nothing; a day that could not be read is a gap.",
    )
)  # fmt: skip

register(
    Board(
        "fleet",
        "Rental fleet",
        [
            Section(
                FLEET,
                [
                    UTILISATION,
                    Figure("rented", "On rent", "Units, as they stood last", latest("rented_units")),
                    Figure("units", "Units", "The whole fleet", latest("total_units")),
                    Figure("available", "Available", "Units; a past day's holds are not known", latest("available_units")),
                    Figure("month", "Rental revenue this month, $", "Since the month began", latest("rental_revenue_mtd"), fmt.money),
                    Figure("year", "Rental revenue this year, $", "Since the fiscal year began", latest("rental_revenue_ytd"), fmt.money),
                    Makeup("by_type", "Units by type", "As they stood", by_key("units_by_type", "total")),
                    Makeup("by_type_revenue", "Revenue by type this month, $", "As it stood", by_key("revenue_by_type", "mtd"), fmt.money),
                ],
            )
        ],
        "The fleet of Softbase as it stood on each day. Units without serial and unit number are left out and counted apart.",
    )
)  # fmt: skip
