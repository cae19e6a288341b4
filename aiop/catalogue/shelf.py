"""Which entries a person sees: those of the apps that the organisation uses, and what staff wrote and share."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from aiop.catalogue.entries import Entry, UnknownEntry, named, parse, survey
from aiop.catalogue.head import RefusedEntry
from aiop.catalogue.models import OwnEntry
from aiop.orgs.models import Org

# The app that entries of staff count as: theirs read what any app holds.
OWN = "catalogue"


def may(user: Any, entry: Entry, act: str = "view") -> bool:
    """Tell whether a person may `view` an entry's answers or `export` them."""
    return bool(user.has_perm(f"{entry.app}.{act}_entry"))


def entries_for(user: Any, org: Org) -> list[Entry]:
    """List what a person may ask, by category and title; an own entry that cannot be read any more is left out."""
    found = [*survey()[0], *(entry for row in _own(user, org) if (entry := _read(row)) is not None)]
    return sorted(
        (entry for entry in found if may(user, entry)), key=lambda entry: (entry.category, entry.title.casefold())
    )


def entry_for(user: Any, org: Org, name: str) -> Entry:
    """Give one entry that a person may ask; raises UnknownEntry, or RefusedEntry where it is there and cannot be read."""
    row = _own(user, org).filter(name=name).first()
    entry = own_entry(row) if row is not None else named(name)
    if not may(user, entry):
        raise UnknownEntry(f"There is no entry named “{name}”.")
    return entry


def own_entry(row: OwnEntry) -> Entry:
    """Read what staff wrote; raises RefusedEntry."""
    return parse(row.text, name=row.name, category=row.category, file=f"{row.name}.sql", app=OWN)


def _read(row: OwnEntry) -> Entry | None:
    try:
        return own_entry(row)
    except RefusedEntry:
        return None


def _own(user: Any, org: Org) -> Any:
    mine = Q(author=user.get_username()) | Q(is_shared=True)
    return OwnEntry.objects.for_org(org).filter(mine).order_by("name")
