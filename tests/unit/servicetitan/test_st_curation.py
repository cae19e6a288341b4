"""Units are placed and job types listed by decisions with effective days, which can be taken back in any order."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from aiop.audit.undo import undo
from aiop.loading.dump import dump
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from servicetitan import api
from servicetitan.curate import impact
from servicetitan.curate.listing import CannotList, make_list, put_on_list, take_off_list
from servicetitan.curate.placing import CannotPlace, Placement, confirm_unit, place_units, unplace_unit
from servicetitan.curate.queue import events, waiting
from servicetitan.intake import DECISIONS
from servicetitan.models import BusinessUnit, JobTypeListMember, ReportingUnit, UnitMapping
from tests.factories.st_tenant import load, tenant, unit, write_csv

pytestmark = pytest.mark.django_db
JAN_2024 = dt.date(2024, 1, 1)


@pytest.fixture
def curated(org: Org, tmp_path: Path) -> Org:
    """Give an organisation with a tenant's records and the starting decisions."""
    load(org, write_csv(tmp_path / "tenant", tenant()))
    api.load_starting_decisions(org, by="maya")
    return org


def target(org: Org, key: str) -> int:
    """Give the id of a reporting unit."""
    with org_context(org, actor="test"):
        return int(ReportingUnit.objects.get(key=key).pk)


def placed(org: Org, number: int, *days: dt.date) -> list[str | None]:
    """Give the keys of what a unit is on some days."""
    with org_context(org, actor="test"):
        keys = dict(ReportingUnit.objects.values_list("pk", "key"))
        return [keys.get(api.unit_of(org, number, day) or 0) for day in days]


def periods(org: Org, number: int) -> list[tuple[Any, ...]]:
    """Give the periods of a unit."""
    with org_context(org, actor="test"):
        rows = UnitMapping.objects.filter(unit_source_id=number).order_by("valid_from")
        return list(rows.values_list("valid_from", "valid_until", "role"))


def place(org: Org, number: int, key: str | None, role: str, **days: Any) -> int:
    """Place a unit; gives the change set."""
    goal = target(org, key) if key else None
    made = place_units(org, [Placement(number, role, goal, **days)], by="maya", reason="Looked at")
    return int(made.pk)


def test_the_starting_decisions_place_every_spelling_by_id_and_leave_the_rest_waiting(curated: Org) -> None:
    today = dt.date(2030, 3, 5)
    assert [placed(curated, n, today) for n in (11, 12, 14, 15, 16)] == [
        ["phx_sales"], ["phx_production"], ["phx_sales"], ["phx_sales"], ["phx_production"]
    ]  # fmt: skip
    assert placed(curated, 13, today) == ["andys_sales"]
    with org_context(curated, actor="test"):
        assert [one.name for one in waiting(curated)] == ["NewCommercialTucson-AZ-Sales", "Z-DO NOT USE - West"]
        assert not UnitMapping.objects.filter(unit_source_id=None, unit_key="phoenix-sales").exists()
        assert api.is_on_list(curated, "estimate", 22, today)
        assert not api.is_on_list(curated, "estimate", 23, today)
        assert api.is_on_list(curated, "excluded", 25, today)
    assert api.load_starting_decisions(curated, by="maya") == 0


def test_decisions_go_out_as_files_and_come_back_without_a_change(curated: Org, other_org: Org, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with org_context(curated, actor="test"):
        for kind in DECISIONS:
            (out / f"{kind.name}.csv").write_bytes(b"".join(dump(kind, curated.pk)))
    again = load(curated, out)
    assert [f for f in again if f["new"] or f["changed"] or f["quarantined"]] == []
    assert {f["kind"] for f in again} == {kind.name for kind in DECISIONS}
    load(other_org, out)
    assert placed(other_org, 14, JAN_2024) == ["phx_sales"]


def test_a_unit_is_placed_from_a_day_on_and_all_of_it_can_be_taken_back(curated: Org) -> None:
    before = periods(curated, 13)
    first = place(curated, 13, "tuc_sales", "sales", since=JAN_2024)
    assert placed(curated, 13, dt.date(2023, 12, 31), JAN_2024) == ["andys_sales", "tuc_sales"]
    second = place(curated, 13, None, "ignored", since=dt.date(2024, 3, 1), until=dt.date(2024, 4, 1))
    march, april = dt.date(2024, 3, 31), dt.date(2024, 4, 1)
    assert placed(curated, 13, dt.date(2024, 2, 29), march, april) == ["tuc_sales", None, "tuc_sales"]
    undo(curated, second, by="maya")
    assert placed(curated, 13, dt.date(2024, 2, 29), march, april) == ["tuc_sales"] * 3
    undo(curated, first, by="maya")
    assert periods(curated, 13) == before


def test_an_undo_can_itself_be_taken_back(curated: Org) -> None:
    decided = place(curated, 13, "tuc_sales", "sales", since=JAN_2024, until=dt.date(2025, 1, 1))
    after = periods(curated, 13)
    report = undo(curated, decided, by="maya")
    assert report.change_set is not None
    undo(curated, report.change_set, by="maya")
    assert periods(curated, 13) == after


def test_periods_of_one_unit_never_share_a_day(curated: Org) -> None:
    with (
        org_context(curated, actor="test"),
        pytest.raises(IntegrityError, match="st_mapping_no_overlap"),
        transaction.atomic(),
    ):
        UnitMapping.objects.create(org=curated, unit_source_id=11, subject="11b", role="other", valid_from=JAN_2024)


@pytest.mark.parametrize(
    ("placement", "words"),
    [
        (Placement(11, "sales"), "belong to a reporting unit"),
        (Placement(11, "chief"), "no role"),
        (Placement(11, "other", None, JAN_2024, JAN_2024), "before the first"),
        (Placement(11, "sales", 10**9), "of the other kind"),
    ],
)
def test_a_placement_that_makes_no_sense_is_refused_in_words(curated: Org, placement: Placement, words: str) -> None:
    with pytest.raises(CannotPlace, match=words):
        place_units(curated, [placement], by="maya", reason="Looked at")
    with pytest.raises(CannotPlace, match="Say why"):
        place_units(curated, [Placement(11, "other")], by="maya", reason=" ")


def test_a_rename_or_a_retirement_moves_nothing_and_is_told_until_somebody_confirms(
    curated: Org, tmp_path: Path
) -> None:
    load(curated, write_csv(tmp_path / "later", {"st_business_units": [{**unit(11, "Tucson-Sales"), "active": False}]}))
    assert placed(curated, 11, JAN_2024) == ["phx_sales"]
    with org_context(curated, actor="test"):
        (event,) = events(curated)
    assert event.words == "renamed: “Phoenix-Sales” is now “Tucson-Sales”; “Tucson-Sales” is no longer in use"
    assert (event.unit_source_id, event.placed) == (11, "Phoenix-Sales")
    confirm_unit(curated, 11, by="maya")
    with org_context(curated, actor="test"):
        assert events(curated) == []
    assert placed(curated, 11, JAN_2024) == ["phx_sales"]


def test_the_queue_ranks_by_money_and_tells_what_depends_on_a_unit(curated: Org) -> None:
    unplace_unit(curated, 12, by="maya", reason="Again")
    unplace_unit(curated, 11, by="maya", reason="Again")
    with org_context(curated, actor="test"):
        first, second, *rest = waiting(curated)
    assert (first.name, first.jobs, first.money) == ("Phoenix-Sales", 1, Decimal("4200.00"))
    assert (second.name, second.jobs, second.money) == ("Phoenix-Production", 1, Decimal("4000.00"))
    assert (second.earliest, second.cells) == (dt.date(2030, 3, 1), 2)
    assert first.suggestion.target is not None
    assert first.suggestion.target.label == "Phoenix-Sales"
    assert [one.jobs for one in rest] == [0, 0]


def test_a_unit_that_only_jobs_name_waits_too(curated: Org, tmp_path: Path) -> None:
    jobs = [{**tenant()["st_jobs"][0], "id": 500009, "businessUnitId": 99}]
    load(curated, write_csv(tmp_path / "later", {"st_jobs": jobs}))
    with org_context(curated, actor="test"):
        first = waiting(curated)[0]
    assert (first.unit_source_id, first.name, first.is_known, first.jobs) == (99, "Unit 99", False, 1)


def test_job_types_go_on_and_off_lists_from_a_day_on(curated: Org) -> None:
    on = put_on_list(curated, "warranty", [23], by="maya", reason="Counts from now on", since=JAN_2024)
    with org_context(curated, actor="test"):
        assert not api.is_on_list(curated, "warranty", 23, dt.date(2023, 12, 31))
        assert api.is_on_list(curated, "warranty", 23, JAN_2024)
        member = JobTypeListMember.objects.get(list_key="warranty", job_type_source_id=24)
    take_off_list(curated, member.pk, by="maya", reason="No longer", since=JAN_2024)
    with org_context(curated, actor="test"):
        assert api.is_on_list(curated, "warranty", 24, dt.date(2023, 12, 31))
        assert not api.is_on_list(curated, "warranty", 24, JAN_2024)
    undo(curated, on.pk, by="maya")
    with org_context(curated, actor="test"):
        assert not api.is_on_list(curated, "warranty", 23, JAN_2024)
        assert not api.is_on_list(curated, "warranty", 24, JAN_2024)
    with pytest.raises(CannotList, match="no such job type"):
        put_on_list(curated, "warranty", [999], by="maya", reason="x")


def test_a_list_of_ones_own_can_be_made_once(curated: Org) -> None:
    make_list(curated, "follow_up", "Follow-ups", by="maya", hint="follow")
    with pytest.raises(CannotList, match="already"):
        make_list(curated, "follow_up", "Again", by="maya")
    with pytest.raises(CannotList, match="one word"):
        make_list(curated, "follow up", "Again", by="maya")


def test_figures_are_previewed_and_follow_a_decision_in_its_transaction(
    curated: Org, monkeypatch: pytest.MonkeyPatch
) -> None:
    restated: list[int] = []
    moved = impact.Moved(JAN_2024, 1, "leads", (Decimal(1), None), (Decimal(2), None))
    leads = impact.Kpi("leads", "Leads", "count")
    monkeypatch.setattr(impact, "_FIGURES", [impact.Figures(lambda: [leads], lambda *asked: [moved], restated.append)])
    assert impact.preview(curated, [impact.Proposed(18, None, "other", JAN_2024)], JAN_2024) == [moved]
    assert impact.kpis() == {"leads": leads}
    place(curated, 18, None, "other")
    assert restated == [curated.pk]


def test_dimensions_join_names_and_follow_merges(curated: Org) -> None:
    with org_context(curated, actor="test"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT job_id, business_unit_name, normalised_business_unit, job_type_name FROM dim_jobs ORDER BY job_id"
        )
        assert cursor.fetchall() == [
            (500001, "Phoenix-Sales", "Phoenix-Sales", "ESTIMATE-RES-EXT"),
            (500002, "Phoenix-Production", "Phoenix-Production", "Production-RES-EXT"),
        ]
        cursor.execute("SELECT customer_id, survivor_id, is_test FROM dim_customers ORDER BY customer_id")
        assert cursor.fetchall() == [(7001, 7001, False), (7002, 7002, True), (7003, 7001, False)]
        cursor.execute("SELECT count(*) FROM dim_business_units WHERE reporting_unit IS NULL")
        assert cursor.fetchone() == (2,)


def test_views_show_the_rows_of_the_open_organisation_alone(curated: Org, other_org: Org) -> None:
    with org_context(other_org, actor="test"), connection.cursor() as cursor:
        for view in ("dim_jobs", "dim_customers", "servicetitan_unit_day", "servicetitan_list_day", "dim_job_types"):
            cursor.execute(f"SELECT count(*) FROM {view}")
            assert cursor.fetchone() == (0,)
        assert BusinessUnit.objects.count() == 0
