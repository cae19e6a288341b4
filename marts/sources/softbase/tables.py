"""The views of Softbase that are read, with the columns that are read of them and no others. Imported by workers alone."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa

from aiop.sources.errors import FixConnection

_SCHEMA = re.compile(r"[a-z]{3}[0-9]{3}")
_TEXT, _DAY, _MONEY, _WHOLE = sa.String(), sa.DateTime(), sa.Numeric(18, 2), sa.Integer()

COLUMNS: dict[str, dict[str, Any]] = {
    "InvoiceReg": {
        "InvoiceNo": _WHOLE,
        "InvoiceDate": _DAY,
        **dict.fromkeys(("BillTo", "BillToName", "ShipTo", "SerialNo", "WONo"), _TEXT),
        **{
            f"{department}{part}": _MONEY
            for department in ("Labor", "Parts", "Rental", "Equipment", "Misc")
            for part in ("Taxable", "NonTax", "Cost")
        },
        "TotalTax": _MONEY,
        "GrandTotal": _MONEY,
    },
    "WO": {
        **dict.fromkeys(("WONo", "Type", "BillTo", "ShipTo", "UnitNo", "SerialNo", "LaborRate"), _TEXT),
        **dict.fromkeys(("OpenDate", "CompletedDate", "ClosedDate", "DeletionTime"), _DAY),
        "LaborDiscount": _MONEY,
    },
    "WOLabor": {"WONo": _TEXT, "Hours": _MONEY, "Sell": _MONEY},
    "WOParts": {"WONo": _TEXT, "Qty": _MONEY, "Sell": _MONEY},
    "WOMisc": {"WONo": _TEXT, "Sell": _MONEY},
    "WOQuote": {"WONo": _TEXT, "Type": _TEXT, "Amount": _MONEY, "CreationTime": _DAY},
    "LaborRate": {"Code": _TEXT, "Rate": _MONEY},
    "WORental": dict.fromkeys(("WONo", "UnitNo", "SerialNo"), _TEXT),
    "Equipment": {
        **dict.fromkeys(("UnitNo", "SerialNo", "Make", "Model", "ModelGroup", "RentalStatus"), _TEXT),
        "InventoryDept": _WHOLE,
        "Customer": sa.Boolean(),
        "DeletionTime": _DAY,
    },
    "GL": {"AccountNo": _TEXT, "Year": _WHOLE, "Month": _WHOLE, "MTD": _MONEY, "YTD": _MONEY},
    "GLDetail": {"AccountNo": _TEXT, "Amount": _MONEY, "EffectiveDate": _DAY, "Posted": sa.Boolean()},
    "ChartOfAccounts": {"AccountNo": _TEXT, "Description": _TEXT},
}


class Views:
    """The views of one tenant, by name."""

    def __init__(self, schema: str) -> None:
        """Take the tenant's schema; FixConnection for a text that is none."""
        if not _SCHEMA.fullmatch(schema):
            raise FixConnection(f"“{schema}” is no schema of Softbase: three letters and three digits, such as abc001.")
        self._schema = schema

    def __getitem__(self, name: str) -> sa.TableClause:
        columns = [sa.column(column, kind) for column, kind in COLUMNS[name].items()]
        return sa.table(name, *columns, schema=self._schema)
