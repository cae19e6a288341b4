"""The twin of Softbase: the dealer's views on a server that speaks SQL Server's protocol."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

from aiop.sandbox.clock import SimulatedClock, WallClock
from aiop.sandbox.sources import TwinOptions
from aiop.sandbox.tds.engine import Engine, Stored
from aiop.sandbox.tds.server import SqlTwin
from marts.sources.softbase.sandbox.world import Dealer

SCHEMA, DATABASE, USER, PASSWORD = "ben002", "evo", "aiop_reader", "invented-dealer-9"
_MONEY, _MOMENT = "DECIMAL(18,2)", "TIMESTAMP"
_WORTH = [
    f"{name}{part}"
    for name in ("Labor", "Parts", "Rental", "Equipment", "Misc")
    for part in ("Taxable", "NonTax", "Cost")
]
COLUMNS: dict[str, dict[str, str]] = {
    "InvoiceReg": {
        "InvoiceNo": "INTEGER", "InvoiceDate": _MOMENT,
        **dict.fromkeys(("BillTo", "BillToName", "ShipTo", "SerialNo", "WONo"), "VARCHAR"),
        **dict.fromkeys((*_WORTH, "TotalTax", "GrandTotal"), _MONEY),
    },
    "WO": {
        **dict.fromkeys(("WONo", "Type", "BillTo", "ShipTo", "UnitNo", "SerialNo", "LaborRate"), "VARCHAR"),
        **dict.fromkeys(("OpenDate", "CompletedDate", "ClosedDate", "DeletionTime"), _MOMENT), "LaborDiscount": _MONEY,
    },
    "WOLabor": {"WONo": "VARCHAR", "Hours": _MONEY, "Sell": _MONEY},
    "WOParts": {"WONo": "VARCHAR", "Qty": _MONEY, "Sell": _MONEY},
    "WOMisc": {"WONo": "VARCHAR", "Sell": _MONEY},
    "WOQuote": {"WONo": "VARCHAR", "Type": "VARCHAR", "Amount": _MONEY, "CreationTime": _MOMENT},
    "LaborRate": {"Code": "VARCHAR", "Rate": _MONEY},
    "WORental": dict.fromkeys(("WONo", "UnitNo", "SerialNo"), "VARCHAR"),
    "Equipment": {
        **dict.fromkeys(("UnitNo", "SerialNo", "Make", "Model", "ModelGroup", "RentalStatus"), "VARCHAR"),
        "InventoryDept": "INTEGER", "Customer": "BOOLEAN", "DeletionTime": _MOMENT,
    },
    "GL": {"AccountNo": "VARCHAR", "Year": "INTEGER", "Month": "INTEGER", "MTD": _MONEY, "YTD": _MONEY},
    "GLDetail": {"AccountNo": "VARCHAR", "Amount": _MONEY, "EffectiveDate": _MOMENT, "Posted": "BOOLEAN"},
    "ChartOfAccounts": {"AccountNo": "VARCHAR", "Description": "VARCHAR"},
}  # fmt: skip


def twin_of(dealer: Dealer, clock: SimulatedClock, *, port: int = 0, faults: float = 0.0, seed: int = 1) -> SqlTwin:
    """Serve a dealer's views as they stand by a clock."""
    tables = [
        Stored(
            name,
            columns,
            [(since, until, [row.get(c) for c in columns]) for since, until, row in dealer.known.rows[name]],
        )
        for name, columns in COLUMNS.items()
    ]
    engine = Engine(SCHEMA, tables, clock)
    return SqlTwin(engine, user=USER, password=PASSWORD, port=port, faults=faults, seed=seed)


def told(twin: SqlTwin) -> dict[str, str]:
    """Give what a connection to the twin must be told."""
    return {
        "server": "127.0.0.1", "port": str(twin.port), "database": DATABASE, "schema": SCHEMA, "user": USER,
        "password": PASSWORD, "rental_dept": "60",
    }  # fmt: skip


def build(options: TwinOptions) -> tuple[Any, dict[str, str]]:
    """Build the twin of a dealer, as of now; it stays the same dealer as long as the year lasts."""
    now = dt.datetime.now(dt.UTC)
    years = 1 if options.scale == "full" or now.month < 6 else 0
    dealer = Dealer(options.seed, dt.date(now.year - years, 1, 1), dt.date(now.year, 12, 31))
    faults = 0.2 if options.hostile else 0.0
    twin = twin_of(dealer, WallClock(now, time.monotonic), port=options.port, faults=faults, seed=options.seed)
    return twin, told(twin)
