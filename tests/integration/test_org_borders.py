"""What commands, bare SQL and people of each role reach: their own organisation, and of that what their role may."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from aiop.audit.models import ChangeSet
from aiop.loading.kind import all_kinds
from aiop.loading.models import Load, QuarantinedRow
from aiop.orgs.context import org_context
from aiop.orgs.models import Membership, Org, OrgOwned
from crm.models import LeadStatus
from tests.factories.pool_state import State, pool_state
from tests.factories.tiny_company import write_exports
from tests.integration.every_address import Rows
from tests.integration.two_organisations import ROLES, as_role, found_of

pytestmark = pytest.mark.django_db(databases=["default", "owner", "side"])


def said_by(*words: Any, **options: Any) -> str:
    """Run a command and give what it says, refusal included."""
    sink = io.StringIO()
    try:
        call_command(*words, stdout=sink, stderr=sink, **options)
    except CommandError as refusal:
        sink.write(str(refusal))
    return sink.getvalue()


def test_commands_name_one_organisation_and_tell_nothing_of_the_other(
    ours: Rows, theirs: Rows, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before = pool_state(theirs.org)
    slug = ["--org", ours.org.slug]
    folder = write_exports(tmp_path / "again", rows=5)
    said = [said_by("load", str(folder), *slug), said_by("load", str(folder), *slug, "--json")]
    said += [said_by("dump", kind.name, *slug) for kind in all_kinds()]
    said += [said_by("link", *slug), said_by("link", *slug, "--execute"), said_by("integrity", *slug, "--json")]
    for number in theirs.ids["audit.changeset"]:
        refused = said_by("undo", str(number), *slug, "--execute")
        assert "There is no change set" in refused
        said.append(refused)
    told = capfd.readouterr()
    assert found_of(theirs, "\n".join([*said, told.out, told.err]), "") == []
    assert all("several organisations" in said_by(name) for name in ("link", "integrity"))
    assert pool_state(theirs.org) == before


def tables() -> list[str]:
    """List every table whose rows belong to an organisation."""
    return [model._meta.db_table for model in apps.get_models() if issubclass(model, OrgOwned)]


def stagings(rows: Rows) -> list[str]:
    """List the staging tables of an organisation."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'staging'")
        there = {name for (name,) in cursor.fetchall()}
    own = [f"load_{pk}" for pk in rows.ids["loading.load"] if f"load_{pk}" in there]
    assert own, "nothing is staged, so nothing is shown"
    return [f"staging.{name}" for name in own]


def count_all(table: str) -> int:
    """Count rows by bare SQL."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def test_bare_sql_finds_no_row_without_an_organisation_and_only_its_own_within_one(ours: Rows, theirs: Rows) -> None:
    everywhere = [*tables(), *stagings(ours), *stagings(theirs)]
    assert {table: rows for table in everywhere if (rows := count_all(table))} == {}
    with org_context(ours.org, actor="ana"):
        theirs_seen = {
            table: seen for table in tables() if (seen := count_all(f"{table} WHERE org_id <> {ours.org.pk}"))
        }
        assert theirs_seen == {}
        assert all(count_all(table) == 0 for table in stagings(theirs))
        assert all(count_all(table) > 0 for table in stagings(ours))
        assert count_all("crm_job") == len(ours.ids["crm.job"])


@pytest.mark.parametrize(
    "attempt",
    [
        "INSERT INTO crm_leadstatus (org_id, quote_number) VALUES ({other}, 'x')",
        "UPDATE crm_leadstatus SET org_id = {other}",
        "ALTER TABLE crm_leadstatus NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY org_rows ON crm_leadstatus",
        "SET row_security = off; SELECT * FROM crm_leadstatus",
        "SET ROLE aiop_owner",
        "COPY crm_leadstatus TO PROGRAM 'cat'",
    ],
)
def test_bare_sql_writes_nothing_of_the_other_and_loosens_nothing(org: Org, other_org: Org, attempt: str) -> None:
    with org_context(org, actor="ana"):
        LeadStatus.objects.create(org=org, quote_number="1")
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attempt.format(other=other_org.pk))


def write_attempts(rows: Rows) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Give (least role that may, address, form) of every kind of writing."""
    lead, branch = rows.ids["crm.leadstatus"][0], rows.ids["crm.branch"][0]
    with org_context(rows.org, actor="test"):
        change_set = ChangeSet.objects.for_org(rows.org).filter(kind="edit").latest("id").pk
        staged = Load.objects.for_org(rows.org).get(state="previewed").pk
        bad = QuarantinedRow.objects.for_org(rows.org).earliest("id").pk
    yield "curator", reverse("admin:crm_leadstatus_change", args=[lead]), {"quote_number": "10001", "status": "Taken"}
    yield "curator", reverse("admin:crm_branch_delete", args=[branch]), {"post": "yes"}
    yield "curator", reverse("admin:crm_salesperson_add"), {"name": "Somebody new", "is_active": "on"}
    yield "curator", reverse("admin:audit_changeset_undo", args=[change_set]), {}
    yield "curator", reverse("files:dismiss"), {"row": bad, "rows": bad, "ids": bad}
    yield "curator", reverse("files:cancel", args=[staged]), {}
    yield "curator", reverse("files:apply", args=[staged]), {}
    yield "operator", reverse("admin:quality_run_all"), {}
    yield (
        "administrator",
        reverse("admin:orgs_membership_add"),
        {"username": "new", "role": "viewer", "password": "invented-only-9"},
    )
    yield "administrator", reverse("admin:orgs_org_change", args=[rows.org.pk]), {"name": "Renamed", "time_zone": "UTC"}


def everything(rows: Rows) -> tuple[State, list[Any]]:
    """Give all that a person could have changed."""
    with org_context(rows.org, actor="test"):
        loads = list(Load.objects.order_by("pk").values_list("pk", "state"))
    people = list(Membership.objects.order_by("pk").values_list("user__username", "role"))
    return pool_state(rows.org), [loads, people, Org.objects.get(pk=rows.org.pk).name]


@pytest.mark.parametrize("role", ["viewer", "curator", "operator"])
def test_no_role_writes_what_only_a_higher_one_may(ours: Rows, role: str) -> None:
    client, before = as_role(ours, role), everything(ours)
    refused = {}
    for needed, address, form in write_attempts(ours):
        if ROLES.index(needed) > ROLES.index(role):
            refused[address] = client.post(address, form).status_code
    assert refused
    assert set(refused.values()) == {403}, refused
    assert everything(ours) == before
