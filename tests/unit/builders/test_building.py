"""Tables are worked out anew: only what differs is written, windows hold, wrong rows keep everything as it was."""

from __future__ import annotations

import datetime as dt
import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from aiop.builders import jobs
from aiop.builders.build import build
from aiop.builders.declared import Builder, Building, Built, Series, UnknownBuilder, declare
from aiop.builders.jobs import build_series
from aiop.builders.tables import Table, from_rows, from_sql
from aiop.builders.windows import Step, Window, latest
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.quality.checks import find_checks
from aiop.runs.models import Run
from aiop.runs.running import Failed, run_job
from crm.models import SalesPerson
from tests.unit.builders.tally import SERIES, SQL, hire, stored

pytestmark = pytest.mark.django_db(databases=["default", "owner", "side"])


def built(org: Org, window: Window | None = None) -> Built:
    """Build and give the counts of the one builder."""
    (outcome,) = build(org, window=window, by="maya")
    assert outcome.error == ""
    return outcome.built


def test_a_second_build_writes_nothing(org: Org, alone: Builder) -> None:
    hire(org, "Ada", "Abe", "Bo")
    assert built(org) == Built(new=2)
    assert built(org) == Built(same=2)
    assert stored(org) == [("A", "2026-01-01", 2), ("B", "2026-01-01", 1)]


def test_what_changed_is_changed_and_what_went_is_gone(org: Org, alone: Builder) -> None:
    hire(org, "Ada", "Abe", "Bo")
    built(org)
    with org_context(org, actor="maya"):
        SalesPerson.objects.filter(name__in=["Abe", "Bo"]).delete()
    hire(org, "Cy")
    assert built(org) == Built(new=1, changed=1, removed=1)
    assert stored(org) == [("A", "2026-01-01", 1), ("C", "2026-01-01", 1)]


def test_a_window_is_widened_to_whole_months_and_leaves_the_others_alone(org: Org, alone: Builder) -> None:
    hire(org, "Ada")
    hire(org, "Bo", active=False)
    built(org)
    hire(org, "Abe")
    hire(org, "Ben", active=False)
    february = Window(dt.date(2026, 2, 10), dt.date(2026, 2, 11))
    assert built(org, february) == Built(changed=1)
    assert stored(org) == [("A", "2026-01-01", 1), ("B", "2026-02-01", 2)]


def test_another_organisation_is_neither_read_nor_touched(org: Org, other_org: Org, alone: Builder) -> None:
    hire(other_org, "Zed")
    built(other_org)
    hire(org, "Ada")
    assert built(org) == Built(new=1)
    assert stored(other_org) == [("Z", "2026-01-01", 1)]


def test_a_critical_audit_that_finds_a_row_keeps_everything_as_it_was(org: Org, alone: Builder) -> None:
    hire(org, "Ada")
    built(org)
    hire(org, "Abe", "Ann", "Art")
    (outcome,) = build(org, by="maya")
    assert outcome.error == "Crowded letters: 1 rows are wrong, so nothing was written."
    assert stored(org) == [("A", "2026-01-01", 1)]
    assert [check.name for check in find_checks(["crowded_letters"])] == ["crowded_letters"]


def test_two_rows_for_one_place_are_refused_by_name(org: Org, alone: Builder, table: Table) -> None:
    declare(SERIES, Builder("twice", "Twice", "wrongly", "Sales", from_sql(table, f"{SQL} UNION ALL {SQL}")))
    hire(org, "Ada")
    tally, twice = build(org, by="maya")
    assert (tally.error, tally.built) == ("", Built(new=1))
    assert "two rows for one place" in twice.error
    assert "(letter, month)=(A, 2026-01-01)" in twice.error


def test_what_needs_a_broken_builder_is_not_built_and_the_others_are(org: Org, alone: Builder, table: Table) -> None:
    breaks = from_sql(table, "SELECT no_such_column")
    declare(SERIES, Builder("broken", "Broken", "-", "Sales", breaks))
    declare(SERIES, Builder("after", "After", "-", "Sales", breaks, needs=("broken",)))
    tally, broken, after = build(org, by="maya")
    assert tally.error == ""
    assert broken.error.startswith("The database refused: column")
    assert after.error == "It needs broken, which could not be built."


def test_rows_worked_out_in_python_are_built_the_same_way(org: Org, alone: Builder, table: Table) -> None:
    def rows(building: Building) -> list[tuple[Any, ...]]:
        return [("A", dt.date(2026, 1, 1), 3), ("B", dt.date(2025, 1, 1), None)]

    declare(SERIES, Builder("rows", "Rows", "-", "Sales", from_rows(table, ("letter", "month", "names"), rows)))
    (outcome,) = build(org, ["rows"], window=Window(dt.date(2026, 1, 1)), by="maya")
    assert outcome.built == Built(new=1)
    (outcome,) = build(org, ["rows"], by="maya")
    assert outcome.built == Built(new=1, same=1)
    assert stored(org) == [("A", "2026-01-01", 3), ("B", "2025-01-01", None)]


def test_the_command_builds_as_a_run_and_a_dry_run_keeps_nothing(org: Org, alone: Builder) -> None:
    hire(org, "Ada")
    assert command(org, dry_run=True)["builds"][0]["new"] == 1
    assert stored(org) == []
    (said,) = command(org, "tally", start="2026-01-01", end="2026-01-31")["builds"]
    assert (said["new"], said["from"], said["audits"]) == (1, "2026-01-01", [{"name": "crowded_letters", "failing": 0}])
    with org_context(org, actor="maya"):
        run = Run.objects.for_org(org).get(job="tallies")
    assert run.parameters == {"names": ["tally"], "from": "2026-01-01", "to": "2026-01-31"}
    assert (run.state, run.counts["new"]) == (Run.State.DONE, 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT built_in FROM builders_tally")
        assert cursor.fetchall() == [(run.pk,)]


def test_the_command_lists_what_can_be_built(org: Org, alone: Builder) -> None:
    (said,) = command(org, lists=True)["builders"]
    assert (said["name"], said["grain"], said["owner"]) == ("tally", "one row a letter and month", "Sales")
    assert said["schedule"] == "every day at 04:00"


@pytest.mark.parametrize(
    ("names", "days"), [(["nobody"], {}), ([], {"start": "soon"}), ([], {"start": "2026-02-01", "end": "2026-01-01"})]
)
def test_the_command_refuses_what_cannot_be_meant(
    org: Org, alone: Builder, names: list[str], days: dict[str, str]
) -> None:
    with pytest.raises(CommandError) as refused:
        command(org, *names, **days)
    assert refused.value.returncode == 2


def test_a_run_says_which_could_not_be_built(org: Org, alone: Builder) -> None:
    hire(org, "Ada", "Abe", "Ann", "Art")
    with pytest.raises(Failed, match=r"1 of 1 could not be built: Tally\."), run_job(org, "tallies", by="maya") as run:
        build_series(run, org, SERIES, {})


def test_strangers_are_named_before_anything_is_built(org: Org, alone: Builder) -> None:
    with pytest.raises(UnknownBuilder, match="nobody"):
        build(org, ["tally", "nobody"], by="maya")


def test_windows_of_the_timetable_end_today() -> None:
    assert latest(7, dt.date(2026, 3, 7)) == Window(dt.date(2026, 3, 1), dt.date(2026, 3, 7))
    assert latest(None, dt.date(2026, 3, 7)) == Window()
    assert Window(dt.date(2026, 2, 10), dt.date(2026, 5, 1)).whole(Step.QUARTER) == Window(
        dt.date(2026, 1, 1), dt.date(2026, 6, 30)
    )
    assert Window(None, dt.date(2026, 12, 5)).whole(Step.YEAR) == Window(None, dt.date(2026, 12, 31))
    assert str(Window()) == "all days"


def test_a_series_is_asked_for_after_the_runs_it_follows(org: Org, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, str]] = []
    monkeypatch.setattr(jobs, "enqueue", lambda org_id, job, by: asked.append((org_id, job)))
    followed = {s.job: s for s in (_series("a", "load"), _series("b", "load", wanted=False), _series("c", "link"))}
    monkeypatch.setattr(jobs, "_followed", followed)
    jobs.follow(org.pk, "load")
    assert asked == [(org.pk, "a")]


def _series(job: str, after: str, *, wanted: bool = True) -> Series:
    return Series(job, job, SERIES.cadence, after=frozenset({after}), is_wanted=lambda org: wanted)


def command(org: Org, *names: str, **options: Any) -> dict[str, Any]:
    """Run the command and give what it printed."""
    out = io.StringIO()
    call_command("build", *names, org=org.slug, json=True, stdout=out, **options)
    said: dict[str, Any] = json.loads(out.getvalue())
    return said
