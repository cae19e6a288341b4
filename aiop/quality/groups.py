"""Which checks say the same kind of thing in every app: what is linked, what stands alone. Apps name theirs."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

_GROUPS: dict[str, list[str]] = {}


class Group(StrEnum):
    """The kinds of thing that pages show together."""

    LINKS = "links"  # rates of rows that are linked to what they belong to
    ORPHANS = "orphans"  # counts of rows that stand alone


def belongs(group: Group, names: Iterable[str]) -> None:
    """Put checks into a group, in the order in which they are shown."""
    known = _GROUPS.setdefault(group, [])
    known.extend(name for name in names if name not in known)


def names_in(group: Group) -> list[str]:
    """List the checks of a group."""
    return list(_GROUPS.get(group, ()))
