"""Values of an answer as people read them, by the unit of their column. Pure."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from aiop.adminkit import format as fmt
from aiop.catalogue.head import Column
from aiop.dashboards.geometry import compact

# What stands behind a number in a column of this unit, where its head does not say it already.
_AFTER = {"percent": " %", "days": " d", "hours": " h"}


def written(column: Column, value: Any, zone: dt.tzinfo) -> str:
    """Write a value as a page does; unknown is a dash."""
    if value is None or value == "":
        return fmt.UNKNOWN
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime):
        return fmt.clock(value, zone) if value.tzinfo else fmt.clock(value.replace(tzinfo=zone), zone)
    if isinstance(value, dt.date):
        return fmt.day(value)
    if isinstance(value, int | float | Decimal):
        return _number(column, value)
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value if item is not None) or fmt.UNKNOWN
    return json.dumps(value, default=str, ensure_ascii=False) if isinstance(value, dict) else str(value)


def _number(column: Column, value: float | Decimal) -> str:
    if column.unit == "id":
        return str(value)
    if column.unit == "money":
        return fmt.money(Decimal(str(value)))
    rounded = round(Decimal(str(value)), 2) if not isinstance(value, int) else value
    return fmt.number(rounded) + _AFTER.get(column.unit, "")


def short(column: Column, value: Any) -> str:
    """Write a number shortly, for a cell of a chart."""
    if not isinstance(value, int | float | Decimal):
        return fmt.UNKNOWN
    return compact(round(float(value), 1)) + ("%" if column.unit == "percent" else "")


def axis_labels(column: Column, values: Sequence[Any], zone: dt.tzinfo) -> list[str]:
    """Name the places of an axis: days that all begin a year, or a month, are called by it."""
    days = [value for value in values if isinstance(value, dt.date)]
    if len(days) < len(values) or not days:
        return [written(column, value, zone) for value in values]
    local = [value.astimezone(zone) if isinstance(value, dt.datetime) and value.tzinfo else value for value in days]
    if all((value.month, value.day) == (1, 1) for value in local):
        return [str(value.year) for value in local]
    if all(value.day == 1 for value in local):
        return [f"{value:%b %Y}" for value in local]
    return [f"{value.day} {value:%b %y}" for value in local]
