"""Payloads that are documented and rare: what is absent, null, empty or written otherwise is read as it is meant, or refused by its name."""

from __future__ import annotations

import copy
import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from marts.sources.hubspot.records import decode_deals, decode_pipelines
from marts.sources.quickbooks.records import decode_accounts, decode_report
from marts.sources.told import ShapeError, amount, moment, ungrouped
from tests.unit.marts.test_rest_decoders import REPORT, holder


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2025-11-05T14:03:22.123Z", "2025-11-05T14:03:22.123000+00:00"),
        ("2025-11-05T14:03:22Z", "2025-11-05T14:03:22+00:00"),
        ("2025-11-05T14:03:22.123456789Z", "2025-11-05T14:03:22.123456+00:00"),
        ("2025-11-05T09:03:22-05:00", "2025-11-05T09:03:22-05:00"),
        ("2025-11-05T09:03:22-0500", "2025-11-05T09:03:22-05:00"),
        ("2025-11-05", "2025-11-05T00:00:00+00:00"),
        ("1762351402123", "2025-11-05T14:03:22.123000+00:00"),
        ("", None), ("soon", None), ("2025-13-05", None),
    ],
)  # fmt: skip
def test_moments_come_with_and_without_parts_of_a_second(text: str, wanted: str | None) -> None:
    found = moment(text)
    assert (found.isoformat() if found else None) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("12.5", "12.5"),
        ("-20.00", "-20.00"),
        (" 7 ", "7"),
        ("1e3", "1E+3"),
        ("1_000", None),
        ("NaN", None),
        ("1,0", None),
        ("\u0663", None),
    ],
)
def test_an_amount_is_a_plain_number_and_nothing_else_is_taken_for_one(text: str, wanted: str | None) -> None:
    found = amount(text)
    assert (str(found) if found is not None else None) == wanted
    assert (ungrouped("-1,234,567.50"), ungrouped("1,23"), ungrouped("12,345")) == ("-1234567.50", "1,23", "12345")


def test_a_deal_whose_properties_are_null_absent_or_empty_is_a_deal_of_nothing() -> None:
    absent: tuple[dict[str, Any], ...] = (
        {},
        {"amount": None, "dealstage": None, "createdate": None},
        {"amount": "", "closedate": ""},
    )
    for properties in absent:
        (deal,) = decode_deals({"results": [{"id": 1, "properties": properties}], "paging": None}).deals
        assert (deal.id, deal.stage, deal.amount, deal.is_amount_read, deal.created_at) == (
            "1",
            "",
            Decimal(0),
            True,
            None,
        )
    last_pages: tuple[dict[str, Any], ...] = ({}, {"next": None}, {"next": {}}, {"next": {"after": ""}})
    for paging in last_pages:
        assert decode_deals({"results": [], "paging": paging}).after == ""


def test_a_stage_may_know_nothing_of_its_end_and_stand_last_as_hubspot_writes_it() -> None:
    stage = {"id": "s", "label": "S", "displayOrder": -1, "metadata": {}}
    (found,) = decode_pipelines({"results": [{"id": "p", "stages": [stage]}]})
    assert (found.order, found.is_closed, found.probability, found.is_archived) == (-1, False, None, False)


@pytest.mark.parametrize(
    "rows", [{}, {"Row": None}, {"Row": []}, {"Row": {}}], ids=["no Row", "null", "empty", "an object"]
)
def test_rows_without_a_row_are_a_report_without_data(rows: Any) -> None:
    told = decode_report({**REPORT, "Rows": rows})
    assert (told.has_data, told.of_month(dt.date(2025, 11, 1))) == (False, None)


def test_a_report_that_says_it_has_no_data_needs_neither_rows_nor_columns() -> None:
    header = {"ReportName": "BalanceSheet", "Option": [{"Name": "NoReportData", "Value": "True"}]}
    assert not decode_report({"Header": header}).has_data


def test_amounts_in_thousands_numbers_and_empty_objects_are_read_as_they_are_meant() -> None:
    november = ["Income", "GrossProfit", "Expenses", "NetIncome"]
    values: list[Any] = ["1,234.50", 1234.5, {}, ""]
    rows = [
        {"group": g, "Summary": {"ColData": [{"value": g}, {"value": v}]}}
        for g, v in zip(november, values, strict=True)
    ]
    told = decode_report({**REPORT, "Rows": {"Row": rows}}).of_month(dt.date(2025, 11, 1))
    assert told is not None
    assert [told.of(group) for group in november] == [Decimal("1234.50"), Decimal("1234.5"), Decimal(0), Decimal(0)]


@pytest.mark.parametrize("where", ["Header.Option", "Columns.Column", "Rows.Row"])
@pytest.mark.parametrize("wrong", [7, "words"])
def test_what_should_be_a_list_and_is_none_is_refused_by_its_name(where: str, wrong: Any) -> None:
    broken = copy.deepcopy(REPORT)
    within, name = holder(broken, where)
    within[name] = wrong
    with pytest.raises(ShapeError, match=f"“{name}”"):
        decode_report(broken)


def test_accounts_on_their_way_to_the_bank_are_found_by_their_id_with_those_under_them() -> None:
    assert decode_accounts({"QueryResponse": {"Account": [{"Id": "1"}], "maxResults": 1}}) == {"1"}
    assert decode_accounts({"QueryResponse": {}, "time": "2025"}) == frozenset()
    november = decode_report(REPORT).of_month(dt.date(2025, 11, 1))
    assert november is not None
    assert (november.of_accounts({"1"}), november.of_accounts({"2"}), november.of_accounts(())) == (
        Decimal("50.00"), Decimal("37.50"), Decimal(0),
    )  # fmt: skip
