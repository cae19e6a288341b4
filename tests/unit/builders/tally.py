"""A table of results that only tests have: how many sales persons begin with each letter."""

from __future__ import annotations

from datetime import time

import pytest
from django.apps.registry import Apps
from django.db import connection, models

from aiop.builders import declared
from aiop.builders.declared import Builder, Series, declare
from aiop.builders.models import Result
from aiop.builders.tables import Table, from_sql
from aiop.builders.windows import Step
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.quality import checks
from aiop.quality.checks import Check, Severity
from aiop.schedule import Daily
from crm.models import SalesPerson


class Tally(Result):
    """How many names begin with a letter, in a month."""

    letter = models.TextField()
    month = models.DateField()
    names = models.IntegerField(null=True)

    class Meta:
        app_label = "builders"
        # A registry of its own: no other test meets this table.
        apps = Apps()

    def __str__(self) -> str:
        return self.letter


TABLE = Table(Tally, ("letter", "month"), day="month", step=Step.MONTH)
SQL = """
    SELECT left(name, 1) AS letter, date_trunc('month', first_seen)::date AS month, count(*) AS names
    FROM (SELECT name, CASE WHEN is_active THEN date '2026-01-15' ELSE date '2026-02-15' END AS first_seen
          FROM crm_salesperson WHERE org_id = %(org)s) AS seen
    GROUP BY 1, 2
"""
SERIES = Series("tallies", "Tallies", Daily(time(4, 0)))
CROWDED = Check(
    name="crowded_letters",
    title="Crowded letters",
    question="Does a letter have more than three names?",
    model="builders.Tally",
    sql="SELECT id FROM builders_tally WHERE names > 3",
    severity=Severity.CRITICAL,
    guidance="Hire people of other names.",
)


@pytest.fixture
def table(db: None) -> Table:
    """Make the table, for this test's session alone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE builders_tally (id bigserial, org_id bigint, letter text, month date, names int, "
            "built_at timestamptz DEFAULT now(), built_in bigint) ON COMMIT DROP"
        )
    return TABLE


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch, table: Table) -> Builder:
    """Let one builder be the only one."""
    monkeypatch.setattr(declared, "_builders", {})
    # Declaring makes audits known as checks; no other test is to run these.
    monkeypatch.setattr(checks, "_REGISTRY", dict(checks._REGISTRY))
    builder = Builder("tally", "Tally", "one row a letter and month", "Sales", from_sql(table, SQL), audits=(CROWDED,))
    declare(SERIES, builder)
    return builder


def hire(org: Org, *names: str, active: bool = True) -> None:
    """Give an organisation sales persons."""
    with org_context(org, actor="maya"):
        SalesPerson.objects.bulk_create(SalesPerson(org=org, name=n, key=n.lower(), is_active=active) for n in names)


def stored(org: Org) -> list[tuple[str, str, int | None]]:
    """Give what the table holds for an organisation; row security does not bind a temporary table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT letter, month::text, names FROM builders_tally WHERE org_id = %s ORDER BY 1, 2", [org.pk]
        )
        return list(cursor.fetchall())
