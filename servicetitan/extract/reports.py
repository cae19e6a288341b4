"""Reports run through the reporting API, one call of a report a minute, written as the file that a person would export."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from aiop.sources.answers import Answer
from aiop.sources.budget import Rate
from aiop.sources.errors import GiveUp, TryAgain
from aiop.sources.http import Call, HttpClient
from servicetitan.client import tenant_of

# The system takes one call of a report a minute, so as much as it gives comes with one.
RATE = Rate(per_second=1 / 60, burst=1)
ROWS = 25_000
LISTED = 500


@dataclass(frozen=True, slots=True)
class Listed:
    """A report as the tenant lists it."""

    category: str
    id: int
    title: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """A report that was written as a file: how many rows, and the moment at which it was taken."""

    path: Path
    rows: int
    taken_at: dt.datetime


def available(http: HttpClient) -> list[Listed]:
    """List every report of the tenant, category by category."""
    base = f"/reporting/v2/tenant/{tenant_of(http)}"
    return [
        Listed(str(category["id"]), int(report["id"]), str(report["name"]))
        for category in _all(http, f"{base}/report-categories")
        for report in _all(http, f"{base}/report-category/{category['id']}/reports")
    ]


def find_report(http: HttpClient, title: str) -> Listed:
    """Find a report by its title; GiveUp names what there is where there is none of that title, or several."""
    listed = available(http)
    found = [one for one in listed if one.title.strip().casefold() == title.casefold()]
    if len(found) == 1:
        return found[0]
    titles = ", ".join(sorted(one.title for one in (found or listed)))
    how = "more than one report" if found else "no report"
    raise GiveUp(f"The tenant has {how} called {title}; there are: {titles or 'none'}.")


def fetch_report(
    http: HttpClient, report: Listed, since: dt.date, until: dt.date, path: Path, *, by: str = ""
) -> Fetched:
    """Run a report for some days, both included, by the date that is labelled `by`, and write it as CSV.

    Raises GiveUp where it asks for more than days, and where fewer rows came than it says there are.
    """
    address = f"/reporting/v2/tenant/{tenant_of(http)}/report-category/{report.category}/reports/{report.id}"
    wanted = {"From": since.isoformat(), "To": until.isoformat()}
    given = list(_parameters(http, http.get(address, read=_object), wanted, by))
    pages = list(_pages(http, address, report, given))
    heads = [str(field["name"]) for field in pages[0].told["fields"]]
    rows = [row for page in pages for row in page.told["data"]]
    total = next((told for page in pages if (told := page.told.get("totalCount")) is not None), None)
    if total is not None and len(rows) != total:
        raise GiveUp(f"{report.title} came with {len(rows):,} of {total:,} rows: rows moved while it was read.")
    if any(len(row) != len(heads) for row in rows):
        raise GiveUp(f"{report.title} came with rows that have more or fewer cells than it has columns.")
    _write(path, heads, rows)
    return Fetched(path, len(rows), pages[0].at)


@dataclass(frozen=True, slots=True)
class _Page:
    at: dt.datetime
    told: Mapping[str, Any]


def _pages(http: HttpClient, address: str, report: Listed, given: list[dict[str, Any]]) -> Iterator[_Page]:
    """Give the answers page by page; what is asked for stands in the body, which page of it in the address."""
    number, more = 1, True
    while more:
        params = {"page": number, "pageSize": ROWS, "includeTotal": "true"}
        call = Call("POST", f"{address}/data", params, json={"parameters": given}, bucket=(f"report {report.id}", RATE))
        page = http.send(call, read=partial(_page, lists=("fields", "data")))
        more, number = page.told["hasMore"], number + 1
        yield page


def _page(answer: Answer, lists: Sequence[str]) -> _Page:
    """Read a page; TryAgain where it lacks one of these lists, or does not say whether there is more."""
    told = _object(answer)
    if not all(isinstance(told.get(name), list) for name in lists) or not isinstance(told.get("hasMore"), bool):
        raise TryAgain(f"{answer.url} answered {answer.status} without {', '.join(lists)}, or whether there is more.")
    return _Page(answer.at, told)


def _parameters(http: HttpClient, described: Any, wanted: Mapping[str, str], by: str) -> Iterator[dict[str, Any]]:
    """Give the parameters that a report takes; what it needs beyond days is told."""
    asked = {str(one["name"]): one for one in described.get("parameters", [])}
    for name, value in wanted.items():
        if name in asked:
            yield {"name": name, "value": value}
    if by and "DateType" in asked:
        yield {"name": "DateType", "value": _date_type(http, asked["DateType"], by)}
    lacking = [name for name, one in asked.items() if one.get("isRequired") and name not in {*wanted, "DateType"}]
    if lacking:
        raise GiveUp(
            f"{described.get('name')} asks for {', '.join(lacking)}, which is not known here: export it by hand."
        )


def _date_type(http: HttpClient, parameter: Mapping[str, Any], label: str) -> Any:
    """Give the number of a date by its label, as the tenant numbers them."""
    accepted = parameter.get("acceptValues") or {}
    found = accepted.get("values") or []
    if not found and accepted.get("dynamicSetId"):
        address = f"/reporting/v2/tenant/{tenant_of(http)}/dynamic-value-sets/{accepted['dynamicSetId']}"
        found = _all(http, address)
    numbers = [value for value, name, *_ in found if str(name).casefold() == label.casefold()]
    if not numbers:
        raise GiveUp(f"The report knows no date called {label}.")
    return numbers[0]


def _all(http: HttpClient, address: str) -> list[Any]:
    """Read a list of the reporting API to its end: by default it is cut at fifty."""
    found: list[Any] = []
    number, more = 1, True
    while more:
        page = http.get(address, {"page": number, "pageSize": LISTED}, read=partial(_page, lists=("data",)))
        found += page.told["data"]
        more, number = page.told["hasMore"], number + 1
    return found


def _object(answer: Answer) -> Any:
    """Read an answer, amounts without losing a digit; TryAgain where it is cut off or something else."""
    try:
        found = json.loads(answer.body, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise answer.unreadable(error) from None
    if not isinstance(found, dict):
        raise TryAgain(f"{answer.url} answered {answer.status} with something else than an object.")
    return found


def _write(path: Path, heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as sink:
        writer = csv.writer(sink)
        writer.writerow(heads)
        writer.writerows([[_cell(value) for value in row] for row in rows])


def _cell(value: Any) -> Any:
    return {None: "", True: "Yes", False: "No"}[value] if value is None or isinstance(value, bool) else value
