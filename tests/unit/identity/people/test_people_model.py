"""What the matcher computes: the same every time, whole or in parts, and better with labels than without."""

import json
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray

from aiop.identity.people import mixture
from aiop.identity.people.clean import Profile, profile
from aiop.identity.people.fields import FIELDS, WIDTHS
from aiop.identity.people.keys import table_pairs
from aiop.identity.people.layer import Kind, Layer, challenge, fit
from aiop.identity.people.mixture import HOUSEHOLD, SAME, STRANGERS, ClassTables
from aiop.identity.people.model import Matcher
from aiop.identity.people.table import Table, TableBuilder
from aiop.identity.people.vectors import Rows
from tests.unit.identity.people.pair import FIRSTS, LASTS, person

World = tuple[Table, Rows, Rows, NDArray[np.bool_]]


def _people(count: int) -> tuple[list[Profile], list[int]]:
    """Give people of whom every third has a second, somewhat different record; and who each record is."""
    random = Random(11)
    rows, owners = [], []
    for number in range(count):
        first, last = random.choice(FIRSTS), f"{random.choice(LASTS)}{chr(97 + number % 26)}"
        about = {"phone": f"416555{number:04d}", "email": f"{first}.{last}{number}@example.com".lower()}
        about |= {"address": f"{number} Oak St", "zip": f"{10000 + number % 50}"}
        rows.append(person(first=first, last=last, **about))
        owners.append(number)
        if number % 3 == 0:
            rows.append(person(first=first[:1], last=last, **dict(list(about.items())[random.randrange(3) :])))
            owners.append(number)
        elif number % 3 == 1:
            rows.append(person(first=random.choice(FIRSTS), last=last, **dict(list(about.items())[2:])))
            owners.append(-number)
    return [profile(row) for row in rows], owners


@pytest.fixture(scope="module")
def world() -> World:
    """Give a table, its pairs and which of them are one person."""
    profiles, owners = _people(600)
    table = Table.from_profiles(profiles)
    left, right = table_pairs(table)
    owner = np.array(owners)
    return table, left, right, owner[left] == owner[right]


def test_some_pairs_score_in_a_small_table_as_they_do_in_the_whole(world: World) -> None:
    table, left, right, _ = world
    matcher, whole = Matcher.for_data(table, left, right)
    chosen = np.arange(0, len(left), 7)
    rows = np.unique(np.r_[left[chosen], right[chosen]])
    small = TableBuilder()
    small.add(
        {name: [column.values[code] for code in _flat(column.codes)[rows]] for name, column in table.columns.items()}
    )
    scored = matcher.score(
        small.table(),
        np.searchsorted(rows, left[chosen]).astype(np.int32),
        np.searchsorted(rows, right[chosen]).astype(np.int32),
    )
    assert scored.probability.tobytes() == whole.probability[chosen].tobytes()
    assert scored.weights.tobytes() == whole.weights[chosen].tobytes()


def _flat(codes: NDArray[np.int32]) -> NDArray[np.int32]:
    return np.asarray(codes[:, 0] if codes.ndim == 2 else codes)


def test_a_matcher_read_back_scores_the_same(world: World) -> None:
    table, left, right, truth = world
    matcher, whole = Matcher.for_data(table, left, right)
    taught = matcher.taught(fit(whole.vector, matcher.prior(whole.vector), truth))
    again = Matcher.from_mapping(json.loads(taught.to_json()))
    assert (
        again.score(table, left, right).probability.tobytes() == taught.score(table, left, right).probability.tobytes()
    )
    assert again.version == taught.version


@pytest.mark.parametrize("kind", ["logistic", "trees"])
def test_labels_make_a_layer_that_tells_the_pairs_apart(world: World, kind: Kind) -> None:
    table, left, right, truth = world
    matcher, scored = Matcher.for_data(table, left, right)
    layer = fit(scored.vector, matcher.prior(scored.vector), truth, kind=kind)
    again = Layer.from_mapping(json.loads(layer.to_json()))
    probability = again.probability(scored.vector, matcher.prior(scored.vector))
    assert ((probability > 0.5) == truth).mean() > 0.97
    assert np.array_equal(probability, layer.probability(scored.vector, matcher.prior(scored.vector)))


def test_a_worse_challenger_is_refused() -> None:
    truth = np.arange(400) % 4 == 0
    good, bad = np.where(truth, 0.98, 0.01), np.where(truth, 0.6, 0.55)
    assert challenge(good, bad, truth).promoted is False
    assert challenge(bad, good, truth).promoted is True
    assert challenge(good, good, truth).promoted is True


def test_shares_follow_the_data_while_the_tables_stay(world: World) -> None:
    table, left, right, _ = world
    matcher, scored = Matcher.for_data(table, left, right)
    mostly_same = scored.vector[scored.probability > 0.9]
    kinds = np.array(matcher.tables.kinds)
    assert mixture.shares(mostly_same, matcher.tables)[kinds == SAME].sum() > matcher.shares[kinds == SAME].sum()


def test_learning_from_known_pairs_finds_their_classes() -> None:
    random = np.random.default_rng(3)
    classes = random.integers(0, 3, 3000).astype(np.int8)
    vec = np.zeros((3000, len(FIELDS)), np.int8)
    for column, width in enumerate(WIDTHS):
        usual = np.array([1, width // 2, width - 1])[classes]
        vec[:, column] = np.where(random.random(3000) < 0.7, usual, random.integers(0, width, 3000))
    tables = mixture.learn(vec, classes, kinds=(SAME, HOUSEHOLD, STRANGERS))
    read = ClassTables.from_mapping(json.loads(tables.to_json()))
    assert (mixture.posterior(vec, read, tables.usual).argmax(axis=1) == classes).mean() > 0.95


def test_tables_for_other_fields_are_refused() -> None:
    stored = json.loads(mixture.shipped().to_json())
    stored["fields"]["first"] = [[0.0]]
    with pytest.raises(ValueError, match="learn them again"):
        ClassTables.from_mapping(stored)


def test_several_phones_are_all_compared() -> None:
    one = Profile(first="anna", root="anna", last="bell", phone="4165550142 6475550117")
    other = Profile(first="anna", root="anna", last="bell", phone="6475550117")
    table = Table.from_profiles([one, other])
    left, right = table_pairs(table)
    _, scored = Matcher.for_data(table, left, right)
    assert scored.vector[0].tolist()[5] == 1
