"""The outside systems that apps know: what their connections need, which hosts they may reach, what can be read there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from aiop.sources.models import Connection


@dataclass(frozen=True, slots=True)
class FormField:
    """One thing that a connection needs: a secret is stored sealed and never shown again, the rest is a setting."""

    name: str
    label: str
    secret: bool = False
    required: bool = True
    help: str = ""
    pattern: str = ""  # a regular expression that the whole text must match
    default: str = ""
    options: tuple[tuple[str, str], ...] = ()  # value and words of each; the form offers these alone


@dataclass(frozen=True, slots=True)
class Ability:
    """One thing that a connection can or cannot do, in words, with the reason where it cannot."""

    what: str
    can: bool
    why: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Give it as it is stored."""
        return {"what": self.what, "can": self.can, "why": self.why}


@dataclass(frozen=True, slots=True)
class Typed:
    """How records of a stream become rows of a load kind.

    Each header of the kind is a path in the record (`customer.name`), unless `paths` gives another one. `each` is the path
    of a list in the record: one row for each of its items, whose paths begin at the item, or at the record with `^.`.
    `@source_id`, `@modified_at`, `@deleted_at`, `@merged_to` give what is known about the record. Columns of `untold` are
    what staff decide: the source never tells them, and loading leaves them alone.
    """

    kind: str
    each: str = ""
    paths: Mapping[str, str] = field(default_factory=dict)
    untold: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class StreamSpec:
    """What one stream's records look like: their key, their clock, what takes them away, what must not be stored."""

    name: str
    title: str
    key: str = "id"
    modified: str = ""  # path of the moment of the latest change; blank: the source tells none
    deleted: Callable[[Mapping[str, Any]], bool] | None = None
    merged: str = ""  # path of the id that a merged record lives on under
    dropped: frozenset[str] = frozenset()  # paths that are taken out before anything is stored
    kept: frozenset[str] = frozenset()  # where given: the only fields of a record that are stored at all
    # Fields that only one of the ways of reading tells (a feed, say): lacking them alone, a record is not changed.
    partial: frozenset[str] = frozenset()
    # What a record without a key is known by; equal ones of a page are told apart by their order.
    keyless: Callable[[Mapping[str, Any]], str] | None = None
    typed: tuple[Typed, ...] = ()


@dataclass(frozen=True, slots=True)
class System:
    """An outside system. `test` tries a connection and says in words what it can and cannot read."""

    name: str
    label: str
    fields: tuple[FormField, ...]
    hosts: tuple[str, ...]
    base_url: str
    test: Callable[[Connection], Iterable[Ability]]
    auth_url: str = ""
    streams: tuple[StreamSpec, ...] = ()

    @property
    def permitted_hosts(self) -> Sequence[str]:
        """The hosts that its connections may reach on this machine."""
        return [*self.hosts, *settings.SOURCES_ALLOWED_HOSTS]

    def stream(self, name: str) -> StreamSpec:
        """Give a stream by name; KeyError when there is none."""
        return {stream.name: stream for stream in self.streams}[name]


_SYSTEMS: dict[str, System] = {}


def register(system: System) -> None:
    """Make a system known; apps call this as they start."""
    if _SYSTEMS.get(system.name, system) != system:
        raise ValueError(f"There already is another system called {system.name}.")
    _SYSTEMS[system.name] = system


def all_systems() -> list[System]:
    """List the systems by their label."""
    return sorted(_SYSTEMS.values(), key=lambda system: system.label)


def find(name: str) -> System | None:
    """Give a system by name."""
    return _SYSTEMS.get(name)
