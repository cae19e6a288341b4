"""What a form or an address asks of entries: fields with their values, and the address that says the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from aiop.catalogue.choices import Options
from aiop.catalogue.entries import Entry
from aiop.catalogue.parameters import ROWS, SPANS, Parameter, WrongValue, read_value

_SPAN_CHOICES: Options = [(name, title) for name, (title, _) in SPANS.items()]
_DAYS = "days"


@dataclass(frozen=True)
class Field:
    """One field of a form: what it is called, how it is filled in, what it holds now."""

    name: str
    title: str
    kind: str  # choice | days | number | text
    value: str
    options: Options = ()
    start: str = ""
    end: str = ""
    least: Any = None
    most: Any = None


def kept(parameters: Iterable[Parameter], given: Mapping[str, str]) -> dict[str, str]:
    """Keep of an address what is about these parameters."""
    names = {name for parameter in parameters for name in (parameter.name, *parameter.places)}
    return {name: given[name] for name in sorted(names) if given.get(name)}


def query(entry: Entry, given: Mapping[str, str], **also: str) -> str:
    """Write an address' query that asks the same again."""
    return urlencode({**kept(entry.params.values(), given), **{name: value for name, value in also.items() if value}})


def without_wrong(
    parameters: Sequence[Parameter], given: Mapping[str, str], today: dt.date
) -> tuple[dict[str, str], list[str]]:
    """Give the values that can be read, and a sentence for each that cannot; the usual ones stand in for those."""
    values, problems = kept(parameters, given), []
    for parameter in parameters:
        try:
            read_value(parameter, values, today=today)
        except WrongValue as error:
            problems.append(f"{error} The usual value is shown instead.")
            for name in {parameter.name, *parameter.places}:
                values.pop(name, None)
    return values, problems


def fields(
    parameters: Sequence[Parameter], given: Mapping[str, str], options: Mapping[str, Options], today: dt.date
) -> list[Field]:
    """Give the fields of a form for parameters, filled in."""
    return [_field(parameter, given, options, today) for parameter in parameters]


def _field(parameter: Parameter, given: Mapping[str, str], options: Mapping[str, Options], today: dt.date) -> Field:
    name, title = parameter.name, parameter.title
    value = given.get(name) or ("" if parameter.default is None else str(parameter.default))
    if parameter.type == "date_range":
        return _span(parameter, given, today)
    if parameter.type in ROWS:
        return Field(name, title, "choice", given.get(name, ""), [("", "All"), *options.get(parameter.type, ())])
    if parameter.type == "choice":
        return Field(name, title, "choice", value, [(choice, choice.replace("_", " ")) for choice in parameter.choices])
    return Field(
        name, title, "text" if parameter.type == "text" else "number", value, least=parameter.least, most=parameter.most
    )


def _span(parameter: Parameter, given: Mapping[str, str], today: dt.date) -> Field:
    """Give the field of a period: its preset, or the two days where they are given."""
    days = [given.get(place, "") for place in parameter.places]
    chosen = given.get(parameter.name) or ("" if any(days) else str(parameter.default))
    read = read_value(parameter, given, today=today)
    start, end = (read[place].isoformat() if read[place] else "" for place in parameter.places)
    choices = [("", "Days of my own"), *_SPAN_CHOICES]
    return Field(parameter.name, parameter.title, _DAYS, chosen if chosen in SPANS else "", choices, start, end)
