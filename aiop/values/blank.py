"""Which texts stand for nothing."""

from aiop.values.errors import BadValue

# str.strip() knows Unicode's blanks but not these, which spreadsheets and copied web pages leave at the ends of cells.
INVISIBLE = "\ufeff\u200b\u200e\u200f\u2060\u180e"
BLANK_CHARACTERS = "".join(chr(code) for code in range(0x3001) if chr(code).isspace()) + INVISIBLE

# Title case is left out on purpose: Nan and Nat are given names; sellers are often listed by given name alone.
BLANKS = frozenset({"", "-", "--", "NaN", "nan", "NAN", "None", "none", "NONE", "NaT", "nat", "NAT"})


def blank_to_none(text: str) -> str | None:
    """Give the text without blanks at its ends, or None when it stands for nothing."""
    stripped = text.strip(BLANK_CHARACTERS)
    return None if stripped in BLANKS else stripped


def text(t: str) -> str | None:
    """Give free text without blanks at its ends; BadValue when it holds a NUL, which no database text can keep."""
    stripped = t.strip(BLANK_CHARACTERS)
    if "\0" in stripped:
        raise BadValue("contains a NUL character")
    return None if stripped in BLANKS else stripped
