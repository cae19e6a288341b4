"""Which pairs a rule would let through besides their probability, and what forbids it: over the grades that were compared. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from aiop.identity.people.fields import BIRTH, EMAIL, FIRST, LAST, SUFFIX, Birth, Email, First, Last, Suffix
from aiop.identity.zones import Guard

_GIVEN_NAME_FITS = {First.SAME_RARE, First.SAME_COMMON, First.NICKNAME, First.SWAPPED, First.INITIAL}
_GIVEN_NAME_SAME = {First.SAME_RARE, First.SAME_COMMON, First.NICKNAME}
_EMAILS_CONFLICT = {Email.OTHER, Email.OTHER_NAMES_BOTH, Email.OTHER_NAMES_OTHERS}

PERSONAL = "same personal e-mail, given name fits"
NO_CONFLICT = "same given name, e-mails do not differ"


def people_guard(grades: Sequence[int]) -> Guard:
    """Judge two people by the grades of their fields (`people.fields`)."""
    veto = _veto(grades)
    if veto:
        return Guard(veto=veto)
    if grades[FIRST] in _GIVEN_NAME_FITS and grades[EMAIL] == Email.SAME_NAMES_BOTH:
        return Guard("auto", PERSONAL)
    if grades[FIRST] in _GIVEN_NAME_SAME and grades[EMAIL] not in _EMAILS_CONFLICT:
        return Guard("bulk", NO_CONFLICT)
    return Guard()


def _veto(grades: Sequence[int]) -> str:
    if grades[SUFFIX] == Suffix.CONFLICT:
        return "two generations"
    if grades[BIRTH] == Birth.DIFFERENT:
        return "birth dates differ"
    if grades[LAST] == Last.MISSING or grades[FIRST] == First.MISSING:
        return "a name is missing"
    return ""
