"""Checks that are a SELECT of somebody's own: answered by the reader, refused like entries, versioned and tried like other checks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from aiop.orgs.context import org_context
from aiop.orgs.models import Org, User
from aiop.quality.known import named
from aiop.quality.models import OwnCheck
from aiop.quality.own import keeping
from aiop.quality.own.words import BadDeclaration
from aiop.quality.run import run_checks
from aiop.quality.wrong_rows import read_page
from crm.models import Job

LIST = "/admin/quality/owncheck/"
DEAR = "SELECT id, detail FROM (SELECT job_number AS detail, total_actual_cost AS cost, id FROM crm_job) AS jobs WHERE cost > 400"
FOUND = "2 rows; none is allowed."


def keep(org: Org, query: str, model: str = "crm.Job", *, of: OwnCheck | None = None) -> OwnCheck:
    """Keep a draft."""
    given = {"title": "Mine", "kind": "query", "model": model, "declaration": {"query": query}, "severity": "warning",
             "guidance": "", "threshold": Decimal(0)}  # fmt: skip
    with org_context(org, actor="maya"):
        return keeping.add_version(org, given, of=of, by="maya")


def tried(org: Org, query: str, model: str = "crm.Job") -> dict[str, Any]:
    """Try a draft and give what it says of today."""
    row = keep(org, query, model)
    with org_context(org, actor="maya"):
        keeping.try_out(org, row)
    now: dict[str, Any] = row.tried["now"]
    return now


def test_what_it_finds_fails_with_what_is_wrong_with_it(ours: Org) -> None:
    row = keep(ours, DEAR)
    with org_context(ours, actor="maya"):
        keeping.try_out(ours, row)
        keeping.put_live(ours, row, by="maya")
    (result,) = run_checks(ours, [row.name], by="maya")
    assert (result.status.value, result.message) == ("failed", FOUND)
    with org_context(ours, actor="maya"):
        page = read_page(named(ours, [row.name])[0], ours)
    assert [(wrong.row.pk > 0, wrong.detail) for wrong in page.rows] == [(True, "ours-6"), (True, "ours-5")]
    with org_context(ours, actor="maya"):
        keeping.retire(row, by="maya")


def test_it_sees_no_row_of_another_organisation(ours: Org, theirs: Org) -> None:
    assert tried(ours, "SELECT id, org_id::text AS detail FROM crm_job")["message"].startswith("6 rows")
    assert (
        tried(ours, f"SELECT id, 'x' AS detail FROM crm_job WHERE org_id = {theirs.pk}")["message"] == "No such rows."
    )


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("", "Write the query"),
        ("DELETE FROM crm_job", "is not one SELECT"),
        ("SELECT 1 AS id, 'x' AS detail; DROP TABLE crm_job", "syntax error"),
        ("SELECT id, set_config('role', 'aiop_owner', false) AS detail FROM crm_job", "permission denied"),
        ("SELECT id, pg_sleep(9)::text AS detail FROM crm_job", "permission denied"),
        ("SELECT id, password AS detail FROM orgs_user", "permission denied"),
        ("SELECT id, job_number AS detail FROM crm_job WHERE job_number = %(name)s", "is bound by no parameter"),
        ("SELECT id, job_number AS detail FROM crm_job WHERE job_number LIKE 'x%'", "write %% for the character"),
        ("SELECT id FROM crm_job", "asked.detail does not exist"),
        ("SELECT a.g AS id, '' AS detail FROM generate_series(1, 100000) AS a(g), generate_series(1, 100000) AS b(g)",
         "an entry may cost"),
    ],
)  # fmt: skip
def test_what_the_reader_may_not_do_or_the_budget_does_not_allow_is_refused_as_it_is_kept(
    ours: Org, query: str, reason: str
) -> None:
    with pytest.raises(BadDeclaration, match=reason):
        keep(ours, query)


def test_rows_of_another_table_are_no_answer(ours: Org) -> None:
    now = tried(ours, "SELECT id + 1000000 AS id, '' AS detail FROM crm_branch")
    assert now["status"] == "errored"
    assert now["message"].startswith("The query gives ids that are none of jobs, such as 1")


def test_a_row_that_is_found_twice_counts_once(ours: Org) -> None:
    twice = f"SELECT * FROM ({DEAR}) AS once UNION ALL SELECT id, 'dear' FROM ({DEAR}) AS again"
    assert tried(ours, twice)["message"] == FOUND


def test_a_trial_asks_of_each_week_of_the_past(ours: Org) -> None:
    """The rows came in today: none was there in any week before, whatever day the query speaks of."""
    row = keep(ours, "SELECT id, '' AS detail FROM crm_job WHERE job_date < %(today)s")
    with org_context(ours, actor="maya"):
        keeping.try_out(ours, row)
        newest = Job.objects.latest("id")
    assert row.tried["now"]["message"].startswith("6 rows" if newest.job_date else "0")
    assert {point["value"] for point in row.tried["points"]} == {"0"}
    assert len(row.tried["points"]) == keeping.POINTS


def test_a_curator_writes_one_in_the_admin(ours: Org) -> None:
    browser = Client()
    browser.force_login(User.objects.get(username="ours-curator"), backend="aiop.orgs.access.RoleBackend")
    address = f"{LIST}declare/?kind=query&model=crm.Job"
    assert "One SELECT that gives id" in browser.get(address).content.decode()
    form = {
        "title": "Dear jobs",
        "severity": "warning",
        "threshold": "0",
        "query": "SELECT id, pg_sleep(1)::text AS detail FROM crm_job",
    }
    assert "permission denied" in browser.post(address, form).content.decode()
    page = browser.post(address, {**form, "query": DEAR}, follow=True).content.decode()
    assert "Kept as a draft" in page
    with org_context(ours, actor="maya"):
        row = OwnCheck.objects.get(title="Dear jobs")
    page = browser.post(f"{LIST}{row.pk}/act/", {"act": "try"}, follow=True).content.decode()
    assert f"Tried: {FOUND}" in page
    assert "WHERE cost &gt; 400" in page
    again = browser.post(f"{LIST}{row.pk}/next/", {**form, "query": f"{DEAR};"}, follow=True).content.decode()
    assert "version 2, draft" in again
