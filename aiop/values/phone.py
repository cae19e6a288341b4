"""Phone numbers: one key per number, and the extension behind it."""

import re

import phonenumbers

from aiop.values.blank import BLANK_CHARACTERS

_SEPARATOR = "[-\\s.\u2010-\u2015/]*"
_EXTENSION_TEXT = r"(?:[\s,;]*(?:x|ext\.?|extension|#)[\s:.]*([0-9]{1,7}))?"
# The North American shapes in one pattern: nearly every cell ends here.
_NORTH_AMERICAN = re.compile(
    rf"(?:\+?1{_SEPARATOR})?\(?([2-9][0-9]{{2}})\)?{_SEPARATOR}([0-9]{{3}}){_SEPARATOR}([0-9]{{4}})"
    rf"(?:\.0)?{_EXTENSION_TEXT}",
    re.IGNORECASE,
)
_EXTENSION = re.compile(r"[\s,;]*(?:x|ext\.?|extension|#)[\s:.]*([0-9]{1,7})", re.IGNORECASE)
_LABEL = re.compile(r"\b(?:cell|mobile|home|work|office|tel|telephone|phone|ph|c|h|m|w|t|p)\b", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_NOT_DIGIT = re.compile(r"[^0-9]+")
_FEWEST_DIGITS = 10
_LONGEST = 80  # characters; a longer text is a note, not a number

PhoneParts = tuple[str | None, str | None]


def phone_key(t: str) -> str | None:
    """Give ten digits for a North American number, `+` and digits for a valid foreign one, else None; never raises."""
    match = _NORTH_AMERICAN.fullmatch(t)
    if match is not None:
        return _unless_filler(match[1] + match[2] + match[3])
    return phone_parts(t)[0]


def phone_parts(t: str) -> PhoneParts:
    """Give (key, extension digits) of a phone text; both None when it holds no number; never raises."""
    number = t.strip(BLANK_CHARACTERS)
    match = _NORTH_AMERICAN.fullmatch(number)
    if match is not None:
        key = _unless_filler(match[1] + match[2] + match[3])
        return key, match[4] if key else None
    if not number or len(number) > _LONGEST:
        return None, None
    number, extension = _without_extension(number)
    key = _foreign_key(number) if number.startswith(("+", "00")) else _loose_key(number)
    return key, extension if key else None


def _without_extension(number: str) -> tuple[str, str | None]:
    for match in _EXTENSION.finditer(number):
        if match.end() == len(number):
            return number[: match.start()], match[1]
    return number, None


def _loose_key(number: str) -> str | None:
    """Read a number with a label such as `cell` or odd separators; any other word means that it is a note."""
    bare = _LABEL.sub(" ", number)
    if _LETTER.search(bare):
        return None
    digits = _NOT_DIGIT.sub("", bare)
    if len(digits) == _FEWEST_DIGITS + 1 and digits[0] == "1":
        digits = digits[1:]
    # Area codes start at 2: 0000000000 and 1234567890 are typed to get past a form.
    if len(digits) != _FEWEST_DIGITS or digits[0] in "01":
        return None
    return _unless_filler(digits)


def _foreign_key(number: str) -> str | None:
    international = number if number.startswith("+") else "+" + number[2:]
    try:
        parsed = phonenumbers.parse(international, None)
    except phonenumbers.NumberParseException:
        return None
    national = phonenumbers.national_significant_number(parsed)
    if parsed.country_code == 1:
        return _loose_key(national)
    digits = f"{parsed.country_code}{national}"
    return f"+{digits}" if len(digits) >= _FEWEST_DIGITS and phonenumbers.is_valid_number(parsed) else None


def _unless_filler(digits: str) -> str | None:
    """Refuse one digit ten times, which would link everybody who typed it."""
    return None if digits == digits[0] * len(digits) else digits
