"""Which kind of export a file is, by its headers, and which header fills which column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from aiop.files.reading.headers import header_key
from aiop.files.reading.table import Refused
from aiop.loading.kind import Kind, all_kinds

# Below this share of known headers a file is not taken for a kind, however well its key fits.
ENOUGH = 0.5

# Columns that our own download of quarantined rows adds; they are known in every kind and stored in none.
QUARANTINE_ROW, QUARANTINE_LINE, QUARANTINE_REASON = "Quarantine row", "Quarantine line", "Quarantine reason"
_NOTES = frozenset(map(header_key, (QUARANTINE_ROW, QUARANTINE_LINE, QUARANTINE_REASON)))


@dataclass(frozen=True, slots=True)
class Match:
    """How a header fits a kind: positions by column, headers that are known but not stored, headers that nobody knows."""

    kind: Kind
    mapping: dict[str, int]
    recognised: int
    total: int
    not_stored: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def fits(self) -> bool:
        """Whether rows of this header can be loaded as this kind."""
        return not self.missing and not self.twice and self.recognised >= ENOUGH * self.total


class KindUnsettled(Refused):
    """The headers do not say which kind of export this is; `matches` are the kinds, nearest first."""

    def __init__(self, reason: str, matches: Sequence[Match]) -> None:
        super().__init__(reason)
        self.matches = matches


class HeadersUnsettled(Refused):
    """The kind is known, but a person has to say what some headers of it mean."""

    def __init__(self, reason: str, match: Match) -> None:
        super().__init__(reason)
        self.match = match


# What people have settled: kind name -> header key -> column ("" leaves the header out).
Remembered = Mapping[str, Mapping[str, str]]


def match(header: Sequence[str], kind: Kind, remembered: Mapping[str, str] | None = None) -> Match:
    """Fit a header to one kind; what people have settled about a header wins over the declaration."""
    settled = remembered or {}
    by_key: dict[str, list[str]] = {}
    for declared in kind.fields:
        for name in declared.headers:
            columns = by_key.setdefault(header_key(name), [])
            if declared.column not in columns:
                columns.append(declared.column)
    ignored = _NOTES.union(header_key(name) for name in (*kind.ignored, *(told for told, _ in kind.told)))
    found = Match(kind, {}, 0, sum(1 for cell in header if cell))
    recognised = 0
    for position, cell in enumerate(header):
        key = header_key(cell)
        columns = ([settled[key]] if settled[key] else []) if key in settled else by_key.get(key, [])
        if columns and any(column in found.mapping for column in columns):
            found.twice.append(cell)
        elif columns:
            found.mapping.update(dict.fromkeys(_with_companions(kind, columns), position))
        elif cell:
            (found.not_stored if key in ignored or key in settled else found.unknown).append(cell)
        recognised += bool(columns) or key in ignored or key in settled
    missing = [f.headers[0] for f in kind.fields if f.required and f.column not in found.mapping]
    missing += [] if missing else _missing_sources(kind, found.mapping)
    return Match(kind, found.mapping, recognised, found.total, found.not_stored, found.unknown, found.twice, missing)


def _with_companions(kind: Kind, columns: Sequence[str]) -> list[str]:
    """Add the columns that read the same declared header: a text and its normalised form come together."""
    headers = {f.headers[0] for f in kind.fields if f.column in columns and f.dumped}
    return [
        *columns,
        *(f.column for f in kind.fields if not f.dumped and f.headers[0] in headers and f.column not in columns),
    ]


def _missing_sources(kind: Kind, mapping: Mapping[str, int]) -> list[str]:
    """A key that is derived needs every column that it is made of."""
    made = [d for d in kind.derived if d.column in kind.key]
    needed = [source for d in made for source in (d.needed or d.sources) if source not in mapping]
    named = {f.column: f.headers[0] for f in kind.fields}
    return [named[column] for column in needed]


def recognise(header: Sequence[str], remembered: Remembered | None = None, kind: Kind | None = None) -> Match:
    """Give the best match of a header, or refuse with a sentence; `kind` settles which kind it is meant to be."""
    settled = remembered or {}
    matches = [match(header, one, settled.get(one.name)) for one in ([kind] if kind else all_kinds())]
    ranked = sorted(matches, key=lambda m: (m.fits, m.recognised / max(m.total, 1), m.recognised), reverse=True)
    best = ranked[0]
    if best.fits and (kind or len(ranked) == 1 or _rank(ranked[1]) < _rank(best)):
        return best
    if best.fits:
        raise KindUnsettled(
            f"These headers fit “{best.kind.title}” and “{ranked[1].kind.title}” alike: say which it is "
            f"({best.kind.name} or {ranked[1].kind.name}).",
            ranked,
        )
    reason = _why_not(best, bool(kind))
    if kind or best.recognised >= ENOUGH * best.total:
        raise HeadersUnsettled(reason, best)
    raise KindUnsettled(reason, ranked)


def _rank(found: Match) -> tuple[bool, float, int]:
    return (found.fits, found.recognised / max(found.total, 1), found.recognised)


def _why_not(best: Match, told: bool) -> str:
    if best.twice:
        return f"The header “{best.twice[0]}” stands twice in this file, or two headers mean the same: leave one of them out."
    if best.recognised >= ENOUGH * best.total and best.missing:
        return f"This looks like “{best.kind.title}”, but the column “{best.missing[0]}” is missing: export it with that column."
    if told:
        return f"Of its {best.total} headers {best.recognised} belong to “{best.kind.title}”: this is another kind of file."
    return (
        f"No known kind of export has these {best.total} headers (the nearest, “{best.kind.title}”, shares {best.recognised}): "
        "check that it is the right file, or say which kind it is."
    )
