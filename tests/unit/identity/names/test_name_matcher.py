"""The matcher over many names: new ones against those at hand, explanation, and what staff taught."""

import math

import pytest

from aiop.identity.names.matcher import NameMatcher
from aiop.identity.names.similarity import trigram_similarity
from aiop.identity.names.words import Flavour, NameRules
from tests.unit.identity.names import gold_names as gold
from tests.unit.identity.names import gold_tables as tables

TABLES: list[tuple[Flavour, str]] = [
    ("person", tables.PERSONS),
    ("branch", tables.BRANCHES),
    ("source", tables.SOURCES),
]


@pytest.mark.parametrize(("flavour", "table"), TABLES)
def test_new_names_get_the_scores_that_all_together_get(flavour: Flavour, table: str) -> None:
    values, _ = gold.by_hand(table)
    matcher = NameMatcher(flavour)
    new = values[::9]
    fresh = {identifier for identifier, _ in new}
    expected = [s for s in matcher.pairs(values) if s.left in fresh or s.right in fresh]
    existing = [value for value in reversed(values) if value[0] not in fresh]
    assert matcher.against(new, existing) == expected


@pytest.mark.parametrize(("flavour", "table"), TABLES)
def test_every_pair_explains_itself_and_the_steps_add_up_to_its_probability(flavour: Flavour, table: str) -> None:
    values, _ = gold.by_hand(table)
    names, matcher = dict(values), NameMatcher(flavour)
    for scored in matcher.pairs(values):
        bits = sum(step.bits for step in matcher.waterfall(scored))
        assert math.isclose(1 / (1 + 2**-bits), scored.probability)
        speaks_for, against = matcher.sentences(names[scored.left], names[scored.right], scored)
        assert all(text.endswith(".") for text in speaks_for + against)
        assert speaks_for or against
        assert scored.left < scored.right
        assert len(scored.vector) == len(scored.weights) == len(matcher.parts)


def test_the_reason_of_an_ambiguous_pair_names_the_other_person() -> None:
    matcher = NameMatcher("person")
    pair = matcher.pairs([(1, "Rosa"), (2, "Rosa K"), (3, "Rosa M")])[0]
    speaks_for, against = matcher.sentences("Rosa", "Rosa K", pair)
    assert "The given name is the same: Rosa." in speaks_for
    assert "Ambiguous: one of them fits “Rosa M” as well." in against


def test_taught_noise_makes_names_one() -> None:
    names = [(1, "Kelowna Okanagan"), (2, "Kelowna")]
    before = NameMatcher("branch").pairs(names)[0]
    after = NameMatcher("branch", NameRules.shipped("branch").taught(noise=["Okanagan"])).pairs(names)[0]
    assert before.rule == "one holds the other"
    assert (after.rule, after.probability > 0.99) == ("same words", True)


def test_taught_short_forms_abbreviations_and_opposites_count() -> None:
    person = NameMatcher("person", NameRules.shipped("person").taught(nicknames=[("Gurpreet", "Preet")]))
    assert person.pairs([(1, "Preet Sohal"), (2, "Gurpreet Sohal")])[0].probability > 0.95
    source = NameMatcher("source", NameRules.shipped("source").taught(abbreviations={"EM": "Equate Media"}))
    assert source.pairs([(1, "EM"), (2, "Equate Media")])[0].rule == "same words"
    strict = NameMatcher("source", NameRules.shipped("source").taught(opposites=[("Movers", "Packers")]))
    assert strict.veto("City Movers List", "City Packers List")


def test_teaching_leaves_the_shipped_lists_as_they_are() -> None:
    shipped = NameRules.shipped("branch")
    shipped.taught(noise=["okanagan"])
    assert "okanagan" not in NameRules.shipped("branch").noise


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("word", "two words", 4 / 11),
        ("rosa", "rosa klein", 5 / 11),
        ("kim", "kim", 1.0),
        ("kim", "leo", 0.0),
        ("", "kim", 0.0),
    ],
)
def test_trigrams_are_counted_as_the_database_counts_them(a: str, b: str, expected: float) -> None:
    assert trigram_similarity(a, b) == pytest.approx(expected)
