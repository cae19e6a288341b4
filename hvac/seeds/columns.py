"""A table's file from its model: which header fills which column, and how its texts are read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q

from aiop.loading.kind import Field, Kind, Parent, Parse, Setting
from aiop.values.blank import text
from aiop.values.dates import date
from aiop.values.errors import BadValue
from aiop.values.moments import MomentReader
from aiop.values.numbers import boolean, decimal, integer, money
from hvac.models.base import FileRow
from hvac.seeds.rules import rules_of, uniques_of

# For each column that is read in a way of its own: how, and the SQL over t that a dump writes it by where not as it stands.
Special = Mapping[str, tuple[Parse, str]]
# For each key column: the column that it follows, and what normalises it.
Keys = Mapping[str, tuple[str, Callable[[str], str | None]]]
_LONG_AMOUNT = re.compile(r"-?[0-9]{1,8}\.[0-9]{3,20}")
_DOLLAR = re.compile(r"^([-+]?)\s?\$\s?")
# Columns of fewer digits hold hours and per cents.
_LEAST_MONEY = 8
# People and firms that were there before this are none that files still tell of.
_EARLIEST_YEAR = 1950
_SIDES = {"gte": "is below", "gt": "is not above", "lte": "is above"}


def table_file(
    model: type[FileRow],
    name: str,
    title: str,
    *,
    order: int,
    header: str,
    identity: str,
    keys: Keys | None = None,
    special: Special | None = None,
    spare: str = "",
    **renamed: str,
) -> Kind:
    """Declare the file of a table by its header line, whose first column is the row's number.

    A header fills the column of its name, `<name>_id` the number of the linked row; `renamed` gives what others fill, `special`
    how some are read, `spare` headers that a file may do without. `identity` names the columns that make a row what it is.
    """
    number, *cells = header.split(",")
    fields = [Field("number", (number,), bounded(integer, [("gte", 1)]), required=True)]
    for cell in [*cells, *filter(None, spare.split(","))]:
        made = _fields(model, cell, renamed.get(cell), keys or {}, special or {})
        fields += [replace(field, spare=cell not in cells) for field in made]
    columns = [field.column for field in fields]
    parents = _parents(model, set(columns))
    return Kind(
        f"hvac_{name}", title, model, ("number",), tuple(fields), order=order, date_order="YMD", parents=parents,
        settle=tuple((parent.column, _row_of(parent)) for parent in parents), identity=tuple(identity.split()),
        unique=uniques_of(model, columns), rules=rules_of(model, columns, list(bounds_of(model))),
    )  # fmt: skip


def bounds_of(model: type[models.Model]) -> dict[str, list[tuple[str, Any]]]:
    """Give, for each column that a rule of the table bounds by itself, its (side, bound): `("gte", 0)`."""
    found: dict[str, list[tuple[str, Any]]] = {}
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.CheckConstraint) and isinstance(constraint.condition, Q):
            if constraint.condition.connector != Q.AND:
                continue  # it holds for some rows alone
            conditions: list[Any] = [child for child in constraint.condition.children if isinstance(child, tuple)]
            for name, bound in conditions:
                column, _, side = name.partition("__")
                if side in _SIDES and isinstance(bound, int | Decimal):
                    found.setdefault(column, []).append((side, bound))
    return found


def _column(model: type[models.Model], header: str) -> str:
    links = {field.name for field in model._meta.concrete_fields if field.is_relation}
    return f"{header[:-3]}_ref" if header.endswith("_id") and header[:-3] in links else header


def _fields(model: type[models.Model], header: str, named: str | None, keys: Keys, special: Special) -> list[Field]:
    """Give the field of a header, and those of the keys that follow its text."""
    column = named or _column(model, header)
    field = _field(model, header, column, bounds_of(model).get(column, []))
    parse, written = special.get(column, (field.parse, field.written))
    followers = [
        Field(key, (header,), normalise, dumped=False) for key, (source, normalise) in keys.items() if source == column
    ]
    return [replace(field, parse=parse, written=written), *followers]


def _field(model: type[models.Model], header: str, column: str, bounds: Any) -> Field:
    stored = model._meta.get_field(column)
    assert isinstance(stored, models.Field)  # noqa: S101  (headers fill columns only)
    needed = not stored.null
    if isinstance(stored, models.DateTimeField):
        return Field(column, (header,), _moments, needed, in_setting=True, is_date=True)
    if isinstance(stored, models.DateField):
        return Field(column, (header,), _days, needed, in_setting=True, is_date=True)
    if isinstance(stored, models.BooleanField):
        # As the files write it, which no other table of ours does.
        return Field(column, (header,), boolean, needed, written=f'initcap(t."{column}"::text)')
    parse = _parser(stored)
    return Field(column, (header,), bounded(parse, bounds) if bounds else parse, needed)


def _parser(stored: models.Field[Any, Any]) -> Parse:
    if stored.choices:
        return vocabulary([str(value) for value, _ in stored.flatchoices])
    if isinstance(stored, models.IntegerField):
        return integer
    if isinstance(stored, models.DecimalField):
        if stored.decimal_places != 2 or stored.max_digits < _LEAST_MONEY:
            return rounded(stored.decimal_places or 0)
        return cents if stored.max_digits == 10 else dollars
    return text


def vocabulary(allowed: list[str]) -> Parse:
    """Give a parser of the words that a column may hold, in their own letter case."""
    known = frozenset(allowed)

    def parse(cell: str) -> str | None:
        if cell.strip() in known:
            # One of the words is None, which elsewhere is how scripts write that nothing is known.
            return cell.strip()
        word = text(cell)
        if word is not None:
            raise BadValue(f"is none of {', '.join(allowed)}")
        return word

    return parse


def rounded(places: int) -> Parse:
    """Give a parser of numbers that rounds half up to so many decimals."""
    return lambda cell: decimal(cell, places)


def cents(cell: str) -> Decimal | None:
    """Give an amount of money, half up to cents: what scripts have computed has more decimals."""
    try:
        return money(cell)
    except BadValue:
        if not _LONG_AMOUNT.fullmatch(cell.strip()):
            raise
        return decimal(cell, 2)


def dollars(cell: str) -> Decimal | None:
    """Give an amount of dollars that may be above what `cents` reads, half up to cents."""
    return decimal(_DOLLAR.sub(r"\1", cell.strip(), count=1), 2)


def bounded(parse: Parse, bounds: list[tuple[str, Any]]) -> Parse:
    """Give a parser that also refuses what lies outside bounds."""

    def read(cell: str) -> Any:
        value = parse(cell)
        if value is not None:
            for side, bound in bounds:
                if (value < bound, value <= bound, value > bound)[("gte", "gt", "lte").index(side)]:
                    raise BadValue(f"{_SIDES[side]} {bound}")
        return value

    return read


def _days(setting: Setting) -> Callable[[str], dt.date | None]:
    return lambda cell: date(cell, setting.date_order, _EARLIEST_YEAR)


def _moments(setting: Setting) -> Callable[[str], dt.datetime | None]:
    return MomentReader(setting.zone, setting.date_order)


def _parents(model: type[models.Model], columns: set[str]) -> tuple[Parent, ...]:
    links = [field for field in model._meta.concrete_fields if field.is_relation and f"{field.name}_ref" in columns]
    return tuple(
        Parent(
            str(field.column),
            field.related_model,
            (("number", f"{field.name}_ref"),),
            required=not model._meta.get_field(f"{field.name}_ref").null,
        )
        for field in links
        if isinstance(field.related_model, type)
    )


def _row_of(parent: Parent) -> str:
    """Give SQL for the row that a changed row refers to; the link follows its number."""
    ((own, staged),) = parent.on
    return (
        f'(SELECT p.id FROM "{parent.model._meta.db_table}" p WHERE p.org_id = t.org_id AND p."{own}" = s."{staged}")'
    )
