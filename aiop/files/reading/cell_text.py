"""A worksheet's stored values as the text a CSV export would show."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

EXACT_DIGITS = 15  # Excel itself keeps no more; further digits are the noise of binary fractions
WHOLE_UP_TO = 1e21


def as_number_text(text: str) -> str:
    """Give a stored number without `.0`, exponent or binary noise where it can be told; other text stays as it is."""
    if text.isdecimal():
        return text
    try:
        number = float(text)
    except ValueError:
        return text
    if number.is_integer() and abs(number) < WHOLE_UP_TO:
        return str(int(Decimal(text))) if "E" in text.upper() or "." in text else text
    digits = sum(map(str.isdecimal, text))
    return text if digits <= EXACT_DIGITS and "E" not in text.upper() else f"{number:.{EXACT_DIGITS}g}"


def as_percent_text(text: str) -> str:
    """Give a stored fraction as the percent points that people see: 0.125 as `12.5%`."""
    try:
        points = Decimal(f"{float(text):.{EXACT_DIGITS}g}") * 100
    except (ValueError, InvalidOperation):
        return text
    return f"{points:f}".rstrip("0").rstrip(".") + "%" if "." in f"{points:f}" else f"{points:f}%"


def as_date_text(moment: object) -> str:
    """Give ISO text of a date, moment, time of day or duration (H:MM:SS); midnight is a plain date."""
    match moment:
        case datetime():
            rounded = _to_second(moment)
            return rounded.date().isoformat() if rounded.time() == time() else rounded.isoformat()
        case timedelta():
            return _duration(moment)
        case date() | time():
            return moment.isoformat()
        case _:
            return ""


def _to_second(moment: datetime) -> datetime:
    """Excel counts in fractions of a day, which miss the second by microseconds."""
    return (moment + timedelta(milliseconds=500)).replace(microsecond=0)


def _duration(span: timedelta) -> str:
    seconds = round(abs(span.total_seconds()))
    sign = "-" if span < timedelta() else ""
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
