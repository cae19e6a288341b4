"""Answers of QuickBooks, HubSpot and Zoom in their documented shapes: unknown fields are nobody's business, a missing one is named."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from marts.sources.hubspot.records import (
    decode_account,
    decode_deals,
    decode_options,
    decode_pipelines,
    decode_total,
)
from marts.sources.quickbooks.records import decode_company, decode_report, fault_of
from marts.sources.told import ShapeError
from marts.sources.zoom.records import decode_daily, decode_leg, decode_listing

REPORT: dict[str, Any] = {
    "Header": {
        "Time": "2025-11-21T09:00:00-08:00", "ReportName": "ProfitAndLoss", "ReportBasis": "Accrual",
        "StartPeriod": "2025-11-01", "EndPeriod": "2025-11-30", "SummarizeColumnsBy": "Month", "Currency": "USD",
        "Option": [{"Name": "AccountingStandard", "Value": "GAAP"}, {"Name": "NoReportData", "Value": "false"}],
    },
    "Columns": {"Column": [
        {"ColTitle": "", "ColType": "Account", "MetaData": [{"Name": "ColKey", "Value": "account"}]},
        {"ColTitle": "Nov 2025", "ColType": "Money", "MetaData": [
            {"Name": "StartDate", "Value": "2025-11-01"}, {"Name": "EndDate", "Value": "2025-11-30"},
            {"Name": "ColKey", "Value": "Nov 2025"}]},
        {"ColTitle": "Total", "ColType": "Money", "MetaData": [{"Name": "ColKey", "Value": "total"}]},
    ]},
    "Rows": {"Row": [
        {"type": "Section", "group": "Income", "Header": {"ColData": [{"value": "Ingresos"}, {"value": ""}, {"value": ""}]},
         "Rows": {"Row": [
             # A parent with postings of its own: 12.50 stand in its header, and its summary holds them.
             {"type": "Section", "Header": {"ColData": [{"value": "Services", "id": "1"}, {"value": "12.50"}, {"value": "12.50"}]},
              "Rows": {"Row": [{"type": "Data", "ColData": [{"value": "Repairs", "id": "2"}, {"value": "37.50"}, {"value": "37.50"}]}]},
              "Summary": {"ColData": [{"value": "Total Services"}, {"value": "50.00"}, {"value": "50.00"}]}}]},
         "Summary": {"ColData": [{"value": "Total Ingresos"}, {"value": "50.00"}, {"value": "50.00"}]}},
        {"type": "Section", "group": "NetIncome", "Summary": {"ColData": [{"value": "Net"}, {"value": "50.00"}, {"value": "50.00"}]}},
        # Rows of aged reports have no type.
        {"ColData": [{"value": "Some Customer", "id": "9"}, {"value": ""}, {"value": ""}]},
    ]},
}  # fmt: skip
PIPELINES: dict[str, Any] = {"results": [
    {"id": "default", "label": "Sales", "displayOrder": 0, "archived": False, "createdAt": "2020-01-01T00:00:00Z", "stages": [
        {"id": "closedwon", "label": "Closed won", "displayOrder": 5, "archived": False,
         "metadata": {"isClosed": "true", "probability": "1.0"}},
        {"id": "s1", "label": "First", "displayOrder": 0, "archived": False,
         "metadata": {"isClosed": "false", "probability": "0.2"}}]}]}  # fmt: skip
DEALS: dict[str, Any] = {
    "results": [{"id": "9001", "properties": {"amount": "2500.00", "dealstage": "s1", "createdate": "2025-11-05T14:03:22.123Z",
                                              "closedate": None, "hs_is_closed": "false"},
                 "createdAt": "2025-11-05T14:03:22.123Z", "updatedAt": "2025-11-06T00:00:00Z", "archived": False}],
    "paging": {"next": {"after": "9002", "link": "https://example.test"}},
}  # fmt: skip
SEARCH = {
    "total": 42,
    "results": [{"id": "9001", "properties": {}, "archived": False}],
    "paging": {"next": {"after": "1"}},
}
OPTIONS = {
    "name": "lifecyclestage",
    "options": [{"label": "Lead", "value": "lead", "displayOrder": 1, "hidden": False}],
}
ACCOUNT = {"portalId": 62515, "timeZone": "US/Eastern", "companyCurrency": "USD", "utcOffset": "-05:00"}
DAILY = {"year": 2025, "month": 11, "dates": [
    {"date": "2025-11-05", "new_users": 0, "meetings": 12, "participants": 57, "meeting_minutes": 640}]}  # fmt: skip
CALL = {
    "id": "r1", "call_path_id": "p1", "call_id": "k1", "direction": "inbound", "international": False,
    "start_time": "2025-11-05T15:04:05Z", "answer_time": "2025-11-05T15:04:15Z", "end_time": "2025-11-05T15:06:20Z",
    "duration": 125, "connect_type": "external", "call_type": "general", "call_result": "answered", "hide_caller_id": False,
    "caller_name": "Ines Carver", "caller_did_number": "+15125550171", "callee_ext_type": "user", "callee_name": "Dana Whitlock",
}  # fmt: skip
USERS = {
    "page_count": 1,
    "page_size": 30,
    "total_records": 2,
    "next_page_token": "",
    "users": [{"id": "a"}, {"id": "b"}],
}
COMPANY = {
    "CompanyInfo": {"CompanyName": "Fairview", "FiscalYearStartMonth": "January", "Country": "US"},
    "time": "2025",
}


def users(told: Any) -> Any:
    return decode_listing(told, "users")


DOCUMENTED: dict[str, tuple[Callable[[Any], Any], Any, tuple[str, ...]]] = {
    "a report": (decode_report, REPORT, ("Header", "Header.ReportName", "Rows", "Columns", "Columns.Column")),
    "a company": (decode_company, COMPANY, ("CompanyInfo", "CompanyInfo.CompanyName")),
    "a search": (decode_total, SEARCH, ("total",)),
    "deals": (decode_deals, DEALS, ("results", "results.0.id", "results.0.properties")),
    "pipelines": (
        decode_pipelines, PIPELINES,
        ("results", "results.0.id", "results.0.stages", "results.0.stages.0.id", "results.0.stages.0.metadata",
         "results.0.stages.0.displayOrder"),
    ),
    "stages of life": (decode_options, OPTIONS, ("options", "options.0.value")),
    "an account": (decode_account, ACCOUNT, ("portalId",)),
    "the daily report": (
        decode_daily, DAILY, ("dates", "dates.0.date", "dates.0.meetings", "dates.0.participants", "dates.0.meeting_minutes"),
    ),
    "a call": (decode_leg, CALL, ("direction", "start_time", "duration", "call_result")),
    "users": (users, USERS, ("users",)),
}  # fmt: skip


def holder(told: Any, path: str) -> tuple[Any, str]:
    """Give what holds a field, and the field's own name."""
    *way, name = path.split(".")
    for step in way:
        told = told[int(step)] if step.isdecimal() else told[step]
    return told, name


@pytest.mark.parametrize("what", DOCUMENTED)
def test_fields_that_nobody_knows_are_nobodys_business(what: str) -> None:
    decode, told, needed = DOCUMENTED[what]
    strange = copy.deepcopy(told)
    for path in needed:
        holder(strange, path)[0]["invented_later"] = {"a": [None]}
    strange["invented_later"] = 1
    assert decode(strange) == decode(told)


@pytest.mark.parametrize(
    ("what", "path"), [(what, path) for what, (_, _, needed) in DOCUMENTED.items() for path in needed]
)
@pytest.mark.parametrize("gone", [True, False], ids=["missing", "null"])
def test_a_required_field_that_is_missing_is_refused_by_its_name(what: str, path: str, gone: bool) -> None:
    decode, told, _ = DOCUMENTED[what]
    broken = copy.deepcopy(told)
    within, name = holder(broken, path)
    if gone:
        del within[name]
    else:
        within[name] = None
    with pytest.raises(ShapeError, match=f"“{name}”"):
        decode(broken)


@pytest.mark.parametrize("what", DOCUMENTED)
@pytest.mark.parametrize("told", [[], "words", None, 7])
def test_what_is_no_object_at_all_is_refused(what: str, told: Any) -> None:
    with pytest.raises(ShapeError):
        DOCUMENTED[what][0](told)


def test_groups_of_a_report_are_found_at_any_depth_and_summaries_hold_what_parents_hold() -> None:
    november = decode_report(REPORT).of_month(dt.date(2025, 11, 1))
    assert november is not None
    assert november.of("Income") == Decimal("50.00")
    assert november.find("COGS") is None
    with pytest.raises(ShapeError, match="GrossProfit"):
        november.required("GrossProfit")


def test_a_group_without_a_sum_or_with_words_for_one_is_refused_by_its_name() -> None:
    for row, words in (({"group": "Income"}, "neither Summary nor ColData"),
                       ({"group": "Income", "Summary": {"ColData": [{"value": "x"}, {"value": "1,0"}]}}, "no number"),
                       ({"group": "Income", "Summary": {"ColData": [{"value": "x"}]}}, "no amount")):  # fmt: skip
        november = decode_report({**REPORT, "Rows": {"Row": [row]}}).of_month(dt.date(2025, 11, 1))
        assert november is not None
        with pytest.raises(ShapeError, match=f"“Income”.*{words}"):
            november.of("Income")


def test_a_fault_is_seen_whatever_the_status_said() -> None:
    told = {"Fault": {"Error": [{"Message": "m", "Detail": "Token expired", "code": "3200"}], "type": "AUTHENTICATION"}}
    assert fault_of(told) == ("AUTHENTICATION", "3200", "m · Token expired")
    assert fault_of({"Fault": {"Error": [{"code": "003001"}], "type": "x"}}) == ("x", "3001", "")
    assert fault_of(REPORT) is None


def test_deals_keep_their_digits_and_the_page_says_where_it_goes_on() -> None:
    page = decode_deals(DEALS)
    assert (page.deals[0].amount, page.deals[0].is_closed, page.after) == (Decimal("2500.00"), False, "9002")
    assert decode_deals({"results": []}).after == ""


def test_stages_come_in_the_order_of_the_funnel() -> None:
    assert [(s.id, s.is_closed, s.probability) for s in decode_pipelines(PIPELINES)] == [
        ("s1", False, Decimal("0.2")), ("closedwon", True, Decimal("1.0")),
    ]  # fmt: skip


def test_a_call_holds_nothing_personal() -> None:
    leg = decode_leg(CALL)
    assert (leg.seconds, leg.is_answered, leg.queue) == (125, True, "")
    assert not [text for text in ("Carver", "Whitlock", "5550171") if text in repr(leg)]
    assert decode_leg({**CALL, "call_id": None}).call_id == "r1"


def test_rows_of_the_older_call_log_are_refused_and_not_read_as_nothing() -> None:
    older = {
        "id": "x",
        "call_id": "1",
        "direction": "inbound",
        "date_time": "2025-11-05T15:04:05Z",
        "duration": 1,
        "result": "Call connected",
    }
    with pytest.raises(ShapeError, match="“start_time”"):
        decode_leg(older)


def test_counts_are_whole_numbers() -> None:
    assert decode_total({"total": "42"}) == 42
    wrongs: tuple[Any, ...] = (-1, True, "many", 1.5, [])
    for wrong in wrongs:
        with pytest.raises(ShapeError, match="“total”"):
            decode_total({"total": wrong})
