"""A HVAC company of a few rows: every table's file with every column filled, in the manner of the old system's files."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from django.db import models

from aiop.loading.dump import dumped_fields
from aiop.loading.kind import Field, Kind, all_kinds

ROWS = 6
PHONES = (
    "(416)555-0101x123", "416-555-0102", "416.555.0103", "+1-416-555-0104", "001-416-555-0105x77", "4165550106",
    "(416)555-0107", "416-555-0108x9", "416.555.0109x10", "+1-416-555-0110x2345", "001-416-555-0111",
)  # fmt: skip
TRUTHS = ("True", "False", "yes", "1.0", "0", "no")
# Days that must not come before others of their row.
_LATE = ("end", "until", "due", "last", "expir", "resol", "close", "next", "paid", "payment")

# What rules of several columns ask for, and texts of a form of their own.
_RULED: dict[str, dict[str, str]] = {
    "hvac_employees": {
        "supervisor_ref": "{before}", "performance_rating": "3.{n}", "employment_status": "Retired",
    },
    "hvac_sales_opportunities": {"stage": "Proposal", "opportunity_value": "1000.5", "closed_on": ""},
    "hvac_training_certifications": {"renewal_required": "True", "expiry_date": "2026-03-{n:02}"},
    "hvac_time_tracking": {"clock_out_time": "2024-03-{n:02} 16:45:00", "approved_by_ref": "{before}"},
    "hvac_expense_reports": {"approved_by_ref": "{before}"},
    "hvac_safety_incidents": {"severity": "Days Away", "incident_time": "14:3{n}"},
    "hvac_budget_planning": {
        "quarter": "Q1", "budget_year": "20{n:02}", "budgeted_amount": "1000", "actual_amount": "900.5",
        "stated_variance": "99.50000000000001",
    },
    "hvac_tax_reporting": {"filing_period": "2024-0{n}", "tax_rate": "0.0{n}"},
    "hvac_sales_commissions": {"commission_rate": "0.0{n}"},
    "hvac_service_territories": {"zip_codes": "8500{n}, 85{n}"},
    "hvac_customer_contracts": {"performance_metrics": '[{{"unit": "%", "metric": "uptime", "target": 9{n}.50}}]'},
    "hvac_referral_program": {"referred_customer_ref": "{before}", "referral_status": "Rewarded"},
    "hvac_locations": {"parent_location_ref": "{before}", "location_type": "Truck", "timezone": "America/Phoenix"},
    "hvac_stock_transfers": {"to_location_ref": "{other}"},
    "hvac_stock_movements": {"movement_type": "Count"},
    "hvac_fixed_assets": {
        "cost": "1000", "recovery_years": "5", "status": "In Service", "disposal_date": "", "business_use_pct": "5{n}.5",
    },
    "hvac_insurance_claims": {"status": "Open", "closed_date": ""},
    "hvac_pricing_seasons": {"start_mmdd": "06-0{n}", "end_mmdd": "8/{n}"},
    "hvac_price_rules": {
        "weekdays": "MTWTF--", "time_from": "18:0{n}", "time_to": "06:00:00", "valid_to": "2025-03-{n:02}",
    },
}  # fmt: skip


def tables() -> list[Kind]:
    """List the company's files, parents first."""
    return [kind for kind in all_kinds() if kind.model._meta.app_label == "hvac"]


def write_files(folder: Path, *, mark: str = "", rows: int = ROWS) -> Path:
    """Write every table's file; each free text carries `mark`, and rows of one number refer to each other."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind in tables():
        with (folder / f"{kind.name.removeprefix('hvac_')}.csv").open("w", encoding="utf-8", newline="") as sink:
            sheet = csv.writer(sink, lineterminator="\n")
            fields = dumped_fields(kind)
            sheet.writerow([field.headers[0] for field in fields])
            sheet.writerows([cell(kind, field, n, mark) for field in fields] for n in range(1, rows + 1))
    return folder


def cell(kind: Kind, field: Field, n: int, mark: str) -> str:
    """Write the cell of one field in row `n`."""
    if (known := _RULED.get(kind.name, {}).get(field.column)) is not None:
        return known.format(n=n, before=f"{n - 1}.0" if n > 1 else "", other=n - 1 or 2)
    stored: Any = next(c for c in kind.model._meta.concrete_fields if c.column == field.column)
    if stored.choices:
        words = [value for value, _ in stored.flatchoices]
        return str(words[n % len(words)])
    if isinstance(stored, models.DateTimeField):
        return f"2024-03-{n:02} 10:15:00.123456"
    if isinstance(stored, models.DateField):
        late = any(word in field.column for word in _LATE)
        return f"{2025 if late else 2024}-03-{n:02}"
    if isinstance(stored, models.BooleanField):
        return TRUTHS[n % len(TRUTHS)]
    return _number(stored, field.column, n) or _text(field.column, n, mark)


def _number(stored: models.Field[Any, Any], column: str, n: int) -> str:
    if isinstance(stored, models.DecimalField):
        # What a spreadsheet or a script leaves of 0.31 and of whole cents.
        return f"0.3{n}00000000000003"
    if not isinstance(stored, models.IntegerField):
        return ""
    if column.endswith("year"):
        return str(2015 + n)
    # A column that may be empty comes as a float.
    return f"{n}.0" if column.endswith("_ref") and stored.null else str(n)


def _text(column: str, n: int, mark: str) -> str:
    if column == "phone":
        return PHONES[n % len(PHONES)]
    if column == "email":
        return f"person{n}@example.com"
    return f"{mark}{column} {n}\nsays “more”, and more"
