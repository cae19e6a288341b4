"""Counts, amounts, percents and truth values, as the reports write them."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiop.values.blank import blank_to_none, text
from aiop.values.errors import BadValue
from aiop.values.numbers import boolean, decimal, identifier, integer, money, percent, plain_identifier, plain_money

QUICK = settings(max_examples=80, deadline=None)
CENTS = st.integers(-9_999_999_999, 9_999_999_999).map(lambda cents: Decimal(cents) / 100)


@pytest.mark.parametrize("blank", ["", "  ", "\u00a0", "\ufeff", "NaN", "nan", "None", "NaT", "--", "-", " -- ", "NAN"])
def test_a_blank_of_any_kind_is_nothing(blank: str) -> None:
    assert blank_to_none(blank) is None
    for parse in (text, identifier, integer, decimal, money, percent, boolean):
        assert parse(blank) is None


@pytest.mark.parametrize("kept", ["N/A", "Nan", "Nat", "n/a", "---", "0", "null"])
def test_what_is_not_on_the_list_of_blanks_stays(kept: str) -> None:
    assert text(f" {kept}\u00a0") == kept


def test_text_keeps_its_inner_blanks_and_refuses_nul() -> None:
    assert text("\ufeff Nadia  Velmont\n") == "Nadia  Velmont"
    with pytest.raises(BadValue, match="NUL"):
        text("Nadia\0Velmont")


@pytest.mark.parametrize(
    ("written", "key"), [("10200", "10200"), (" 10200.0 ", "10200"), ("10200-1", "10200-1"), ("A-7.0", "A-7.0")]
)
def test_a_quote_number_loses_only_the_decimals_of_a_spreadsheet(written: str, key: str) -> None:
    assert identifier(written) == key


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("$1,234.56", "1234.56"),
        ("1234.56", "1234.56"),
        ("(1,234.50)", "-1234.50"),
        ("$(1,234.50)", "-1234.50"),
        ("($1,234.50)", "-1234.50"),
        ("-$5", "-5.00"),
        ("$-5", "-5.00"),
        (" $ 80 ", "80.00"),
        (".5", "0.50"),
        ("-0", "0.00"),
        ("1234.5600000001", "1234.56"),
        ("1234.5599999999", "1234.56"),
        ("5.684341886080802e-14", "0.00"),
        ("$99,999,999.99", "99999999.99"),
    ],
)
def test_money_is_read_in_every_way_it_is_written(written: str, amount: str) -> None:
    assert str(money(written)) == amount


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("1e30", "is not a number of money"),
        ("Infinity", "is not a number of money"),
        ("-Infinity", "is not a number of money"),
        ("1,23.4", "is not a number of money"),
        ("12,34", "is not a number of money"),
        ("--5", "is not a number of money"),
        ("-($5)", "is not a number of money"),
        ("($5", "is not a number of money"),
        ("$", "is not a number of money"),
        ("five", "is not a number of money"),
        ("\u0661\u0662", "is not a number of money"),
        ("1234.561", "has more than two decimals, so it is not a number of money"),
        ("1234.565", "has more than two decimals, so it is not a number of money"),
        ("100,000,000.00", "is too large for an amount of money"),
        ("99999999.9999999", "is too large for an amount of money"),
        ("9" * 20, "is too large for an amount of money"),
    ],
)
def test_money_that_is_none_is_refused_with_the_reason(written: str, reason: str) -> None:
    with pytest.raises(BadValue) as refused:
        money(written)
    assert refused.value.reason == reason


@QUICK
@given(CENTS)
def test_money_survives_every_way_of_writing_it(amount: Decimal) -> None:
    sign = "-" if amount < 0 else ""
    assert money(f"{sign}${abs(amount):,.2f}") == amount
    assert money(f"{amount:.2f}") == amount
    assert money(repr(float(amount))) == amount or abs(amount) >= 10**15
    if amount < 0:
        assert money(f"({-amount:,.2f})") == amount
        assert money(f"$({-amount:,.2f})") == amount


@pytest.mark.parametrize(
    ("written", "points"),
    [("12.5%", "12.50"), ("12.5", "12.50"), ("12.5 %", "12.50"), ("-3%", "-3.00"), ("33.335", "33.34"), ("0", "0.00")],
)
def test_a_percent_is_points_not_a_fraction(written: str, points: str) -> None:
    assert str(percent(written)) == points


@pytest.mark.parametrize("written", ["%", "12%%", "twelve", "1000", "1e3", "12,5"])
def test_a_percent_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(BadValue):
        percent(written)


@pytest.mark.parametrize(("written", "count"), [("1,234", 1234), ("12.0", 12), ("-9", -9), ("+7", 7), ("\u22123", -3)])
def test_a_count_is_read(written: str, count: int) -> None:
    assert integer(written) == count


@pytest.mark.parametrize("written", ["12.5", "1,23", "abc", "2147483648", "1e3", "Infinity"])
def test_a_count_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(BadValue):
        integer(written)


def test_a_decimal_is_exact_unless_places_are_asked_for() -> None:
    assert str(decimal("1,234.5678")) == "1234.5678"
    assert str(decimal("1,234.565", places=2)) == "1234.57"
    assert str(decimal("-0.001", places=2)) == "0.00"
    for written in ("1e30", "NaN1", "Infinity", "1.2.3"):
        with pytest.raises(BadValue):
            decimal(written)


@pytest.mark.parametrize("yes", ["1", "true", "TRUE", "yes", "Y", "t", "1.0", " Yes "])
@pytest.mark.parametrize("no", ["0", "false", "No", "n", "F", "0.0"])
def test_yes_and_no_are_read_in_any_letter_case(yes: str, no: str) -> None:
    assert boolean(yes) is True
    assert boolean(no) is False


def test_neither_yes_nor_no_is_refused() -> None:
    with pytest.raises(BadValue, match="is neither yes nor no"):
        boolean("maybe")


@QUICK
@given(st.text() | st.text(alphabet="0123456789.,-+$()%eE ") | st.decimals().map(str))
def test_number_parsers_refuse_in_one_way_only(written: str) -> None:
    for parse in (text, identifier, integer, decimal, lambda t: decimal(t, 2), money, percent, boolean):
        with suppress(BadValue):
            parse(written)


@given(CENTS.map(lambda amount: f"${amount:,.2f}") | st.text(alphabet="0123456789.,$", max_size=14))
def test_plain_money_is_written_as_it_would_be_once_read(cell: str) -> None:
    plain = plain_money(cell)
    assert plain is None or plain == str(money(cell))


@given(st.text(max_size=8) | st.sampled_from(["NaN", "none", "10200", "10200.0"]))
def test_a_plain_identifier_is_left_as_it_is(cell: str) -> None:
    plain = plain_identifier(cell)
    assert plain is None or plain == identifier(cell)
