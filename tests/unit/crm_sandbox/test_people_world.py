"""The invented customers that matching is measured on: shape, truth, and what makes them hard."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from crm.sandbox.people_world import HEADERS, write

Row = dict[str, str]
SIZE = 4000


def read(folder: Path) -> tuple[dict[str, Row], set[tuple[str, str]]]:
    """Give rows by number, and the true pairs."""
    with (folder / "customers.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["customer_id"]: row for row in csv.DictReader(file)}
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as file:
        return rows, {(row["left"], row["right"]) for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Row], set[tuple[str, str]]]:
    """A small world with seed 3."""
    folder = tmp_path_factory.mktemp("people")
    write(folder, seed=3, size=SIZE)
    return read(folder)


def test_the_same_seed_writes_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    for name, seed in (("a", 5), ("b", 5), ("c", 6)):
        write(tmp_path / name, seed=seed, size=300)
    texts = [(tmp_path / name / "customers.csv").read_bytes() for name in "abc"]
    assert texts[0] == texts[1] != texts[2]


def test_a_world_has_the_asked_number_of_rows_under_the_product_s_headers(
    world: tuple[dict[str, Row], set[tuple[str, str]]],
) -> None:
    rows, _ = world
    assert len(rows) == SIZE
    assert tuple(next(iter(rows.values()))) == HEADERS


def test_fifteen_of_a_hundred_rows_repeat_someone_in_clusters_of_two_to_five(
    world: tuple[dict[str, Row], set[tuple[str, str]]],
) -> None:
    rows, truth = world
    partners = Counter(number for pair in truth for number in pair)
    sizes = Counter(partners[number] + 1 for number in rows)
    extra = sum(count * (size - 1) / size for size, count in sizes.items())
    assert {1, 2, 3, 4} <= set(sizes) <= {1, 2, 3, 4, 5}
    assert 0.12 < extra / SIZE < 0.18


def test_truth_is_closed_and_names_each_pair_once(world: tuple[dict[str, Row], set[tuple[str, str]]]) -> None:
    rows, truth = world
    assert all(int(left) < int(right) and left in rows and right in rows for left, right in truth)
    mates: dict[str, set[str]] = {}
    for left, right in truth:
        mates.setdefault(left, {left}).add(right)
        mates.setdefault(right, {right}).add(left)
    assert all(mates[left] == mates[right] for left, right in truth)


def shared(rows: dict[str, Row], truth: set[tuple[str, str]], field: str) -> tuple[int, int]:
    """Count pairs of rows with one value: true ones, and all."""
    groups: dict[str, list[str]] = {}
    for number, row in rows.items():
        value = re.sub(r"\D", "", row[field])[-10:] if field == "phone" else row[field].lower()
        if value and value[0] not in "015" and not value.startswith(("none", "no", "na@", "n/a", "test@", "unknown@")):
            groups.setdefault(value, []).append(number)
    pairs = [(a, b) for group in groups.values() for n, a in enumerate(group) for b in group[n + 1 :]]
    return sum(pair in truth for pair in pairs), len(pairs)


def test_no_single_contact_tells_who_is_who(world: tuple[dict[str, Row], set[tuple[str, str]]]) -> None:
    rows, truth = world
    by_phone, by_email = shared(rows, truth, "phone"), shared(rows, truth, "email")
    assert by_phone[0] / by_phone[1] < 0.6
    assert by_email[0] / by_email[1] < 0.9
    assert by_email[0] < 0.65 * len(truth)


def test_without_households_a_shared_number_is_mostly_one_person_s(tmp_path: Path) -> None:
    write(tmp_path, seed=3, size=SIZE, households=0)
    true, count = shared(*read(tmp_path), "phone")
    assert true / count > 0.7


def test_numbers_and_addresses_are_invented(world: tuple[dict[str, Row], set[tuple[str, str]]]) -> None:
    rows, _ = world
    digits = [re.sub(r"\D", "", row["phone"])[-10:] for row in rows.values() if row["phone"]]
    assert sum("555" in number for number in digits) / len(digits) > 0.97
    domains = {row["email"].lower().rpartition("@")[2] for row in rows.values()}
    assert sum(not domain.endswith((".test", "example.com", "example.net", "example.org")) for domain in domains) < 120
