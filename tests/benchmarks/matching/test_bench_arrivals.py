"""Records that arrive among many: matched and written to the queue, one told as it is saved, and the same candidates as a full run."""

from __future__ import annotations

import csv
import statistics
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from aiop.files.gather import gathered
from aiop.files.incoming import Choices
from aiop.files.load_files import execute_files, in_order
from aiop.identity.entity import entity_named, node_of
from aiop.identity.hint import hint
from aiop.identity.match import Matched, match
from aiop.identity.models import Basis
from aiop.identity.propose import propose
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.running import run_job
from crm.models import Customer
from tests.benchmarks.matching.sets import customers
from tests.benchmarks.matching.settings import REPORT_ONLY, SEEDS, SIZES
from tests.benchmarks.memory import peak_of

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, databases=["default", "owner", "side"]),
]
FEW, ASKED = 1_000, 200
# Below this size what arrives is so large a share that everybody is matched anew.
SMALLEST = 50_000
# Seconds (of the last one megabytes), at most.
BARS = {
    "a few, matched": 0.4,
    "a few, with keys and candidates written": 1.0,
    "many, with keys and candidates written": 3.0,
    "one, 95 of 100": 0.030,
    "the command's megabytes": 200.0,
}
_STATE = """
    SELECT count(*), sum(hashtextextended(("left", "right", probability, zone, rule, state, vector, weights)::text, 0)::numeric)
    FROM identity_candidate WHERE org_id = %s
"""


@pytest.mark.parametrize("size", [size for size in SIZES if size >= SMALLEST])
def test_those_who_arrive_are_matched_in_their_time_and_as_a_full_run_would(
    committed_org: Org, tmp_path: Path, size: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reached = _measure(committed_org, tmp_path, size, timed_writes(monkeypatch))
    missed = [name for name, bar in BARS.items() if reached[name] > bar]
    with capsys.disabled():
        print(f"\n{size:,} records, seed {SEEDS[0]}")  # noqa: T201  (the figures are what it is run for)
        print("\n".join(f"  {name}: {value:.3f}, at most {BARS[name]}" for name, value in reached.items()))  # noqa: T201
    assert REPORT_ONLY or missed == []


def _measure(org: Org, folder: Path, size: int, writing: list[float]) -> dict[str, float]:
    """Load so many, and then the others, and give what each bar is about."""
    many = min(10_000, size // 20)
    everyone = customers(folder, seed=SEEDS[0], size=size + 2 * FEW + many).folder / "customers.csv"
    first, few, more, last = cut(everyone, [size, FEW, many, FEW])
    _load(org, first)
    _match(org, full=True)
    writing.clear()
    arrived, seconds = _arrive(org, few)
    matched, asked = arrived.seconds["match"] - sum(writing), _hints(org)
    assert not arrived.full
    assert arrived.proposed.new > 0
    state = _candidates(org)
    _match(org, full=True)
    assert _candidates(org) == state
    crowd = _arrive(org, more)[1]
    _come(org, last)
    memory = peak_of("match", "customers", "--execute", "--json", "--org", org.slug)
    return dict(zip(BARS, (matched, seconds, crowd, asked, memory), strict=True))


def cut(path: Path, sizes: list[int]) -> list[Path]:
    """Cut a file of customers into several, one after the other."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    taken, places = iter(rows), []
    for number, size in enumerate(sizes):
        places.append(path.with_name(f"part {number}.csv"))
        with places[-1].open("w", encoding="utf-8", newline="") as part:
            csv.writer(part).writerows([header, *islice(taken, size)])
    return places


def timed_writes(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Note the seconds of each writing of candidates, so that matching alone can be told from it."""
    spent: list[float] = []

    def timed(*words: Any, **named: Any) -> Any:
        began = time.perf_counter()
        found = propose(*words, **named)
        spent.append(time.perf_counter() - began)
        return found

    monkeypatch.setattr("aiop.identity.match_people.propose", timed)
    return spent


def _load(org: Org, path: Path) -> None:
    with gathered([path]) as files, run_job(org, "load", by="benchmark") as run:
        execute_files(org, in_order(files, Choices())[0], Choices(), run)


def _match(org: Org, *, full: bool = False) -> Matched:
    with run_job(org, "identity.match", by="benchmark") as run:
        return match(org.pk, entity_named("customers"), full=full, work=run.work)


def _come(org: Org, path: Path) -> None:
    """Load some more records, as if everything before had come long ago."""
    with org_context(org, actor="benchmark"):
        Basis.objects.update(arrived_at=timezone.now() + timedelta(minutes=10))
    _load(org, path)


def _arrive(org: Org, path: Path) -> tuple[Matched, float]:
    """Load some more records, and time their matching."""
    _come(org, path)
    began = time.perf_counter()
    found = _match(org)
    return found, time.perf_counter() - began


def _hints(org: Org) -> float:
    """Give the time that 95 of 100 hints keep to."""
    spent = list(_asked(org))
    return statistics.quantiles(spent, n=20)[-1]


def _asked(org: Org) -> Iterator[float]:
    with org_context(org, actor="benchmark"):
        latest = list(Customer.objects.order_by("-id").values_list("pk", flat=True)[: ASKED + 1])
    for number in latest:
        with org_context(org, actor="benchmark"):
            began = time.perf_counter()
            hint(org.pk, entity_named("customers"), node_of(number))
            spent = time.perf_counter() - began
        # The first one reads the tables, once for each process.
        if number != latest[0]:
            yield spent


def _candidates(org: Org) -> Any:
    with org_context(org, actor="benchmark"), connection.cursor() as cursor:
        cursor.execute(_STATE, [org.pk])
        return cursor.fetchone()
