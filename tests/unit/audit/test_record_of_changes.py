"""Every way of writing a business row leaves its record: what was done, what stood there, what stands there, by whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from aiop.audit.models import Change, ChangeSet
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from crm.models import LeadStatus
from tests.factories.crm import lead

pytestmark = pytest.mark.django_db(databases=["default", "owner", "side"])
Recorded = list[tuple[str, Any, Any, str]]


def sql(text: str) -> None:
    """Run bare SQL as the app's role."""
    with connection.cursor() as cursor:
        cursor.execute(text)


def by_bulk_update() -> None:
    rows = list(LeadStatus.objects.all())
    for row in rows:
        row.status = "Called"
    LeadStatus.objects.bulk_update(rows, ["status"])


def by_save() -> None:
    for row in LeadStatus.objects.all():
        row.status = "Called"
        row.save(update_fields=["status"])


def by_upsert() -> None:
    row = LeadStatus.objects.get()
    row.status = "Called"
    LeadStatus.objects.bulk_create([row], update_conflicts=True, unique_fields=["id"], update_fields=["status"])


UPDATES: dict[str, Callable[[], Any]] = {
    "save": by_save,
    "queryset update": lambda: LeadStatus.objects.update(status="Called"),
    "bulk_update": by_bulk_update,
    "bulk_create over what is there": by_upsert,
    "raw update": lambda: sql("UPDATE crm_leadstatus SET status = 'Called'"),
    "raw update from": lambda: sql(
        "UPDATE crm_leadstatus t SET status = 'Called' FROM crm_leadstatus o WHERE o.id = t.id"
    ),
    "raw merge": lambda: sql(
        "MERGE INTO crm_leadstatus t USING (SELECT 'Called' AS status) s ON true WHEN MATCHED THEN UPDATE SET status = s.status"
    ),
    "raw with": lambda: sql(
        "WITH done AS (UPDATE crm_leadstatus SET status = 'Called' RETURNING id) SELECT count(*) FROM done"
    ),
}
DELETES: dict[str, Callable[[], Any]] = {
    "delete": lambda: LeadStatus.objects.get().delete(),
    "queryset delete": lambda: LeadStatus.objects.all().delete(),
    "raw queryset delete": lambda: LeadStatus.objects.all()._raw_delete("default"),
    "raw delete": lambda: sql("DELETE FROM crm_leadstatus"),
}


@pytest.fixture
def row(org: Org) -> LeadStatus:
    """Give a stored lead."""
    with org_context(org, actor="maya"):
        return lead(org, "1", status="New")


def recorded(org: Org) -> Recorded:
    """Give what the record holds, as (op, status before, status after, actor)."""
    with org_context(org, actor="test"):
        actors = dict(ChangeSet.objects.values_list("id", "actor"))
        return [
            (c.op, c.before["status"], (c.after or {}).get("status"), actors[c.change_set_id])
            for c in Change.objects.order_by("id")
        ]


@pytest.mark.parametrize("way", UPDATES)
def test_a_change_is_recorded_whatever_made_it(org: Org, row: LeadStatus, way: str) -> None:
    with org_context(org, actor="ana"):
        UPDATES[way]()
    assert recorded(org) == [("U", "New", "Called", "ana")]


@pytest.mark.parametrize("way", DELETES)
def test_a_deletion_is_recorded_whole_whatever_made_it(org: Org, row: LeadStatus, way: str) -> None:
    with org_context(org, actor="ana"):
        DELETES[way]()
    assert recorded(org) == [("D", "New", None, "ana")]
    with org_context(org, actor="test"):
        image = Change.objects.get().before
        assert (image["id"], image["quote_number"], image["added_in"]) == (row.pk, "1", row.added_in)


def test_a_new_row_carries_the_change_set_that_made_it(org: Org) -> None:
    with org_context(org, actor="ana"):
        sql(f"INSERT INTO crm_leadstatus (org_id, quote_number) VALUES ({org.pk}, '7')")
        made = LeadStatus.objects.get()
        assert ChangeSet.objects.get(pk=made.added_in).actor == "ana"


def test_writing_what_is_there_already_leaves_no_record(org: Org, row: LeadStatus) -> None:
    with org_context(org, actor="ana"):
        before = ChangeSet.objects.count()
        LeadStatus.objects.update(status="New")
        row.save()
        LeadStatus.objects.filter(pk=0).delete()
        assert (Change.objects.count(), ChangeSet.objects.count()) == (0, before)


@pytest.mark.parametrize(
    "attempt",
    [
        "UPDATE audit_change SET before = '{}'",
        "DELETE FROM audit_change",
        "INSERT INTO audit_change (org_id, change_set_id, table_name, row_id, op, before) VALUES (1, 1, 'x', 1, 'D', '{}')",
        "TRUNCATE audit_change",
        "TRUNCATE crm_leadstatus CASCADE",
        "ALTER TABLE crm_leadstatus DISABLE TRIGGER record_update",
        "SET session_replication_role = replica",
        "DROP TRIGGER record_update ON crm_leadstatus",
    ],
)
def test_the_app_cannot_write_past_or_over_the_record(org: Org, row: LeadStatus, attempt: str) -> None:
    with org_context(org, actor="ana"):
        LeadStatus.objects.update(status="Called")
        with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), transaction.atomic():
            sql(attempt)
    assert recorded(org) == [("U", "New", "Called", "ana")]
