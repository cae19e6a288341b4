"""What the company spends and plans to spend: expenses of its people, budgets by quarter, overhead by month."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from hvac.sandbox.chance import Chance, Named, Row, day, month_end, months_later, rounded, usd
from hvac.sandbox.company import Call, Company
from hvac.sandbox.fleet import Vehicle

# Dollars a mile that the tax office lets pass, in ten-thousandths, by year.
MILE_RATES = {2023: 6_550, 2024: 6_700, 2025: 7_000, 2026: 7_250}
RECEIPT_FROM = 7_500  # cents
_CATEGORIES = (
    *["Fuel"] * 30, *["Mileage"] * 15, *["Parts & Materials"] * 12, *["Tools"] * 8, *["Vehicle Maintenance"] * 8,
    *["Meals"] * 10, *["Travel"] * 4, *["Training"] * 4, *["Permits"] * 4, *["Office Supplies"] * 4, "Phone", "Lodging", "Other",
)  # fmt: skip
_PRICES = {
    "Vehicle Maintenance": (6_000, 60_000),
    "Meals": (900, 5_500),
    "Tools": (2_500, 40_000),
    "Lodging": (9_000, 22_000),
}
_PURPOSES = {"Fuel": "Fuel for calls", "Mileage": "Own car to the supplier", "Meals": "Lunch with a customer",
             "Permits": "Permit of an installation"}  # fmt: skip
_STATES = ("Draft", "Submitted", "Approved", "Approved", "Rejected", *["Reimbursed"] * 5)
DEPARTMENTS = ("Executive", "Service", "Sales", "Dispatch", "Finance", "HR", "Marketing", "Warehouse")
_BUDGETS = {
    "Executive": (("Payroll", 36_000), ("Facilities", 21_000), ("Insurance", 14_000), ("Software", 6_000), ("Training", 1_500)),
    "Service": (("Payroll", 290_000), ("Parts & Materials", 95_000), ("Vehicles & Fuel", 42_000), ("Training", 6_000), ("Insurance", 18_000)),
    "Sales": (("Revenue", 310_000), ("Payroll", 72_000), ("Vehicles & Fuel", 5_000), ("Training", 2_500), ("Software", 3_000)),
    "Dispatch": (("Payroll", 13_000), ("Software", 4_500), ("Facilities", 2_000), ("Training", 800), ("Insurance", 700)),
    "Finance": (("Payroll", 16_000), ("Software", 3_500), ("Facilities", 2_000), ("Training", 900), ("Insurance", 600)),
    "HR": (("Payroll", 18_500), ("Training", 4_000), ("Software", 1_800), ("Facilities", 1_500), ("Insurance", 900)),
    "Marketing": (("Marketing", 34_000), ("Software", 2_400), ("Payroll", 9_000), ("Training", 700), ("Facilities", 900)),
    "Warehouse": (("Payroll", 15_500), ("Facilities", 12_500), ("Parts & Materials", 8_000), ("Insurance", 2_500), ("Software", 900)),
}  # fmt: skip
QUARTERS = 6


def expense_rows(company: Company, fleet: list[Vehicle]) -> Iterator[Named]:
    """Give the expenses of the last half year."""
    chance = company.chance("expenses")
    vehicle_of = {one.technician.id: one for one in fleet if one.technician}
    drivers = [one for one in company.technicians if one.id in vehicle_of]
    office = [*company.staff["Sales Representative"], *company.staff["Parts Manager"], *company.staff["Office Manager"]]
    for _ in range(company.size(200)):
        category = chance.pick(_CATEGORIES)
        driven = category in ("Fuel", "Vehicle Maintenance", "Tools", "Permits") or chance.happens(0.5)
        driver = chance.pick(drivers) if driven else None
        begun = max(company.as_of - 183, driver.hired if driver else 0)
        on = chance.between(begun, company.as_of - 1)
        row = _expense(company, chance, driver.id if driver else chance.pick(office), category, on)
        if driver and category in ("Fuel", "Vehicle Maintenance"):
            row["vehicle_id"] = vehicle_of[driver.id].id
        yield "expense_reports", row


def _expense(company: Company, chance: Chance, employee: int, category: str, on: int) -> Row:
    tenths = chance.between(50, 2_500)
    rate = MILE_RATES[min(2026, company.year_of(on))]
    amount = chance.between(*_PRICES.get(category, (2_500, 14_000)))
    if category == "Mileage":
        amount = rounded(tenths * rate / 1_000)
    number, state = company.number("expense_reports"), chance.pick(_STATES)
    receipt = category != "Mileage" and (amount >= RECEIPT_FROM or category == "Lodging" or chance.happens(0.6))
    passed = state in ("Approved", "Reimbursed")
    return {
        "expense_id": number, "employee_id": employee, "vehicle_id": None, "expense_date": day(on), "category": category,
        "amount": usd(amount), "receipt_url": f"https://receipts.example.com/{number}.pdf" if receipt else None,
        "approval_status": state, "mileage": f"{tenths // 10}.{tenths % 10}" if category == "Mileage" else None,
        "fuel_cost": usd(amount) if category == "Fuel" else None,
        "business_purpose": _PURPOSES.get(category, f"{category} for the branch"),
        "approved_by": company.staff["General Manager"][0] if passed else None,
        "mileage_rate": f"0.{rate:04d}" if category == "Mileage" else None,
    }  # fmt: skip


def budget_rows(company: Company) -> Iterator[Named]:
    """Give budgets and what was spent for the quarters up to the one that runs; of that one, what is past."""
    chance, today = company.chance("budgets"), dt.date.fromordinal(company.as_of)
    quarter = (today.month - 1) // 3
    first = dt.date(today.year, quarter * 3 + 1, 1).toordinal()
    for back in range(QUARTERS - 1, -1, -1):
        begun = months_later(first, -3 * back)
        past = min(1.0, (company.as_of - begun) / 91)
        for department in DEPARTMENTS:
            for category, usual in _BUDGETS[department]:
                yield "budget_planning", _budget(company, chance, department, category, usual, begun, past)


def _budget(
    company: Company, chance: Chance, department: str, category: str, usual: int, begun: int, past: float
) -> Row:
    planned = rounded(usual * company.scale * chance.near(1, 0.05, 0.9, 1.1)) * 100
    spent = rounded(planned * past * chance.near(1, 0.05, 0.88, 1.12))
    date = dt.date.fromordinal(begun)
    return {
        "budget_id": company.number("budget_planning"), "department": department, "budget_year": date.year, "category": category,
        "budgeted_amount": usd(planned), "actual_amount": usd(spent), "variance": usd(planned - spent),
        "quarter": (date.month + 2) // 3, "approval_status": "Approved" if past >= 1 else "Submitted", "notes": None,
        "line_kind": "Revenue" if category == "Revenue" else "Expense",
    }  # fmt: skip


class Overhead:
    """What an hour at customers has to carry besides itself, by month."""

    def __init__(self, company: Company) -> None:
        """Begin with no hours."""
        self.company = company
        self._minutes: dict[int, int] = defaultdict(int)

    def add(self, call: Call) -> None:
        """Count the hours of a visit."""
        self._minutes[month_end(call.day)] += call.minutes

    def rows(self) -> Iterator[Named]:
        """Give the months that are over."""
        chance = self.company.chance("overhead")
        for last in sorted(self._minutes):
            if last < self.company.as_of:
                first = dt.date.fromordinal(last).replace(day=1).toordinal()
                total = rounded(self.company.scale * chance.near(24_000, 1_200, 20_000, 28_000)) * 100
                yield "overhead_rates", {
                    "overhead_rate_id": self.company.number("overhead_rates"), "department": "Service", "location_id": None,
                    "period": day(first), "overhead_total": usd(total), "billable_hours": f"{self._minutes[last] / 60:.2f}",
                }  # fmt: skip
