"""What a kind of row is: which columns it fills, how their texts are parsed, what makes a row the same row."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models

from aiop.values.dates import Order

# A parser takes a cell's text and gives a value, None for blank, or raises aiop.values.errors.BadValue.
Parse = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Setting:
    """What parsing depends on besides the text: the organisation's zone and the order of day and month."""

    zone: ZoneInfo
    date_order: Order = "MDY"


@dataclass(frozen=True, slots=True)
class Field:
    """One column and the headers that fill it; the first header is what a dump writes.

    `place` marks a parser that must first be given the Setting. Two fields may read one header; `dumped` is the one that
    gives its text back in full.
    """

    column: str
    headers: tuple[str, ...]
    parse: Callable[..., Any]
    required: bool = False
    in_setting: bool = False
    is_date: bool = False
    dumped: bool = True
    written: str = ""  # SQL over t that writes the header's text, where the column alone does not give it back
    spare: bool = False  # a file may do without its header, and a dump does where no row has it

    def parser(self, setting: Setting) -> Parse:
        """Give the parser of this column in a setting."""
        return self.parse(setting) if self.in_setting else self.parse


@dataclass(frozen=True, slots=True)
class Derived:
    """A column computed from the texts of others in the same row; a field of the same column, where filled, wins."""

    column: str
    sources: tuple[str, ...]
    make: Callable[..., Any]
    needed: tuple[str, ...] | None = None  # the sources that a key is not made without; all where this is not said


@dataclass(frozen=True, slots=True)
class Ordinal:
    """A key column that tells equal rows of one load apart by their order, where neither `unless` nor the file does."""

    column: str
    unless: str


@dataclass(frozen=True, slots=True)
class Lookup:
    """A link that follows from a text: `grow` makes things for spellings never seen, then a join on the alias gives the id.

    `text` and `key` are columns of the staged row: the spelling as exported and its normalised form. `column` is the link.
    """

    column: str
    text: str
    make_key: Callable[[str], str | None]
    alias: type[models.Model]
    grow: Callable[[int, Sequence[tuple[str, str]]], None]

    @property
    def key(self) -> str:
        """Name of the staged column that holds the normalised spelling."""
        return f"{self.column}__key"


@dataclass(frozen=True, slots=True)
class Parent:
    """A link to a row of another table by its natural key, set on arrival when the parent is there already."""

    column: str
    model: type[models.Model]
    on: tuple[tuple[str, str], ...]  # (column of the parent, column of the staged row)
    takes: str = "id"  # the parent's column that is taken: its id, or a link that parent and child have in common
    required: bool = False  # a row that names a parent which is not there waits in quarantine for it


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold between columns of a row: SQL over the staged row's columns, and what is wrong where it is false."""

    columns: tuple[str, ...]
    sql: str
    says: str


@dataclass(frozen=True, slots=True)
class Unique:
    """Columns that together occur once in an organisation; with `nulls_equal`, what is unknown occurs once as well."""

    columns: tuple[str, ...]
    nulls_equal: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file or feed, declared once for recognising, loading, previewing, dumping and deriving."""

    name: str
    title: str
    model: type[models.Model]
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    derived: tuple[Derived, ...] = ()
    lookups: tuple[Lookup, ...] = ()
    parents: tuple[Parent, ...] = ()
    order: int = 100
    date_order: Order | None = "MDY"  # how the report writes its days; None: each file has to show it
    ignored: tuple[str, ...] = ()  # headers of the report that are known and not stored
    told: tuple[tuple[str, str], ...] = ()  # header, and SQL over t, of what a dump tells and a load leaves alone
    # What else an update must set, as SQL over t (the stored row) and s (the staged one).
    settle: tuple[tuple[str, str], ...] = ()
    ordinal: Ordinal | None = None
    # What makes a row the thing that it is, beside its key. A row of a stored key that states another thing here is a clash (a file
    # that numbers its rows from 1 again), and quarantined: nothing is overwritten.
    identity: tuple[str, ...] = ()
    unique: tuple[Unique, ...] = ()
    rules: tuple[Rule, ...] = ()
    # Columns that follow from the file itself (its name, its date), for every row alike.
    from_file: Callable[[str], dict[str, Any]] = field(default=lambda name: {})

    @property
    def table(self) -> str:
        """The stored table."""
        return self.model._meta.db_table

    @property
    def columns(self) -> list[str]:
        """Every column that a file can fill, derived ones included, in order and once each."""
        return list(dict.fromkeys([f.column for f in self.fields] + [d.column for d in self.derived]))

    def field_of(self, column: str) -> Field | None:
        """Give the field that fills a column, None for derived ones."""
        return next((f for f in self.fields if f.column == column), None)


_KINDS: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Offer kinds to every way in; apps call this as they start."""
    for kind in kinds:
        _KINDS[kind.name] = kind


def all_kinds() -> list[Kind]:
    """List the kinds in the order in which their files must be loaded: parents first."""
    return sorted(_KINDS.values(), key=lambda kind: (kind.order, kind.name))


def kinds_without(apps: Collection[str]) -> list[Kind]:
    """List the kinds as `all_kinds` does, less those of some apps, by label."""
    return [kind for kind in all_kinds() if kind.model._meta.app_label not in apps]


def kind_named(name: str) -> Kind:
    """Give a kind by name; KeyError when there is none."""
    return _KINDS[name]


def kinds_of(model: type[models.Model]) -> Iterable[Kind]:
    """Give the kinds that fill a model."""
    return (kind for kind in all_kinds() if kind.model is model)
