"""Short names in all the spellings that exports hold, with the truth: sales persons, branches, lead sources.

The shapes are those of the lead pool: tags, initials, nicknames and signs around sales persons; areas, states and notes around
branches; legal forms, hyphens and habits of writing around sources. Beside each stand names that look alike and are not the same.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from pathlib import Path
from random import Random
from typing import NamedTuple, TypeVar

from crm.sandbox import name_world_labels as labels
from crm.sandbox import name_world_sellers as sellers

# Share of things that occur in at most one, two, three … spellings: about 1.9 pairs for each value.
_SPELLINGS = (0.09, 0.21, 0.37, 0.56, 0.76, 0.91, 1.0)


Thing = TypeVar("Thing")


class NameSet(NamedTuple):
    """Values by number, and the pairs of numbers that mean the same, the smaller left."""

    values: dict[int, str]
    truth: set[tuple[int, int]]


def sales_people(seed: int) -> NameSet:
    """Give about 520 spellings of sales persons with about 930 pairs."""
    rng = _rng(seed, "sales people")
    return _named(rng, sellers.people(rng), sellers.spell)


def branches(seed: int) -> NameSet:
    """Give about 330 spellings of branches with about 630 pairs."""
    return _named(_rng(seed, "branches"), labels.branches(), labels.spell_branch)


def lead_sources(seed: int) -> NameSet:
    """Give about 280 spellings of lead sources with about 550 pairs."""
    rng = _rng(seed, "lead sources")
    return _named(rng, labels.sources(rng), labels.spell_source)


def write(path: Path, *, seed: int) -> None:
    """Write `sales_people.csv`, `branches.csv` and `lead_sources.csv` (id,name) and the truth of each (left,right)."""
    path.mkdir(parents=True, exist_ok=True)
    for name, make in (("sales_people", sales_people), ("branches", branches), ("lead_sources", lead_sources)):
        made = make(seed)
        _write(path / f"{name}.csv", "id,name", ((number, _quoted(text)) for number, text in made.values.items()))
        _write(path / f"{name}_truth.csv", "left,right", sorted(made.truth))


def _rng(seed: int, name: str) -> Random:
    return Random(f"{seed}:{name}")  # noqa: S311 - invented names


def _named(rng: Random, things: Iterable[Thing], spell: Callable[[Random, Thing], str]) -> NameSet:
    """Spell each thing once to seven times; no two things share a text, nor one that differs in signs and capitals alone."""
    taken: set[str] = set()
    spellings: list[list[str]] = []
    for thing in things:
        mine = list(_spelled(rng, thing, spell, taken))
        taken.update(map(_bare, mine))
        spellings.append(mine)
    texts = [(text, at) for at, mine in enumerate(spellings) for text in mine]
    rng.shuffle(texts)
    owners: dict[int, list[int]] = {}
    for number, (_, at) in enumerate(texts, 1):
        owners.setdefault(at, []).append(number)
    truth = {pair for numbers in owners.values() for pair in combinations(numbers, 2)}
    return NameSet({number: text for number, (text, _) in enumerate(texts, 1)}, truth)


def _spelled(rng: Random, thing: Thing, spell: Callable[[Random, Thing], str], taken: set[str]) -> Iterator[str]:
    draw = rng.random()
    wanted = 1 + next(n for n, share in enumerate(_SPELLINGS) if draw < share)
    mine: set[str] = set()
    for _ in range(wanted * 12):
        text = spell(rng, thing)
        if len(mine) < wanted and text not in mine and _bare(text) not in taken:
            mine.add(text)
            yield text


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


def _write(path: Path, header: str, rows: Iterable[tuple[object, object]]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(header + "\n")
        file.writelines(f"{left},{right}\n" for left, right in rows)


def _quoted(text: str) -> str:
    return f'"{text}"' if "," in text else text
