"""Spellings of sales persons, branches and lead sources, and what must not be taken for one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from crm.sandbox.name_world import NameSet, branches, lead_sources, sales_people, write


def meanings(made: NameSet, *wanted: str) -> list[set[str]]:
    """Give for each wanted text all texts that mean the same, itself included."""
    number_of = {text: number for number, text in made.values.items()}
    mates = [
        {number_of[text]} | {a + b - number_of[text] for a, b in made.truth if number_of[text] in (a, b)}
        for text in wanted
    ]
    return [{made.values[number] for number in numbers} for numbers in mates]


@pytest.mark.parametrize(
    ("make", "values", "pairs"), [(sales_people, 520, 930), (branches, 330, 630), (lead_sources, 280, 550)]
)
def test_a_set_has_about_so_many_values_and_pairs(make: Callable[[int], NameSet], values: int, pairs: int) -> None:
    made = [make(seed) for seed in range(4)]
    assert sum(len(each.values) for each in made) / 4 == pytest.approx(values, rel=0.08)
    assert sum(len(each.truth) for each in made) / 4 == pytest.approx(pairs, rel=0.12)


def test_every_value_occurs_once_and_truth_names_it() -> None:
    made = sales_people(5)
    assert len(set(made.values.values())) == len(made.values)
    assert all(left < right and {left, right} <= made.values.keys() for left, right in made.truth)


def test_truth_is_closed() -> None:
    made = branches(2)
    mates: dict[int, set[int]] = {}
    for left, right in made.truth:
        mates.setdefault(left, {left}).add(right)
        mates.setdefault(right, {right}).add(left)
    assert all(mates[left] == mates[right] for left, right in made.truth)


@pytest.mark.parametrize(
    ("make", "one", "other"),
    [
        (branches, "Winnipeg", "Winnipeg North"),
        (lead_sources, "Radio Spot 1", "Radio Spot 2"),
        (lead_sources, "Google Ads", "Google Maps"),
    ],
)
def test_neighbours_that_differ_in_a_word_that_matters_are_never_the_same(
    make: Callable[[int], NameSet], one: str, other: str
) -> None:
    found = [made for seed in range(30) if {one, other} <= set((made := make(seed)).values.values())]
    assert found
    for made in found:
        first, second = meanings(made, one, other)
        assert not first & second


def test_look_alike_sales_persons_stand_beside_each_other() -> None:
    texts = " ".join(text for seed in range(5) for text in sales_people(seed).values.values()).lower()
    assert all(name in texts for name in ("ivan ", "ivana ", "dana ", "dan ", "kimo", "lee ", "leo "))


def test_the_files_say_what_the_sets_say(tmp_path: Path) -> None:
    write(tmp_path, seed=4)
    made = lead_sources(4)
    lines = (tmp_path / "lead_sources_truth.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "left,right"
    assert lines[1:] == [f"{left},{right}" for left, right in sorted(made.truth)]
    assert len(list(tmp_path.iterdir())) == 6
