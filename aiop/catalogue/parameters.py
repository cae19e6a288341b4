"""What an entry may be asked with: typed parameters, read from the texts of an address or a command line. Pure."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

# Which words the table of each type may hold.
_NUMERIC = frozenset({"type", "title", "default", "min", "max"})
_ROW = frozenset({"type", "title"})
WORDS_OF_TYPE: Mapping[str, frozenset[str]] = {
    "date_range": frozenset({"type", "title", "default"}),
    "branch": _ROW,
    "source": _ROW,
    "sales_person": _ROW,
    "choice": frozenset({"type", "title", "choices", "default"}),
    "integer": _NUMERIC,
    "number": _NUMERIC,
    "text": _NUMERIC,
}
# Types whose value is the id of a row, or none for all; apps say which rows there are.
ROWS = frozenset({"branch", "source", "sales_person"})
Days = tuple[dt.date | None, dt.date | None]
BIGGEST_ID = 2**63 - 1


class WrongDeclaration(ValueError):  # noqa: N818  (it says what is wrong, for whoever wrote the head)
    """A parameter that cannot be meant as it is declared."""

    def __init__(self, key: str, reason: str) -> None:
        self.key = key
        super().__init__(reason)


class WrongValue(ValueError):  # noqa: N818  (an answer to who asked)
    """A value that a parameter does not take, in one sentence."""


@dataclass(frozen=True)
class Parameter:
    """One parameter: what it is called, what it takes, what it is where nothing is said."""

    name: str
    type: str
    title: str
    default: Any = None
    choices: tuple[str, ...] = ()
    least: Decimal | None = None
    most: Decimal | None = None
    line: int = 1

    @property
    def places(self) -> tuple[str, ...]:
        """The names that its values are bound under."""
        return (f"{self.name}_from", f"{self.name}_to") if self.type == "date_range" else (self.name,)


def always_bound() -> tuple[str, ...]:
    """Name what is bound without being declared."""
    return ("today", "zone")


def _year_ago(first: dt.date) -> dt.date:
    """Give the first of the month eleven months before: with it, twelve months."""
    return dt.date(first.year - (first.month < 12), first.month % 12 + 1, 1)


def _month_end(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


SPANS: Mapping[str, tuple[str, Callable[[dt.date], Days]]] = {
    "all": ("All days", lambda today: (None, None)),
    "last_12_months": ("Last 12 months", lambda today: (_year_ago(today.replace(day=1)), today)),
    "this_year": ("This year", lambda today: (today.replace(month=1, day=1), today)),
    "last_year": ("Last year", lambda today: (dt.date(today.year - 1, 1, 1), dt.date(today.year - 1, 12, 31))),
    "last_90_days": ("Last 90 days", lambda today: (today - dt.timedelta(days=89), today)),
    "this_month": ("This month", lambda today: (today.replace(day=1), _month_end(today))),
    "next_90_days": ("Next 90 days", lambda today: (today, today + dt.timedelta(days=89))),
}


def declared(name: str, given: Mapping[str, Any], *, line: int) -> Parameter:
    """Make a parameter of its table in a head; raises WrongDeclaration."""
    kind = given["type"]
    if not name.isidentifier() or name in always_bound():
        raise WrongDeclaration("type", f"cannot be named {name}")
    title = given.get("title", name.replace("_", " ").capitalize())
    parameter = Parameter(
        name,
        kind,
        str(title),
        choices=_choices(given),
        least=_bound(given, "min"),
        most=_bound(given, "max"),
        line=line,
    )
    default = given.get("default", "all" if kind == "date_range" else None)
    if kind == "choice" and default is None:
        raise WrongDeclaration("default", "is missing")
    try:
        read_value(parameter, {name: default}, today=dt.date(2026, 1, 31))
    except WrongValue as error:
        raise WrongDeclaration("default", f"is not a value of it: {error}") from error
    return Parameter(name, kind, str(title), default, parameter.choices, parameter.least, parameter.most, line)


def _choices(given: Mapping[str, Any]) -> tuple[str, ...]:
    if given["type"] != "choice":
        return ()
    choices = given.get("choices")
    if not isinstance(choices, list) or not choices or not all(isinstance(choice, str) for choice in choices):
        raise WrongDeclaration("choices", "is missing or is not a list of texts")
    if len(set(choices)) != len(choices):
        raise WrongDeclaration("choices", "names one choice twice")
    return tuple(choices)


def _bound(given: Mapping[str, Any], key: str) -> Decimal | None:
    value = given.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise WrongDeclaration(key, "is not a number")
    return Decimal(str(value))


def read_value(parameter: Parameter, given: Mapping[str, Any], *, today: dt.date) -> dict[str, Any]:
    """Give what a parameter's places are bound with, its default where nothing is given; raises WrongValue."""
    if parameter.type == "date_range":
        return dict(zip(parameter.places, _days(parameter, given, today), strict=True))
    value = given.get(parameter.name)
    if value is None or value == "":
        value = parameter.default
    return {parameter.name: None if value is None else _READ[parameter.type](parameter, value)}


def _days(parameter: Parameter, given: Mapping[str, Any], today: dt.date) -> Days:
    ends = [given.get(place) for place in parameter.places]
    span = given.get(parameter.name)
    if span and ".." in str(span):
        ends = list(str(span).split("..", 1))
    elif not any(ends) or span:
        name = str(span or parameter.default or "all")
        if name not in SPANS:
            raise WrongValue(
                f"{parameter.title} is “{name[:30]}”; it may be {', '.join(SPANS)}, or two days as from..to."
            )
        return SPANS[name][1](today)
    start, end = (_day(parameter, end) for end in ends)
    if start and end and start > end:
        raise WrongValue(f"{parameter.title}: {start} lies after {end}.")
    return start, end


def _day(parameter: Parameter, value: Any) -> dt.date | None:
    if value is None or value == "":
        return None
    try:
        day = value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))
    except ValueError as error:
        raise WrongValue(f"{parameter.title}: “{str(value)[:30]}” is not a day such as 2026-01-31.") from error
    if not 1900 <= day.year <= 2200:
        raise WrongValue(f"{parameter.title}: days lie between 1900 and 2200.")
    return day


def _choice(parameter: Parameter, value: Any) -> str:
    if str(value) not in parameter.choices:
        raise WrongValue(f"{parameter.title} is “{str(value)[:30]}”; it may be {', '.join(parameter.choices)}.")
    return str(value)


def _number(parameter: Parameter, value: Any) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise WrongValue(f"{parameter.title}: “{str(value)[:30]}” is not a number.") from error
    if not number.is_finite():
        raise WrongValue(f"{parameter.title}: “{str(value)[:30]}” is not a number.")
    _within(parameter, number, "")
    return number


def _within(parameter: Parameter, number: Decimal, of: str) -> None:
    if parameter.least is not None and number < parameter.least:
        raise WrongValue(f"{parameter.title} is at least {parameter.least}{of}.")
    if parameter.most is not None and number > parameter.most:
        raise WrongValue(f"{parameter.title} is at most {parameter.most}{of}.")


def _integer(parameter: Parameter, value: Any) -> int:
    number = _number(parameter, value)
    if number != number.to_integral_value() or abs(number) > BIGGEST_ID:
        raise WrongValue(f"{parameter.title}: “{str(value)[:30]}” is not a whole number.")
    return int(number)


def _text(parameter: Parameter, value: Any) -> str:
    text = str(value)
    if "\0" in text:
        raise WrongValue(f"{parameter.title} holds a character that no text has.")
    _within(parameter, Decimal(len(text)), " characters long")
    return text


_READ: Mapping[str, Callable[[Parameter, Any], Any]] = {
    **dict.fromkeys(ROWS, _integer),
    "choice": _choice,
    "integer": _integer,
    "number": _number,
    "text": _text,
}
