"""Answers: whole or up to a limit, summed over all of it, and kept exactly as long as nothing that they read was written."""

from __future__ import annotations

import datetime as dt
import io
import json
from decimal import Decimal

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import transaction

from aiop.catalogue import plans
from aiop.catalogue.entries import Entry
from aiop.catalogue.exporting import all_rows
from aiop.catalogue.jobs import sweep
from aiop.catalogue.mailing import due, send_due
from aiop.catalogue.models import EntryVersion, Kept, OwnEntry, Sitting, Subscription, Write
from aiop.catalogue.plans import TooDear
from aiop.catalogue.reader import QuestionRefused
from aiop.catalogue.run import Answer, answer
from aiop.orgs.context import org_context
from aiop.orgs.models import Org, User
from aiop.runs.running import run_job
from crm.models import Branch, Job, LeadSource
from tests.factories.crm import job
from tests.unit.catalogue.own_questions import asking, text_of

JOBS = asking(
    "SELECT job_number, job_date, total_actual_cost AS charge FROM crm_job ORDER BY job_number",
    "job_number", "job_date:date:none", "charge:money:sum",
)  # fmt: skip


def ask(org: Org, entry: Entry = JOBS, sort: str = "", most: int = 1_000) -> Answer:
    """Answer with the organisation open, as a page does."""
    with org_context(org, actor="maya"):
        return answer(entry, org, {}, sort=sort, most=most)


def test_an_answer_is_whole_typed_and_added_up(ours: Org) -> None:
    found = ask(ours)
    assert found.total == 6
    assert found.is_whole
    assert found.rows[0] == ("ours-1", dt.date(2026, 1, 1), Decimal("100.00"))
    assert found.sums == {"charge": Decimal("2100.00")}


def test_beyond_the_limit_the_total_and_the_sums_are_still_of_all(ours: Org) -> None:
    found = ask(ours, most=2)
    assert (len(found.rows), found.total, found.sums["charge"]) == (2, 6, Decimal("2100.00"))
    assert not found.is_whole


def test_rows_are_sorted_by_a_declared_column_alone(ours: Org) -> None:
    assert [row[0] for row in ask(ours, sort="-charge", most=2).rows] == ["ours-6", "ours-5"]
    assert [row[0] for row in ask(ours, sort="charge; DROP TABLE crm_job", most=1).rows] == ["ours-1"]


def test_a_second_time_the_answer_is_kept_and_the_same(ours: Org) -> None:
    first, second = ask(ours), ask(ours)
    assert second.from_cache
    assert (second.rows, second.total, second.sums) == (first.rows, first.total, first.sums)


def test_any_write_to_a_table_that_it_reads_makes_it_stale(ours: Org) -> None:
    ask(ours)
    with org_context(ours, actor="maya"):
        made = job(ours, "ours-7", job_date=dt.date(2026, 7, 1), total_actual_cost=Decimal(1))
    assert (ask(ours).from_cache, ask(ours).total) == (False, 7) or ask(ours).total == 7
    with org_context(ours, actor="maya"):
        Job.objects.filter(pk=made.pk).update(total_actual_cost=Decimal(2))
    assert ask(ours).sums == {"charge": Decimal("2102.00")}
    with org_context(ours, actor="maya"):
        Job.objects.filter(pk=made.pk).delete()
    assert ask(ours).sums == {"charge": Decimal("2100.00")}


def test_a_write_that_is_rolled_back_or_elsewhere_leaves_it_true(ours: Org, theirs: Org) -> None:
    ask(ours)
    with org_context(ours, actor="maya"):
        LeadSource.objects.create(org=ours, name="Radio", key="radio")
        sid = transaction.savepoint()
        Job.objects.update(job_type="Packing")
        transaction.savepoint_rollback(sid)
    with org_context(theirs, actor="maya"):
        Job.objects.filter(job_number="theirs-1").update(job_type="Packing")
    assert ask(ours).from_cache


def test_a_write_that_commits_late_is_seen_though_a_later_one_came_before(ours: Org) -> None:
    """Numbers are given out in order, and transactions end in another: the latest number alone would miss this write."""
    with org_context(ours, actor="early", using="owner"):
        Branch.objects.using("owner").filter(name="Ourtown").update(city="A")
        branches = asking("SELECT city FROM crm_branch", "city")
        with org_context(ours, actor="late"):
            LeadSource.objects.create(org=ours, name="Flyer", key="flyer")
        assert ask(ours, branches).rows == [(None,)]
    assert ask(ours, branches).rows == [("A",)]


def test_a_kept_answer_never_reaches_another_organisation(ours: Org, theirs: Org) -> None:
    names = {row[0] for row in ask(ours).rows}
    assert ask(ours).from_cache
    found = ask(theirs)
    assert {row[0] for row in found.rows} == {f"theirs-{n}" for n in range(1, 7)}
    assert not names & {row[0] for row in found.rows}
    with org_context(theirs, actor="maya"):
        assert "ours-" not in json.dumps(list(Kept.objects.values_list("answer", flat=True)))


def test_what_reads_the_clock_is_not_kept(ours: Org) -> None:
    clock = asking("SELECT count(*) AS a FROM crm_job WHERE job_date < current_date", "a")
    assert [ask(ours, clock).from_cache for _ in range(2)] == [False, False]


def test_a_plan_beyond_the_budget_does_not_run(ours: Org, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "BUDGET", 1)
    with pytest.raises(TooDear, match="an entry may cost 1"):
        ask(ours, asking("SELECT count(*) AS a FROM crm_job AS x, crm_job AS y", "a"))


def test_columns_that_were_not_declared_are_refused_by_name(ours: Org) -> None:
    with pytest.raises(QuestionRefused, match="declares the columns b, and gives a"):
        ask(ours, asking("SELECT 1 AS a", "b"))


def test_an_export_holds_every_row_and_runs_in_no_spreadsheet(ours: Org) -> None:
    entry = asking("SELECT '=1+1' AS a, ARRAY['@x', 'y'] AS b, 5 AS c", "a", "b", "c:count:none")
    assert list(all_rows(entry, ours, {})) == [["'=1+1", "'@x, y", 5]]
    assert list(all_rows(entry, ours, {}, safe=False)) == [["=1+1", ["@x", "y"], 5]]


def test_no_sitting_is_left_behind(ours: Org) -> None:
    ask(ours)
    with pytest.raises(QuestionRefused):
        ask(ours, asking("SELECT 1/0 AS a", "a"))
    assert not Sitting.objects.exists()


def test_the_command_answers_as_the_page_does(ours: Org) -> None:
    out = io.StringIO()
    call_command("query", "job_status_distribution", "--org", "ours", "--param", "period=all", "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert said["name"] == "job_status_distribution"
    assert [row["job_count"] for row in said["rows"]] == [6]
    for wrong in (
        ["nothing"],
        ["job_status_distribution", "--param", "period=x"],
        ["job_status_distribution", "--param", "period"],
    ):
        with pytest.raises(CommandError):
            call_command("query", *wrong, "--org", "ours")


def test_an_entry_is_sent_once_on_its_day(ours: Org) -> None:
    noon = dt.datetime(2026, 3, 16, 16, tzinfo=dt.UTC)  # a Monday
    person = User.objects.get(username="ours-viewer")
    with org_context(ours, actor="maya"):
        made = Subscription.objects.create(
            org=ours, entry="job_status_distribution", query="period=all", user=person, to="a@example.com", every="week"
        )
    assert due(made, noon.replace(hour=8), ours.zone) is None
    assert due(made, noon + dt.timedelta(days=1), ours.zone) is None
    assert [send_due(ours, noon) for _ in range(2)] == [(1, []), (0, [])]
    (sent,) = mail.outbox
    assert sent.to == ["a@example.com"]
    assert "CLOSED" in sent.body
    assert sent.attachments[0][0] == "job_status_distribution.csv"


def test_a_person_who_left_is_sent_nothing(ours: Org) -> None:
    stranger = User.objects.create_user("stranger-of-mail")
    with org_context(ours, actor="maya"):
        Subscription.objects.create(
            org=ours, entry="job_status_distribution", user=stranger, to="b@example.com", every="day"
        )
    sent, (problem,) = send_due(ours, dt.datetime(2026, 3, 17, 16, tzinfo=dt.UTC))
    assert sent == 0
    assert "no longer belongs to Ours" in problem


def test_what_is_old_is_let_go(ours: Org) -> None:
    ask(ours)
    with org_context(ours, actor="maya"):
        Kept.objects.update(at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
        row = OwnEntry.objects.create(org=ours, name="mine", text=text_of("SELECT 1 AS a", "a"), author="maya")
        EntryVersion.objects.create(org=ours, entry=row, number=1, text=row.text, author="maya")
        notes = Write.objects.count()
    with run_job(ours, "catalogue.sweep", by="test") as run:
        sweep(run, ours, {})
    with org_context(ours, actor="maya"):
        assert not Kept.objects.exists()
        assert Write.objects.count() >= notes
    assert not ask(ours).from_cache
