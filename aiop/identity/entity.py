"""What an app declares of a thing that may be doubled: where its records are, what is compared, moved and kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.db import models

from aiop.identity.models import Mergeable

SOURCE_BITS = 3

Survivorship = Literal["latest", "fullest", "commonest", "trusted"]


def node_of(row_id: int, source: int = 0) -> int:
    """Give the node of a row: its id and, in the last three bits, which of the entity's sources it is in."""
    return row_id << SOURCE_BITS | source


def row_of(node: int) -> int:
    """Give the id of a node's row."""
    return node >> SOURCE_BITS


def source_of(node: int) -> int:
    """Give the code of a node's source."""
    return node & (1 << SOURCE_BITS) - 1


@dataclass(frozen=True, slots=True)
class Source:
    """A table whose rows are nodes. Expressions are SQL over `r`, the row.

    `fields` gives what is compared (`first`, `name`, `email`, `phone`, …). Sources beyond the first hold people without a
    record of their own: found the same as one, their column `attach` points to it, and `attached` says so in other columns.
    """

    code: int
    model: type[models.Model]
    label: str  # what people call one such row
    fields: Mapping[str, str]
    where: str = "true"
    attach: str = ""
    attached: Mapping[str, str] = field(default_factory=dict)
    also: tuple[
        tuple[type[models.Model], str], ...
    ] = ()  # other tables that `fields` read, each with its link to the row

    @property
    def table(self) -> str:
        """The stored table."""
        return self.model._meta.db_table


@dataclass(frozen=True, slots=True)
class Figures:
    """What sums related rows up to people: SQL over `t`, a row, for its day and for what it is worth."""

    when: str = "NULL::date"
    money: str = "NULL::numeric"


NO_FIGURES = Figures()


@dataclass(frozen=True, slots=True)
class Relation:
    """A link to the entity: rows follow it to the survivor. `unique` are the columns that must differ within one target."""

    model: type[models.Model]
    column: str
    unique: tuple[str, ...] = ()
    title: str = ""
    figures: Figures = NO_FIGURES

    @property
    def table(self) -> str:
        """The stored table."""
        return self.model._meta.db_table


@dataclass(frozen=True, slots=True)
class Spelled:
    """A link that follows from a text by the entity's aliases, so that rows loaded after a merge are right after its undo."""

    model: type[models.Model]
    column: str
    text: str
    title: str = ""
    figures: Figures = NO_FIGURES

    @property
    def table(self) -> str:
        """The stored table."""
        return self.model._meta.db_table


@dataclass(frozen=True, slots=True)
class Aliases:
    """Where the spellings of an entity are kept: a row (key → target) each; `make_key` normalises a text."""

    model: type[models.Model]
    make_key: Callable[[str], str | None]
    column: str = "target_id"


@dataclass(frozen=True, slots=True)
class Kept:
    """Columns that survive together (an address is never mixed of two), by a rule unless a person chose otherwise.

    `usable` gives nothing for a value that is typed to get past a form: it survives only where there is no other.
    """

    columns: tuple[str, ...]
    rule: Survivorship
    title: str = ""
    usable: Callable[[str], str] = str


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing that may be doubled; a new one is one module of declarations."""

    name: str
    title: str
    plural: str
    model: type[Mergeable]
    matcher: Literal["people", "person", "branch", "source", "jobs"]
    sources: tuple[Source, ...]
    file_id: str = "r.id::text"  # SQL over `r`: what files know a record of the first source by
    relations: tuple[Relation, ...] = ()
    spelled: tuple[Spelled, ...] = ()
    aliases: Aliases | None = None
    kept: tuple[Kept, ...] = ()
    # SQL over `r`, the row of the first source: when it was last known good, and how far its origin is trusted.
    latest: str = "r.updated_at"
    trust: str = "0"
    # SQL of (record id, money): what hangs on a record of the organisation %(org)s.
    worth: str = ""
    # Also written to non-survivors while they are, such as a mark: column → (SQL while merged, SQL otherwise).
    marks: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    # Restates what is derived from links: (organisation id, ids of touched records), inside the same transaction.
    restate: Callable[[int, Sequence[int]], None] = lambda org_id, ids: None

    @property
    def table(self) -> str:
        """The table of the records."""
        return self.model._meta.db_table

    def source(self, code: int) -> Source:
        """Give a source by its code; KeyError when there is none."""
        for source in self.sources:
            if source.code == code:
                return source
        raise KeyError(code)


_ENTITIES: dict[str, Entity] = {}


def register(*entities: Entity) -> None:
    """Offer entities to matching and review; apps call this as they start."""
    for entity in entities:
        _ENTITIES[entity.name] = entity


def all_entities() -> list[Entity]:
    """List the entities in the order in which apps registered them."""
    return list(_ENTITIES.values())


def entity_named(name: str) -> Entity:
    """Give an entity by name; KeyError when there is none."""
    return _ENTITIES[name]
