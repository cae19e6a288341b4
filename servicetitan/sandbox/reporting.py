"""The reporting API: categories, reports, their parameters and fields, and their data as positional rows, one call a minute."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from aiop.sandbox.messages import Answer, Request, Route, json_answer, route
from aiop.sandbox.twin import BACKSTAGE
from servicetitan.sandbox.access import Access
from servicetitan.sandbox.books import Books
from servicetitan.sandbox.filters import asked_number
from servicetitan.sandbox.moments import day_number
from servicetitan.sandbox.problems import RefusedError, problem
from servicetitan.sandbox.reports.catalogue import BY_ID, BY_NAME, CATEGORIES, REPORTS
from servicetitan.sandbox.reports.files import as_csv, as_xlsx
from servicetitan.sandbox.reports.layout import Asked, Report, Row, Value
from servicetitan.sandbox.world import TenantWorld

DEFAULT_LIST, DEFAULT_ROWS, MOST_ROWS = 50, 1000, 25_000
UNIT_PARAMETERS = ("BusinessUnitId", "BusinessUnitIds")
DATE_SETS = {
    "job-date-filter-type": ("Invoice Date", "Job Completion Date", "Job Creation Date", "Job Start Date"),
    "payment-date-filter-type": ("Created On", "Applied On", "Paid On"),
}
_TYPES = {"From": "Date", "To": "Date", "DateType": "Number", "JobTypes": "Number"}
_BASE = "/reporting/v2/tenant/{tenant}"


class Reporting:
    """Answers the reporting API of a world; the world's books are kept until something in it changes."""

    def __init__(self, world: TenantWorld, access: Access) -> None:
        """Serve a world behind its keys and rates."""
        self.world = world
        self.access = access
        self._books: tuple[int, Books] | None = None
        self._lock = threading.Lock()

    def routes(self) -> list[Route]:
        """Give the routes of the reporting API."""
        return [
            self._route("GET", f"{_BASE}/report-categories", self._categories),
            self._route("GET", f"{_BASE}/report-category/{{category}}/reports", self._listed),
            self._route("GET", f"{_BASE}/report-category/{{category}}/reports/{{id}}", self._described),
            self._route("POST", f"{_BASE}/report-category/{{category}}/reports/{{id}}/data", self._run),
            self._route("GET", f"{_BASE}/dynamic-value-sets/{{set}}", self._values),
            route("GET", f"{BACKSTAGE}reports/{{name}}\\.{{kind}}", self._file),
        ]

    def rows(self, name: str, asked: Asked) -> list[Row]:
        """Compute a report by its name as of the clock, for exports and tests."""
        return BY_NAME[name].compute(self.books(), asked)

    def books(self) -> Books:
        """Give the books as of the clock."""
        with self._lock:
            epoch = self.world.epoch()
            if self._books is None or self._books[0] != epoch:
                self._books = (epoch, Books(self.world))
            return self._books[1]

    def _route(self, method: str, pattern: str, answer: Callable[[Request, re.Match[str]], Answer]) -> Route:
        def handle(request: Request, found: re.Match[str]) -> Answer:
            try:
                self.access.admit(request, found["tenant"], "reporting")
                return answer(request, found)
            except RefusedError as refused:
                return refused.answer

        return route(method, pattern, handle)

    def _categories(self, request: Request, found: re.Match[str]) -> Answer:
        return json_answer(_paged(request, [{"id": name, "name": name.title()} for name in CATEGORIES]))

    def _listed(self, request: Request, found: re.Match[str]) -> Answer:
        if found["category"] not in CATEGORIES:
            raise problem(404, f"There is no category {found['category']}.")
        chosen = [report for report in REPORTS if report.category == found["category"]]
        return json_answer(_paged(request, [{"id": report.id, "name": report.title} for report in chosen]))

    def _described(self, request: Request, found: re.Match[str]) -> Answer:
        report = _report(found)
        return json_answer({
            "id": report.id,
            "name": report.title,
            "description": None,
            "modifiedOn": "2025-01-15T00:00:00Z",
            "parameters": [_parameter(report, name) for name in report.parameters],
            "fields": _fields(report),
        })  # fmt: skip

    def _run(self, request: Request, found: re.Match[str]) -> Answer:
        report = _report(found)
        number = asked_number(request.one("page"), 1, "page")
        size = min(asked_number(request.one("pageSize"), DEFAULT_ROWS, "pageSize"), MOST_ROWS)
        asked = _asked(report, request.body)
        self.access.admit_report(str(report.id))
        rows = report.compute(self.books(), asked)
        first = (number - 1) * size
        total = len(rows) if (request.one("includeTotal") or "").casefold() == "true" else None
        data = [[_json(value) for value in row] for row in rows[first : first + size]]
        more = first + size < len(rows)
        return json_answer(
            {
                "fields": _fields(report),
                "page": number,
                "pageSize": size,
                "hasMore": more,
                "totalCount": total,
                "data": data,
            }
        )

    def _file(self, request: Request, found: re.Match[str]) -> Answer:
        """Give a report as the file that a person would export: `?from=2025-10-20&to=2025-10-26&units=101,102`."""
        if found["name"] not in BY_NAME or found["kind"] not in {"csv", "xlsx"}:
            return json_answer({"reports": sorted(BY_NAME)}, 404)
        report = BY_NAME[found["name"]]
        units = frozenset(int(part) for part in (request.one("units") or "").split(",") if part)
        asked = Asked(_day({"From": request.one("from")}, "From"), _day({"To": request.one("to")}, "To"), units,
                      date_type=_date_type(request.one("date_type")))  # fmt: skip
        rows = report.compute(self.books(), asked)
        if found["kind"] == "csv":
            return Answer(200, as_csv(report, rows), "text/csv; charset=utf-8")
        return Answer(
            200, as_xlsx(report, rows, asked), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        )

    def _values(self, request: Request, found: re.Match[str]) -> Answer:
        if found["set"] not in DATE_SETS:
            raise problem(404, f"There is no dynamic set {found['set']}.")
        rows = [[number, label] for number, label in enumerate(DATE_SETS[found["set"]])]
        fields = [{"name": "Value", "label": "Value"}, {"name": "Name", "label": "Name"}]
        return json_answer(
            {"fields": fields, "page": 1, "pageSize": 50, "hasMore": False, "totalCount": None, "data": rows}
        )


def _report(found: re.Match[str]) -> Report:
    report = BY_ID.get(int(found["id"])) if found["id"].isdigit() else None
    if report is None or report.category != found["category"]:
        raise problem(404, f"There is no report {found['id']} in {found['category']}.")
    return report


def _paged(request: Request, entries: list[dict[str, Any]]) -> dict[str, Any]:
    number = asked_number(request.one("page"), 1, "page")
    size = asked_number(request.one("pageSize"), DEFAULT_LIST, "pageSize")
    first = (number - 1) * size
    more = first + size < len(entries)
    return {
        "page": number,
        "pageSize": size,
        "hasMore": more,
        "totalCount": None,
        "data": entries[first : first + size],
    }


def _parameter(report: Report, name: str) -> dict[str, Any]:
    dates = "payment-date-filter-type" if report.category == "accounting" else "job-date-filter-type"
    dynamic = dates if name == "DateType" else None
    accept = {"fields": [], "dynamicSetId": dynamic, "values": []} if dynamic else None
    array = name in {*UNIT_PARAMETERS, "JobTypes"}
    kind = "Boolean" if name.startswith("Include") else _TYPES.get(name, "Number")
    return {
        "name": name,
        "label": name,
        "dataType": kind,
        "isArray": array,
        "isRequired": name in {"From", "To"},
        "acceptValues": accept,
    }


def _fields(report: Report) -> list[dict[str, str]]:
    return [{"name": column.name, "label": column.label} for column in report.columns]


def _asked(report: Report, body: bytes) -> Asked:
    try:
        given = {entry["name"]: entry["value"] for entry in json.loads(body or b"{}").get("parameters", [])}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise problem(400, "The body is not valid.", field="parameters") from None
    units: Any = next((given[name] for name in UNIT_PARAMETERS if name in given), [])
    until = _day(given, "To")
    since = _day(given, "From") if "From" in report.parameters else until
    return Asked(
        since, until, frozenset(int(unit) for unit in (units if isinstance(units, list) else [units])),
        date_type=_date_type(given.get("DateType")) if report.category != "accounting" else None,
        adjustments=str(given.get("IncludeAdjustmentInvoices", True)).casefold() == "true",
    )  # fmt: skip


def _date_type(value: Any) -> int | None:
    if value is None:
        return None
    if str(value) not in {"0", "1", "2", "3"}:
        raise problem(400, f"The value '{value}' is not valid.", field="DateType")
    return int(value)


def _day(given: dict[str, Any], name: str) -> int:
    try:
        return day_number(date.fromisoformat(str(given[name])[:10]))
    except (KeyError, ValueError):
        raise problem(400, f"The parameter {name} is required and must be a date.", field=name) from None


def _json(value: Value) -> str | int | float | bool | None:
    if isinstance(value, date):
        # Reports give local midnight with the tenant's own offset.
        return f"{value.isoformat()}T00:00:00-07:00"
    return float(value) if isinstance(value, Decimal) else value
