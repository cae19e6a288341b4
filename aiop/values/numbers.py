"""Numbers as exports write them: counts, decimals, money, percents, truth values and quote numbers."""

import re
from decimal import ROUND_HALF_UP, Decimal

from aiop.values.blank import BLANKS, blank_to_none
from aiop.values.errors import BadValue

CENT = Decimal("0.01")
MONEY_BOUND = Decimal("99999999.99")
PERCENT_BOUND = Decimal("999.99")
INTEGER_BOUND = 2_147_483_647
LONG_BOUND = 9_223_372_036_854_775_807
# Spreadsheets compute in binary: 1234.5600000001 is 1234.56, while 1234.561 is a third decimal that somebody wrote.
FLOAT_RESIDUE = Decimal("0.000001")

_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,6}|[0-9]{1,20})"
# A negative exponent is how spreadsheets write a residue near zero (5.68E-14); a positive one is never an amount.
_MAGNITUDE = rf"(?:{_DIGITS}(?:\.[0-9]{{0,20}})?|\.[0-9]{{1,20}})(?:[eE]-[0-9]{{1,2}})?"
_SIGN = "[-+\u2212]"
_DECIMAL = re.compile(rf"({_SIGN})?({_MAGNITUDE})")
_PERCENT = re.compile(rf"({_SIGN})?({_MAGNITUDE})(?:\s*%)?")
_INTEGER = re.compile(rf"({_SIGN})?({_DIGITS})(?:\.0*)?")
_PLAIN_MONEY = re.compile(r"\$?((?:[0-9]{1,2},)?[0-9]{1,3},[0-9]{3}\.[0-9]{2}|[0-9]{1,8}\.[0-9]{2})")
_MONEY = re.compile(rf"({_SIGN})?\s?\$?\s?({_SIGN})?({_MAGNITUDE})")
_MONEY_IN_PARENTHESES = re.compile(rf"\$?\s?\(\s?\$?\s?({_MAGNITUDE})\s?\)")
_WHOLE_AS_FLOAT = re.compile(r"([0-9]+)\.0+")

_TRUTH = dict.fromkeys(("1", "true", "yes", "y", "t", "1.0"), True) | dict.fromkeys(
    ("0", "false", "no", "n", "f", "0.0"), False
)


def identifier(t: str) -> str | None:
    """Give a quote number or other key as text, without the decimals a spreadsheet added (`10200.0` is `10200`)."""
    stripped = blank_to_none(t)
    if stripped is None or stripped.isalnum():
        return stripped
    if "\0" in stripped:
        raise BadValue("contains a NUL character")
    whole = _WHOLE_AS_FLOAT.fullmatch(stripped)
    return whole[1] if whole else stripped


def plain_identifier(t: str) -> str | None:
    """Give a key of letters and digits alone, which `identifier` leaves as it is; None for every other text."""
    return t if t.isalnum() and t not in BLANKS else None


def integer(t: str) -> int | None:
    """Give a whole number; `1,234` and `12.0` are read, BadValue for fractions and beyond 32 bits."""
    return _whole(t, INTEGER_BOUND)


def long_integer(t: str) -> int | None:
    """Give a whole number such as another system's id; as `integer`, BadValue beyond 64 bits."""
    return _whole(t, LONG_BOUND)


def plain_digits(t: str) -> str | None:
    """Give a number of up to eighteen digits, which `long_integer` reads as it is; None for every other text."""
    return t if t.isascii() and t.isdigit() and len(t) < 19 and (t[0] != "0" or len(t) == 1) else None


def _whole(t: str, bound: int) -> int | None:
    stripped = blank_to_none(t)
    if stripped is None:
        return None
    match = _INTEGER.fullmatch(stripped)
    if match is None:
        raise BadValue("is not a whole number")
    number = int(match[2].replace(",", ""))
    if number > bound:
        raise BadValue("is too large for a whole number")
    return -number if match[1] in ("-", "\u2212") else number


def decimal(t: str, places: int | None = None) -> Decimal | None:
    """Give a decimal number, rounded half up to `places` when given; BadValue for `1e30`, `Infinity` and words."""
    stripped = blank_to_none(t)
    if stripped is None:
        return None
    match = _DECIMAL.fullmatch(stripped)
    if match is None:
        raise BadValue("is not a number")
    number = _signed(match[1], match[2])
    return number if places is None else _rounded(number, Decimal(1).scaleb(-places))


def plain_money(t: str) -> str | None:
    """Give the digits of an amount in its usual shapes (`$1,234.50` is `1234.50`); None for every other text."""
    match = _PLAIN_MONEY.fullmatch(t)
    return match[1].replace(",", "") if match else None


def money(t: str) -> Decimal | None:
    """Give an amount with two decimals, at most 99,999,999.99 either way; parentheses and minus are negative."""
    # The usual shapes first, without any slow step: columns of money have millions of cells.
    plain = plain_money(t)
    if plain is not None:
        return Decimal(plain)
    stripped = blank_to_none(t)
    return None if stripped is None else _unusual_money(stripped)


def percent(t: str) -> Decimal | None:
    """Give percent points (`12.5%` and `12.5` are 12.50) rounded half up to two decimals, within 999.99 either way."""
    stripped = blank_to_none(t)
    if stripped is None:
        return None
    match = _PERCENT.fullmatch(stripped)
    if match is None:
        raise BadValue("is not a percentage")
    number = _rounded(_signed(match[1], match[2]), CENT)
    if abs(number) > PERCENT_BOUND:
        raise BadValue("is too large for a percentage")
    return number


def boolean(t: str) -> bool | None:
    """Give the truth value of 1/true/yes/y/t/1.0 and their opposites in any letter case."""
    stripped = blank_to_none(t)
    if stripped is None:
        return None
    answer = _TRUTH.get(stripped.lower())
    if answer is None:
        raise BadValue("is neither yes nor no")
    return answer


def _unusual_money(stripped: str) -> Decimal:
    """Read signs, parentheses, whole amounts and float residue."""
    match = _MONEY.fullmatch(stripped)
    in_parentheses = None if match else _MONEY_IN_PARENTHESES.fullmatch(stripped)
    if match is not None and not (match[1] and match[2]):
        amount = _signed(match[1] or match[2], match[3])
    elif in_parentheses is not None:
        amount = _signed("-", in_parentheses[1])
    else:
        raise BadValue("is not a number of money")
    # The bound comes first: rounding a longer number would overflow the decimal context.
    if abs(amount) > MONEY_BOUND + CENT:
        raise BadValue("is too large for an amount of money")
    cents = _rounded(amount, CENT)
    if abs(amount - cents) > FLOAT_RESIDUE:
        raise BadValue("has more than two decimals, so it is not a number of money")
    if abs(cents) > MONEY_BOUND:
        raise BadValue("is too large for an amount of money")
    return cents


def _signed(sign: str | None, magnitude: str) -> Decimal:
    number = Decimal(magnitude.replace(",", ""))
    return -number if number and sign in ("-", "\u2212") else number


def _rounded(number: Decimal, unit: Decimal) -> Decimal:
    """Round half up; a negative that rounds to nothing becomes plain zero, so that -0.00 never differs from 0.00."""
    if number.adjusted() > 20:
        raise BadValue("is too large")
    rounded = number.quantize(unit, ROUND_HALF_UP)
    return rounded or abs(rounded)
