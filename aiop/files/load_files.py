"""Loading files at once, as the command line does: preview them all, or bring them all in as one run."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from aiop.files.gather import Found
from aiop.files.incoming import Choices, kind_of, opened
from aiop.files.lanes import Turn, in_lanes
from aiop.files.reading.source import Refused
from aiop.loading.clerks import CLERKS, clerks
from aiop.loading.door import Stale, Verdict
from aiop.loading.encode import Encode
from aiop.loading.kind import kind_named
from aiop.loading.loads import MOST_PROBLEMS, load_now, open_change_set, previewing, refresh_statistics
from aiop.loading.models import QuarantinedRow
from aiop.loading.waiting import bring_waiting
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.running import RunHandle

# Files of fewer rows together do not change what the planner should expect.
MANY_ROWS = 1_000
# Less is read before a process of its own has begun.
CLERKS_FROM_BYTES = 4_000_000


@dataclass(slots=True)
class FileResult:
    """What became of one file."""

    file: str
    kind: str = ""
    verdict: Verdict = field(default_factory=Verdict)
    seconds: float = 0.0
    load: int | None = None
    problems: list[dict[str, Any]] = field(default_factory=list)
    not_stored: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    refused: str = ""

    def as_json(self) -> dict[str, Any]:
        """Give the result in the command line's manner."""
        data: dict[str, Any] = {
            "file": self.file,
            "kind": self.kind,
            **self.verdict.counts(),
            "seconds": round(self.seconds, 3),
        }
        if self.load is not None:
            data["load"] = self.load
        if self.refused:
            data["refused"] = self.refused
        if self.problems:
            data["problems"] = self.problems
        if self.unknown:
            data["unknown_headers"] = self.unknown
        return data


def in_order(files: Sequence[Found], choices: Choices) -> tuple[list[Found], list[FileResult]]:
    """Sort files so that parents come before what refers to them; give also those that cannot be taken."""
    ranked: list[tuple[int, int, Found]] = []
    refused: list[FileResult] = []
    for place, found in enumerate(files):
        try:
            ranked.append((kind_of(found.path, choices).order, place, found))
        except Refused as error:
            refused.append(FileResult(found.name, refused=error.reason))
    return [found for _, _, found in sorted(ranked, key=lambda r: r[:2])], refused


def preview_files(org: Org, files: Sequence[Found], choices: Choices) -> list[FileResult]:
    """Say what loading each file would do after those before it; nothing is kept."""
    results: list[FileResult] = []
    with previewing(org) as preview:
        for found in files:
            started = time.monotonic()
            with opened(org, found.path, choices, name=found.name) as (incoming, match):
                verdict, problems = preview(incoming)
            seconds = time.monotonic() - started
            results.append(FileResult(found.name, incoming.kind.name, verdict, seconds, None, problems))
            results[-1].not_stored, results[-1].unknown = match.not_stored, match.unknown
    return results


def execute_files(org: Org, files: Sequence[Found], choices: Choices, run: RunHandle) -> tuple[int, list[FileResult]]:
    """Load files in order under one change set, each in a transaction of its own; a killed run goes on where it stopped."""
    change_set = open_change_set(org, run, ", ".join(found.name for found in files))

    with clerks(_clerks_for(files)) as encode:

        def one(found: Found, turn: Turn) -> FileResult:
            return _execute(org, found, choices, run, change_set, turn, encode)

        results = in_lanes(one, files)
    brought = Counter[str]()
    for result in results:
        brought[result.kind] += result.verdict.new + result.verdict.changed
    if brought.total() > MANY_ROWS:
        # The small tables of a large load too: what joins a large one with them is planned by their statistics.
        refresh_statistics(org, [kind_named(name) for name, rows in brought.items() if rows])
    bring_waiting(org, {result.kind for result in results if result.verdict.new}, run, change_set=change_set)
    with org_context(org, actor=run.by):
        for result in results:
            if result.load is not None and result.verdict.quarantined:
                result.problems = _kept(result.load)
    return change_set, results


def _kept(load: int) -> list[dict[str, Any]]:
    """List the first rows of a load that are in quarantine, in the manner of a preview."""
    waiting = QuarantinedRow.objects.filter(load_id=load, state=QuarantinedRow.State.OPEN).order_by("line")
    return [dict(row) for row in waiting.values("line", "raw", "problems")[:MOST_PROBLEMS]]


def _clerks_for(files: Sequence[Found]) -> int:
    """Give how many clerks are worth their start."""
    sizes = [found.path.stat().st_size for found in files]
    return 0 if sum(sizes) < CLERKS_FROM_BYTES else min(CLERKS, len(files))


def _execute(
    org: Org, found: Found, choices: Choices, run: RunHandle, change_set: int, turn: Turn, encode: Encode
) -> FileResult:
    began = time.monotonic()
    try:
        with opened(org, found.path, choices, name=found.name) as (incoming, match):
            load, verdict = load_now(org, incoming, change_set=change_set, run=run, turn=turn, encode=encode)
    except (Refused, Stale) as error:
        run.log(f"{found.name}: {error}", level="error")
        return FileResult(found.name, refused=str(error))
    result = FileResult(found.name, incoming.kind.name, verdict, time.monotonic() - began, load.pk)
    result.not_stored, result.unknown = match.not_stored, match.unknown
    run.count(**verdict.counts())
    run.log(f"{found.name}: {verdict.read:,} read, {verdict.new:,} new, {verdict.changed:,} changed, {verdict.same:,} same, "
            f"{verdict.quarantined:,} quarantined")  # fmt: skip
    return result
