"""Every entry of the lead pool's catalogue answers, whatever it is asked with, and answers what it declares."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps

from aiop.catalogue.charts import draw
from aiop.catalogue.entries import Entry
from tests.integration.crm_queries.asking import Pool, misfits, of_crm, pairwise

ENTRIES = of_crm()
# How many questions of each kind the lead pool's first analytics asked; the first seven stood in its root folder.
CATEGORIES = {
    "customers": 13, "leads": 10 + 9, "jobs": 15, "revenue": 11, "sales": 6, "geography": 5, "data_quality": 4 + 3,
    "analytics": 2, "benchmarking": 6, "customer_behavior": 10, "demographics": 4, "forecasting": 6, "geographic": 4,
    "operational": 11, "profitability": 7, "referrals": 3,
}  # fmt: skip
_OF_THE_MOMENT = re.compile(
    r"\b(now\s*\(|current_date|current_timestamp|localtime|clock_timestamp|random\s*\()", re.IGNORECASE
)


def test_all_questions_of_the_first_analytics_are_there() -> None:
    assert Counter(entry.category for entry in ENTRIES) == CATEGORIES
    assert len(ENTRIES) == 129


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_an_entry_reads_neither_clock_nor_chance(entry: Entry) -> None:
    assert _OF_THE_MOMENT.findall(entry.sql) == []


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_an_entry_says_who_asks_and_what(entry: Entry) -> None:
    assert entry.head.question.endswith("?")
    assert entry.head.owner


def test_a_shared_part_is_built_on_by_several_entries() -> None:
    folder = Path(apps.get_app_config("crm").path) / "queries"
    used = Counter(
        name
        for path in folder.glob("*/*.sql")
        for name in re.findall(r"^\{\{ (\w+) \}\}$", path.read_text(), re.MULTILINE)
    )
    assert set(used) == {path.stem for path in folder.glob("_shared/*.sql")}
    assert min(used.values()) > 1


@pytest.mark.slow
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_an_entry_answers_what_it_declares_with_its_defaults(pool: Pool, entry: Entry) -> None:
    found = pool.ask(entry)

    assert misfits(found) == []
    assert found.columns == entry.columns
    assert not (entry.chart and found.rows) or draw(entry, found, pool.org.zone) is not None, "its chart is never drawn"


@pytest.mark.slow
@pytest.mark.nightly
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_an_entry_answers_every_pair_of_values(pool: Pool, entry: Entry) -> None:
    for values in pool.combinations(entry):
        assert misfits(pool.ask(entry, **{k: v for k, v in values.items() if v is not None})) == [], values


@pytest.mark.slow
@pytest.mark.nightly
@pytest.mark.parametrize("entry", [e for e in ENTRIES if "period" in e.params], ids=lambda entry: entry.name)
def test_an_entry_has_no_error_where_there_is_nothing(pool: Pool, entry: Entry) -> None:
    found = pool.ask(entry, period="1990-01-01..1990-01-31")

    assert misfits(found) == []


def test_one_parameter_is_tried_with_each_of_its_values() -> None:
    assert pairwise({"a": [1, 2, 3]}) == [{"a": 1}, {"a": 2}, {"a": 3}]
    assert pairwise({}) == [{}]


def test_pairs_of_values_are_all_held() -> None:
    options = {"a": [1, 2, 3, 4], "b": [5, 6], "c": [7, 8, 9]}

    rows = pairwise(options)

    assert {(row["a"], row["c"]) for row in rows} == {(a, c) for a in options["a"] for c in options["c"]}
    assert {(row["a"], row["b"]) for row in rows} == {(a, b) for a in options["a"] for b in options["b"]}
    assert {(row["b"], row["c"]) for row in rows} == {(b, c) for b in options["b"] for c in options["c"]}
    assert len(rows) < 4 * 2 * 3
