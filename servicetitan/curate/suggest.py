"""Which reporting unit a unit of the source probably is, with reasons. Pure: only proposals, a person decides."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from servicetitan.spelling import name_key

# Nicknames of regions in names of retired units.
NICKNAMES = {"west": "phoenix", "west phx": "phoenix"}
_RETIRED = re.compile(r"z-do not use-(?P<rest>.+)")
_ROLES = {"sales": "sales", "production": "production"}


@dataclass(frozen=True, slots=True)
class Target:
    """A reporting unit that could be meant."""

    id: int
    label: str
    role: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a unit probably is: a target, or a role without one, and why, in words; `sure` where the name alone settles it."""

    reasons: tuple[str, ...]
    target: Target | None = None
    role: str = ""
    sure: bool = False


def suggest(name: str, *, active: bool | None, targets: Sequence[Target]) -> Suggestion:
    """Propose what the unit of this name is."""
    key = name_key(name) or ""
    retired = _RETIRED.fullmatch(key)
    if retired:
        return _retired(name, retired["rest"], targets)
    notes = tuple(oddities(name))
    for target in targets:
        if name_key(target.label) == key:
            same = f"is called {target.label}" if not notes else f"is {target.label}, apart from how it is written"
            return Suggestion((same, *notes, *_use(active)), target, target.role, sure=True)
    for target in targets:
        if _loose(target.label) == _loose(name):
            why = f"is {target.label}, apart from hyphens, blanks or apostrophes"
            return Suggestion((why, *notes, *_use(active)), target, target.role)
    return _by_ending(key, (*notes, *_use(active)))


def oddities(name: str) -> list[str]:
    """Tell what is odd about how a name is written."""
    found = []
    if name != name.strip():
        found.append("blanks at the ends of the name")
    if "  " in name.strip():
        found.append("double blanks in the name")
    if "_" in name:
        found.append("an underscore where others have a hyphen")
    if re.search(r"\S- | -\S", name):
        found.append("a blank on one side of a hyphen only")
    if "\u2019" in name:
        found.append("a typographic apostrophe")
    return found


def differences(one: str, other: str) -> list[str]:
    """Tell how two spellings of one name differ, in words."""
    found = []
    if one.strip() != one or other.strip() != other:
        found.append("blanks at the ends")
    if one.strip() != other.strip() and one.strip().casefold() == other.strip().casefold():
        found.append("letter case")
    elif name_key(one) == name_key(other) and one.strip().casefold() != other.strip().casefold():
        found.append("hyphens, blanks or apostrophes")
    return found


def _retired(name: str, rest: str, targets: Sequence[Target]) -> Suggestion:
    """Read what stands behind “Z-DO NOT USE”: a nickname of the region, and of which kind the unit was."""
    marked = "is marked “DO NOT USE”: retired, its history counts with the unit that follows it"
    region, _, kind = rest.rpartition("-")
    role = _ROLES.get(kind)
    if role is None:
        return Suggestion((marked, "the name is cut off: whether it was sales or production cannot be told"))
    meant = NICKNAMES.get(region, region)
    for target in targets:
        if target.role == role and (name_key(target.label) or "").startswith(meant):
            alias = f"“{region.title()}” means {meant.title()}" if meant != region else f"the rest says {target.label}"
            return Suggestion((marked, alias, *oddities(name)), target, role)
    return Suggestion((marked, f"no reporting unit is called {meant.title()}", *oddities(name)), None, role)


def _by_ending(key: str, notes: tuple[str, ...]) -> Suggestion:
    role = next((role for ending, role in _ROLES.items() if key.endswith(f"-{ending}")), "")
    nobody = "no reporting unit has this name"
    return Suggestion((f"{nobody}; it ends in {role.title()}" if role else nobody, *notes), None, role)


def _use(active: bool | None) -> tuple[str, ...]:
    return ("no longer in use at the source",) if active is False else ()


def _loose(name: str) -> str:
    return re.sub(r"[^0-9a-z]+", "", (name_key(name) or "").replace("'", ""))
