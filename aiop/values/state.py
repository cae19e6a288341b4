"""Provinces of Canada and states of the USA: code and name."""

from aiop.values.blank import blank_to_none
from aiop.values.folding import fold, without_punctuation

PROVINCES = {
    "AB": "Alberta",
    "BC": "British Columbia",
    "MB": "Manitoba",
    "NB": "New Brunswick",
    "NL": "Newfoundland and Labrador",
    "NS": "Nova Scotia",
    "NT": "Northwest Territories",
    "NU": "Nunavut",
    "ON": "Ontario",
    "PE": "Prince Edward Island",
    "QC": "Quebec",
    "SK": "Saskatchewan",
    "YT": "Yukon",
}

_STATE_LINES = """
AL Alabama, AK Alaska, AZ Arizona, AR Arkansas, CA California, CO Colorado, CT Connecticut, DE Delaware,
DC District of Columbia, FL Florida, GA Georgia, HI Hawaii, ID Idaho, IL Illinois, IN Indiana, IA Iowa, KS Kansas,
KY Kentucky, LA Louisiana, ME Maine, MD Maryland, MA Massachusetts, MI Michigan, MN Minnesota, MS Mississippi,
MO Missouri, MT Montana, NE Nebraska, NV Nevada, NH New Hampshire, NJ New Jersey, NM New Mexico, NY New York,
NC North Carolina, ND North Dakota, OH Ohio, OK Oklahoma, OR Oregon, PA Pennsylvania, PR Puerto Rico, RI Rhode Island,
SC South Carolina, SD South Dakota, TN Tennessee, TX Texas, UT Utah, VT Vermont, VA Virginia, WA Washington,
WV West Virginia, WI Wisconsin, WY Wyoming
"""
STATES = {entry.strip()[:2]: entry.strip()[3:] for entry in _STATE_LINES.replace("\n", " ").split(",")}

_NAMES = PROVINCES | STATES
_OTHER_SPELLINGS = {
    "ont": "ON",
    "que": "QC",
    "pq": "QC",
    "alta": "AB",
    "sask": "SK",
    "man": "MB",
    "nfld": "NL",
    "nf": "NL",
    "newfoundland": "NL",
    "pei": "PE",
    "p e i": "PE",
    "nwt": "NT",
    "b c": "BC",
    "n s": "NS",
    "n b": "NB",
    "yukon territory": "YT",
    "colombie britannique": "BC",
    "nouveau brunswick": "NB",
    "nouvelle ecosse": "NS",
    "d c": "DC",
    "washington dc": "DC",
    "washington d c": "DC",
    "n j": "NJ",
    "n y": "NY",
}
_CODES = (
    {code.lower(): code for code in _NAMES} | {fold(name): code for code, name in _NAMES.items()} | _OTHER_SPELLINGS
)


def state_code(t: str) -> str | None:
    """Give the two-letter code of a province or state from its code or name, or None when it is neither."""
    stripped = blank_to_none(t)
    return None if stripped is None else _CODES.get(without_punctuation(fold(stripped)))


def state_name(code: str) -> str | None:
    """Give the full name of a province or state from its two-letter code in capitals, or None."""
    return _NAMES.get(code)


def state_country(code: str) -> str | None:
    """Give `CA` or `US` for the two-letter code of a province or state, or None."""
    if code in PROVINCES:
        return "CA"
    return "US" if code in STATES else None
