"""Blocking: which pairs are looked at; the fast way gives what the definition says, in every process."""

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from aiop.identity.people.clean import profile
from aiop.identity.people.keys import RULES, block_keys, key_arrays, pairs, pairs_by_rule, rule_of, table_pairs
from aiop.identity.people.table import Table
from tests.unit.identity.people.pair import person

ANNA = profile(person(first="Anna", last="Bell", phone="4165550142", email="anna.bell@example.com", zip="90210"))
PETER = profile(person(first="Peter", last="Sarrin", phone="4165550142"))
# Keys lie in the database for years: a change of how they are made has to be a decision.
KEYS_OF_PETER = [
    -9065181502617188568,
    -9027768276901251353,
    -6556738900442960020,
    1034749151314512992,
    1708759593731380517,
    3882975726999894243,
]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9)), max_size=40), st.integers(1, 12))
def test_pairs_are_those_that_share_a_key_that_few_have(having: list[tuple[int, int]], cap: int) -> None:
    keys = np.array([rule << 5 | 12 for rule, _ in having], np.int64)
    rows = np.array([row for _, row in having], np.int32)
    members: dict[int, set[int]] = {}
    for key, row in zip(keys.tolist(), rows.tolist(), strict=True):
        members.setdefault(key, set()).add(row)
    limit = min(cap, RULES[12].cap)
    expected = {
        pair for rows_of in members.values() if len(rows_of) <= limit for pair in combinations(sorted(rows_of), 2)
    }
    left, right = pairs(keys, rows, cap)
    assert list(zip(left.tolist(), right.tolist(), strict=True)) == sorted(expected)


def test_a_key_that_too_many_share_makes_no_pairs() -> None:
    alike = [profile(person(first="Anna", phone="4165550142"))] * 30
    left, _ = pairs(*key_arrays(alike), cap=10)
    assert len(left) == 0


def test_people_meet_by_any_one_thing_that_they_share() -> None:
    table = Table.from_profiles([ANNA, PETER, profile(person(name="Bell Anna", zip="90210"))])
    left, right = table_pairs(table)
    assert list(zip(left.tolist(), right.tolist(), strict=True)) == [(0, 1), (0, 2)]


def test_keys_of_one_record_are_those_it_has_among_many() -> None:
    keys, rows = key_arrays([PETER, ANNA, PETER])
    assert sorted(set(keys[rows == 1].tolist())) == block_keys(ANNA)


def test_a_key_tells_its_rule() -> None:
    assert {RULES[rule_of(key)].title for key in block_keys(PETER)} >= {"phone", "name"}
    assert max(map(len, (block_keys(ANNA), block_keys(PETER)))) <= len(RULES) <= 32


def test_pairs_are_counted_by_rule() -> None:
    counted = {rule.title: len(found) for rule, found in pairs_by_rule(Table.from_profiles([ANNA, PETER]))}
    assert counted["phone"] == 1
    assert counted["e-mail"] == 0


def test_keys_are_the_same_in_every_process() -> None:
    assert block_keys(PETER) == KEYS_OF_PETER
