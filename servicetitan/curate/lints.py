"""What may be wrong with a list of job types, held against the source. Pure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from servicetitan.curate.suggest import differences
from servicetitan.spelling import name_key

_NEAR = 0.86


class Lint(StrEnum):
    """Kinds of findings, worst first."""

    NEAR_MISS = "near miss"
    MISSING = "missing"
    RENAMED = "renamed"
    UNKNOWN = "unknown"
    INACTIVE = "inactive"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class Type:
    """A job type of the source; `jobs` is how many jobs have it."""

    source_id: int
    name: str
    active: bool | None
    jobs: int = 0


@dataclass(frozen=True, slots=True)
class Member:
    """A job type on the list: by id, or by a spelling alone."""

    id: int
    source_id: int | None
    spelling: str
    was_active: bool | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: about a member or about a type that is not on the list, and which type may be meant."""

    lint: Lint
    words: str
    member: Member | None = None
    type: Type | None = None


def lint(members: Sequence[Member], types: Sequence[Type], hint: str = "") -> list[Finding]:
    """Find members that the source does not know, knows otherwise or does not use, and types that belong here by the hint."""
    by_id = {one.source_id: one for one in types}
    by_key = {name_key(one.name): one for one in types}
    known = {
        member: by_id.get(member.source_id) if member.source_id is not None else by_key.get(name_key(member.spelling))
        for member in members
    }
    listed = {one.source_id for one in known.values() if one is not None}
    # What stands on the list already is not what another entry means.
    free = [one for one in types if one.source_id not in listed]
    found = [
        finding for member, one in known.items() for finding in (_known(member, one) if one else _unknown(member, free))
    ]
    found += [_missing(one, hint) for one in types if _belongs(one, hint) and one.source_id not in listed]
    order = list(Lint)
    return sorted(found, key=lambda one: (order.index(one.lint), one.words))


def near(spelling: str, types: Sequence[Type]) -> list[Type]:
    """Give the types that a spelling may mean, nearest first: letters alike, or words of one in the other."""
    key = _letters(spelling)
    scored = [(difflib.SequenceMatcher(None, key, _letters(one.name)).ratio(), one) for one in types]
    alike = [(score, one) for score, one in scored if score >= _NEAR or _words_within(spelling, one.name)]
    return [one for _, one in sorted(alike, key=lambda pair: (-pair[0], pair[1].name))[:3]]


def counts(findings: Sequence[Finding]) -> Mapping[str, int]:
    """Count findings by kind."""
    return {kind.value: sum(one.lint is kind for one in findings) for kind in Lint}


def _unknown(member: Member, types: Sequence[Type]) -> list[Finding]:
    meant = near(member.spelling, types)
    if not meant:
        return [Finding(Lint.UNKNOWN, f"The source has no job type “{member.spelling}”: it counts nothing.", member)]
    names = " or ".join(f"“{one.name}”" for one in meant)
    return [Finding(Lint.NEAR_MISS, f"“{member.spelling}” is no job type; {names} is nearly so.", member, meant[0])]


def _known(member: Member, known: Type) -> list[Finding]:
    found = []
    if member.source_id is not None and member.spelling and known.name != member.spelling:
        how = ", ".join(differences(member.spelling, known.name))
        tail = f" (only {how})" if how else ""
        words = f"“{member.spelling}” is now called “{known.name}”{tail}; it still counts."
        found.append(Finding(Lint.RENAMED, words, member, known))
    if known.active is False:
        since = " since it was put on the list" if member.was_active else ""
        words = f"“{known.name}” is no longer in use at the source{since}; its history still counts."
        found.append(Finding(Lint.INACTIVE, words, member, known))
    if known.jobs == 0:
        found.append(Finding(Lint.UNUSED, f"No job has the type “{known.name}”.", member, known))
    return found


def _belongs(one: Type, hint: str) -> bool:
    return bool(hint) and hint.casefold() in one.name.casefold() and (one.jobs > 0 or one.active is not False)


def _missing(one: Type, hint: str) -> Finding:
    jobs = f"{one.jobs:,} {'job has' if one.jobs == 1 else 'jobs have'} it" if one.jobs else "no job has it yet"
    return Finding(Lint.MISSING, f"“{one.name}” contains “{hint}” and is not on the list; {jobs}.", None, one)


def _letters(name: str) -> str:
    return re.sub(r"[^0-9a-z]+", " ", name.casefold()).strip()


def _words_within(spelling: str, name: str) -> bool:
    """Tell whether all of a type's words beside “estimate” are those of the spelling, as in `Cabinets` of `Estimate- Cabinets`."""
    own, other = set(_letters(spelling).split()), set(_letters(name).split())
    return bool(own) and own < other and len(other - own) == 1 and len(max(own, key=len)) > 5
