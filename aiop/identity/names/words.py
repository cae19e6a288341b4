"""The words a matcher goes by: shipped lists for persons, branches and sources, and what an organisation's staff taught."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from aiop.identity.names import vocabulary
from aiop.identity.names.nicknames import NICKNAMES, VARIANTS, rooted
from aiop.values.folding import fold, without_punctuation

Flavour = Literal["person", "branch", "source"]

_FINAL_S = ("ss", "us", "is", "as", "os")


@dataclass(frozen=True)
class NameRules:
    """Word lists of one flavour; `abbreviations` map a word or phrase to what it stands for, all words folded."""

    noise: frozenset[str] = frozenset()
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    nicknames: Mapping[str, frozenset[str]] = field(default_factory=dict)
    opposites: tuple[frozenset[str], ...] = ()
    telling: frozenset[str] = frozenset()
    house: frozenset[str] = frozenset()
    ends: frozenset[str] = frozenset()
    notes: frozenset[str] = frozenset()

    @classmethod
    def shipped(cls, flavour: Flavour) -> "NameRules":
        """Give the lists that the product ships for a flavour."""
        return _SHIPPED[flavour]

    def taught(
        self,
        *,
        noise: Iterable[str] = (),
        abbreviations: Mapping[str, str] | None = None,
        nicknames: Iterable[tuple[str, str]] = (),
        opposites: Iterable[Iterable[str]] = (),
    ) -> "NameRules":
        """Add what staff taught; nicknames as (formal, short). A taught word wins over a shipped one."""
        more = rooted((_folded(formal), _folded(short)) for formal, short in nicknames)
        known = {name: self.nicknames.get(name, frozenset({VARIANTS.get(name, name)})) for name in more}
        words = _both_numbers(noise)
        return replace(
            self,
            noise=self.noise | words,
            telling=self.telling - words,
            abbreviations={
                **self.abbreviations,
                **{_folded(short): _folded(full) for short, full in (abbreviations or {}).items()},
            },
            nicknames={**self.nicknames, **{name: roots | known[name] for name, roots in more.items()}},
            opposites=(*self.opposites, *map(_both_numbers, opposites)),
        )

    def without_noise(self, words: list[str]) -> list[str]:
        """Leave out the words that say nothing, some of them at the end alone."""
        end = len(words)
        while end > 1 and (words[end - 1] in self.ends or words[end - 1] in self.noise):
            end -= 1
        return [word for word in words[:end] if word not in self.noise]

    @cached_property
    def run_together(self) -> Mapping[str, str]:
        """Phrases that the abbreviations know, closed up: `betterbusinessbureau`."""
        return {short.replace(" ", ""): full for short, full in self.abbreviations.items() if " " in short}

    def roots(self, given: str) -> frozenset[str]:
        """Give the formal names that a folded given name can stand for, itself when it is no short form."""
        level = VARIANTS.get(given, given)
        return self.nicknames.get(level) or frozenset({level})


def singular(word: str) -> str:
    """Give a folded word without the `s` of its plural."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(_FINAL_S) else word


def _folded(word: str) -> str:
    return without_punctuation(fold(word))


def _both_numbers(words: Iterable[str]) -> frozenset[str]:
    """Fold words and add their singular, by which sources are compared."""
    folded = [_folded(word) for word in words]
    return frozenset(folded) | frozenset(map(singular, folded))


def _short(table: str) -> dict[str, str]:
    entries = (line.split(":") for line in table.strip().splitlines())
    return {short.strip(): full for full, shorts in entries for short in shorts.split(",")}


def _groups(table: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(line.split()) for line in table.strip().splitlines())


_SHIPPED: dict[Flavour, NameRules] = {
    "person": NameRules(
        noise=frozenset(vocabulary.PERSON_NOISE.split()),
        abbreviations=_short(vocabulary.PERSON_SHORT),
        nicknames=NICKNAMES,
        house=frozenset(vocabulary.HOUSE.split()),
    ),
    "branch": NameRules(
        noise=frozenset(vocabulary.BRANCH_NOISE.split()),
        abbreviations=_short(vocabulary.BRANCH_SHORT),
        opposites=_groups(vocabulary.BRANCH_OPPOSITES),
        telling=frozenset(vocabulary.BRANCH_TELLING.split()),
    ),
    "source": NameRules(
        noise=frozenset(vocabulary.SOURCE_NOISE.split()),
        abbreviations=_short(vocabulary.SOURCE_SHORT),
        opposites=_groups(vocabulary.SOURCE_OPPOSITES),
        telling=frozenset(vocabulary.SOURCE_TELLING.split()),
        ends=frozenset(vocabulary.SOURCE_ENDS.split()),
        notes=frozenset(vocabulary.SOURCE_NOTES.split()),
    ),
}
