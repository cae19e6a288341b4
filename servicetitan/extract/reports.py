"""Reports run through the reporting API, one call of a report a minute, written as the file that a person would export."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
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
    rows, heads, taken, total = [], [], None, None
    for answer in _pages(http, address, report, given):
        body = _object(answer)
        heads = [str(field["name"]) for field in body["fields"]]
        taken, total = taken or answer.at, body.get("totalCount") or total
        rows += body["data"]
    if total is not None and len(rows) != total:
        raise GiveUp(f"{report.title} came with {len(rows):,} of {total:,} rows: rows moved while it was read.")
    if any(len(row) != len(heads) for row in rows):
        raise GiveUp(f"{report.title} came with rows that have more or fewer cells than it has columns.")
    _write(path, heads, rows)
    return Fetched(path, len(rows), taken or dt.datetime.now(dt.UTC))


def _pages(http: HttpClient, address: str, report: Listed, given: list[dict[str, Any]]) -> Iterator[Answer]:
    """Give the answers page by page; what is asked for stands in the body, which page of it in the address."""
    number, more = 1, True
    while more:
        params = {"page": number, "pageSize": ROWS, "includeTotal": "true"}
        call = Call("POST", f"{address}/data", params, json={"parameters": given}, bucket=(f"report {report.id}", RATE))
        answer = http.send(call, read=_readable)
        more, number = bool(_object(answer).get("hasMore")), number + 1
        yield answer


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
        found = http.get(address, {"pageSize": LISTED}, read=_object)["data"]
    numbers = [value for value, name, *_ in found if str(name).casefold() == label.casefold()]
    if not numbers:
        raise GiveUp(f"The report knows no date called {label}.")
    return numbers[0]


def _all(http: HttpClient, address: str) -> list[Any]:
    """Read a list of the reporting API to its end: by default it is cut at fifty."""
    found: list[Any] = []
    number, more = 1, True
    while more:
        body = http.get(address, {"page": number, "pageSize": LISTED}, read=_object)
        found += body["data"]
        more, number = bool(body.get("hasMore")), number + 1
    return found


def _readable(answer: Answer) -> Answer:
    _object(answer)
    return answer


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
