"""Checks that staff declare: each kind of question, what they cannot declare, versions, trials, the pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from aiop.alerts.models import Incident
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.quality.models import OwnCheck
from aiop.quality.own import keeping
from aiop.quality.own.compiled import QUESTIONS, Declared, compiled
from aiop.quality.own.words import OPERATORS, BadDeclaration, tables
from aiop.quality.run import run_checks
from crm.models import BadLead, Branch, LeadStatus, SalesPerson
from tests.factories.people import Login
from tests.unit.quality.conftest import sell

pytestmark = pytest.mark.django_db
LIST = "/admin/quality/owncheck/"
HOSTILE = "x'; DROP TABLE crm_job; --"


def declared(kind: str, model: str = "crm.SalesPerson", threshold: int = 0, **declaration: Any) -> Declared:
    return Declared("own-x", "X", kind, model, declaration, Decimal(threshold), "warning", "")


def keep(org: Org, kind: str, model: str = "crm.SalesPerson", threshold: int = 0, **declaration: Any) -> OwnCheck:
    """Keep a draft."""
    given = {"title": "Mine", "kind": kind, "model": model, "declaration": declaration, "severity": "warning",
             "guidance": "", "threshold": Decimal(threshold)}  # fmt: skip
    with org_context(org, actor="maya"):
        return keeping.add_version(org, given, of=None, by="maya")


def ask(org: Org, kind: str, model: str = "crm.SalesPerson", threshold: int = 0, **declaration: Any) -> tuple[str, str]:
    """Put a check live and give its status and message."""
    row = keep(org, kind, model, threshold, **declaration)
    with org_context(org, actor="maya"):
        keeping.try_out(org, row)
        keeping.put_live(org, row, by="maya")
    (result,) = run_checks(org, [row.name], by="maya")
    return result.status.value, result.message


def leads(org: Org, days: dict[int, int], **more: Any) -> None:
    """Make bad leads received so many days ago, as many as said."""
    today = timezone.localdate(timezone=org.zone)
    with org_context(org, actor="maya"):
        BadLead.objects.bulk_create(
            BadLead(org=org, natural_key=f"{ago}-{n}-{more}", date_lead_received=today - dt.timedelta(days=ago), **more)
            for ago, number in days.items() for n in range(number)
        )  # fmt: skip


INACTIVE = {"column": "is_active", "op": "is", "value": "false"}


def test_rows_that_should_not_exist(org: Org) -> None:
    sell(org, active=1, inactive=2)
    assert ask(org, "rows", conditions=[INACTIVE]) == ("failed", "2 rows; none is allowed.")


def test_a_share_of_rows_that_are_right(org: Org) -> None:
    sell(org, active=3, inactive=1)
    good = [{"column": "is_active", "op": "is", "value": "true"}]
    assert ask(org, "rate", threshold=80, good=good) == ("failed", "75.00 % (3 of 4); at least 80.00 % is wanted.")


def test_days_since_the_latest_row(org: Org) -> None:
    leads(org, {9: 1, 30: 1})
    assert ask(org, "freshness", "crm.BadLead", 7, column="date_lead_received")[0] == "failed"


def test_every_value_once(org: Org) -> None:
    leads(org, {1: 2, 2: 1}, provider="Movers")
    assert ask(org, "unique", "crm.BadLead", column="provider")[1].startswith("3 rows")


def test_every_value_known_elsewhere(org: Org) -> None:
    with org_context(org, actor="maya"):
        Branch.objects.create(org=org, name="Mesa", key="mesa")
        LeadStatus.objects.create(org=org, quote_number="1", branch_name="Mesa")
        LeadStatus.objects.create(org=org, quote_number="2", branch_name="Mars")
    given: dict[str, Any] = {"column": "branch_name", "other_model": "crm.Branch", "other_column": "name"}
    assert ask(org, "reference", "crm.LeadStatus", **given) == ("failed", "1 row; none is allowed.")


def test_volume_knows_the_weekday_and_says_what_it_expected(org: Org) -> None:
    usual = {ago: 10 if ago % 7 else 2 for ago in range(8, 80)}
    leads(org, {**usual, **dict.fromkeys(range(1, 8), 1)})
    status, message = ask(org, "volume", "crm.BadLead", column="date_lead_received", days="7")
    assert status == "failed"
    assert message.startswith("7 rows from ")
    assert "about 62 expected" in message
    assert ask(org, "volume", "crm.BadLead", column="date_lead_received", days="7", conditions=[
        {"column": "date_lead_received", "op": "older", "value": "7"}])[0] == "passed"  # fmt: skip


def test_volume_of_a_young_table_expects_nothing(org: Org) -> None:
    leads(org, {1: 5, 2: 5})
    assert ask(org, "volume", "crm.BadLead", column="date_lead_received", days="1") == (
        "passed", "Too little is known to expect anything.")  # fmt: skip


def test_values_that_are_spread_otherwise_than_before(org: Org) -> None:
    leads(org, dict.fromkeys(range(8, 28), 3), lead_bad_reason="Price")
    leads(org, dict.fromkeys(range(1, 6), 3), lead_bad_reason="Spam")
    status, message = ask(
        org, "distribution", "crm.BadLead", 20, column="date_lead_received", of="lead_bad_reason", days="7"
    )
    assert status == "failed"
    assert message.startswith("100 % of rows lie elsewhere")


@pytest.mark.parametrize("operator", [operator.name for operator in OPERATORS])
def test_what_a_person_types_never_becomes_sql(org: Org, operator: str) -> None:
    sell(org, active=1)
    condition = {"column": "name", "op": operator, "value": HOSTILE}
    try:
        check = compiled(declared("rows", conditions=[condition]))
    except BadDeclaration:
        return
    assert HOSTILE not in check.sql
    assert ask(org, "rows", conditions=[condition])[0] in {"passed", "failed"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('crm_job') IS NOT NULL")
        assert cursor.fetchone() == (True,)


@pytest.mark.parametrize(
    "wrong",
    [
        declared("rows", "sources.Connection", conditions=[INACTIVE]),
        declared("rows", "orgs.User", conditions=[INACTIVE]),
        declared("rows", conditions=[{"column": HOSTILE, "op": "is", "value": "1"}]),
        declared("rows", conditions=[{"column": "org", "op": "is", "value": "1"}]),
        declared("rows", conditions=[{"column": "name", "op": HOSTILE, "value": "1"}]),
        declared("rows", conditions=[{"column": "is_active", "op": "is", "value": "perhaps"}]),
        declared("rows", conditions=[]),
        declared("rate", threshold=80, good=[]),
        declared("rate", threshold=0, good=[INACTIVE]),
        declared("volume", column="name", days="7"),
        declared("volume", "crm.BadLead", column="date_lead_received", days="7; SELECT 1"),
        declared("nonsense"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(wrong: Declared) -> None:
    with pytest.raises(BadDeclaration):
        compiled(wrong)


def test_only_tables_of_the_apps_can_be_asked_about(org: Org) -> None:
    assert {model._meta.app_label for model in tables()} & {"sources", "orgs", "alerts", "audit", "quality"} == set()
    assert {model._meta.app_label for model in tables({"hvac"})} & {"hvac"} == set()


def test_a_version_goes_live_only_after_a_trial_and_replaces_the_one_before(org: Org) -> None:
    sell(org, inactive=2)
    first = keep(org, "rows", conditions=[INACTIVE])
    with org_context(org, actor="maya"):
        with pytest.raises(keeping.NotYet, match="history"):
            keeping.put_live(org, first, by="maya")
        keeping.try_out(org, first)
        keeping.put_live(org, first, by="maya")
        given = {"title": "Mine", "kind": "rows", "model": "crm.SalesPerson", "declaration": {"conditions": [INACTIVE]},
                 "severity": "warning", "guidance": "", "threshold": Decimal(5)}  # fmt: skip
        second = keeping.add_version(org, given, of=first, by="ana")
        keeping.try_out(org, second)
        keeping.put_live(org, second, by="ana")
        states = list(OwnCheck.objects.order_by("version").values_list("version", "state", "decided_by"))
    assert states == [(1, "retired", "ana"), (2, "live", "ana")]
    (result,) = run_checks(org, [first.name], by="maya")
    assert result.status.value == "passed"


def test_a_trial_asks_each_week_of_the_past_of_what_had_come_in_by_then(org: Org) -> None:
    leads(org, {10: 1, 100: 1}, provider="Movers")
    row = keep(org, "freshness", "crm.BadLead", 30, column="date_lead_received")
    with org_context(org, actor="maya"):
        keeping.try_out(org, row)
    points = {point["day"]: point["status"] for point in row.tried["points"]}
    assert len(points) == keeping.POINTS
    assert list(points.values()).count("failed") == 8
    assert row.tried["now"]["status"] == "passed"


def test_checks_of_one_organisation_do_not_run_in_another(org: Org, other_org: Org, only: Callable[..., None]) -> None:
    only()
    sell(org, inactive=1)
    ask(org, "rows", conditions=[INACTIVE])
    assert run_checks(other_org, by="maya") == []
    assert [result.check.title for result in run_checks(org, by="maya")] == ["Mine"]


def live(org: Org) -> OwnCheck:
    """Put a check live that fails, and run it once."""
    sell(org, inactive=1)
    row = keep(org, "rows", conditions=[INACTIVE])
    with org_context(org, actor="maya"):
        keeping.try_out(org, row)
        keeping.put_live(org, row, by="maya")
    run_checks(org, [row.name], by="maya")
    return row


def test_a_live_check_whose_table_has_changed_says_so_instead_of_falling_silent(org: Org) -> None:
    row = live(org)
    with org_context(org, actor="maya"):
        row.declaration = {"conditions": [{"column": "gone", "op": "empty", "value": ""}]}
        row.save()
    (result,) = run_checks(org, [row.name], by="maya")
    assert (result.status.value, result.message) == (
        "errored", "Could not be worked out: sales person has no column “gone”.")  # fmt: skip


def test_a_retired_check_takes_its_incident_along(org: Org) -> None:
    row = live(org)
    with org_context(org, actor="maya"):
        keeping.retire(row, by="maya")
        assert list(Incident.objects.values_list("topic", "state")) == [("check:own-mine", "resolved")]


# The pages


def test_a_curator_declares_tries_and_puts_live_in_the_admin(org: Org, login: Login) -> None:
    sell(org, active=1, inactive=2)
    client = login("curator")
    assert "Rows that should not exist" in client.get(f"{LIST}declare/").content.decode()
    form = {"title": "Sellers who left", "severity": "warning", "threshold": "0", "conditions_0_column": "is_active",
            "conditions_0_op": "is", "conditions_0_value": "false"}  # fmt: skip
    page = client.post(f"{LIST}declare/?kind=rows&model=crm.SalesPerson", form, follow=True).content.decode()
    assert "Kept as a draft" in page
    with org_context(org, actor="maya"):
        number = OwnCheck.objects.get().pk
    assert "Put live" not in page
    page = client.post(f"{LIST}{number}/act/", {"act": "try"}, follow=True).content.decode()
    assert "Tried: 2 rows; none is allowed." in page
    page = client.post(f"{LIST}{number}/act/", {"act": "live"}, follow=True).content.decode()
    assert "it runs every night" in page
    run_checks(org, ["own-sellers-who-left"], by="maya")
    check = client.get("/admin/quality/checkresult/own-sellers-who-left/").content.decode()
    assert "2 rows; none is allowed." in check
    assert "Sellers who left" in client.get("/admin/quality/checkresult/").content.decode()
    again = client.post(f"{LIST}{number}/next/", {**form, "threshold": "3"}, follow=True).content.decode()
    assert "version 2, draft" in again
    assert "runs no more" in client.post(f"{LIST}{number}/act/", {"act": "retire"}, follow=True).content.decode()


@pytest.mark.parametrize("kind", list(QUESTIONS))
def test_the_form_of_each_kind_opens(login: Login, kind: str) -> None:
    assert login("curator").get(f"{LIST}declare/?kind={kind}&model=crm.LeadStatus").status_code == 200


def test_the_form_says_what_is_wrong_with_it(org: Org, login: Login) -> None:
    page = login("curator").post(
        f"{LIST}declare/?kind=rows&model=crm.SalesPerson", {"title": "Mine", "severity": "info", "threshold": 0}
    )
    assert "Say which rows should not exist." in page.content.decode()


def test_viewers_look_and_do_not_declare(org: Org, login: Login) -> None:
    row = keep(org, "rows", conditions=[INACTIVE])
    client = login("viewer")
    assert client.get(LIST).status_code == client.get(f"{LIST}{row.pk}/change/").status_code == 200
    assert client.get(f"{LIST}declare/").status_code == 403
    assert client.post(f"{LIST}{row.pk}/act/", {"act": "try"}).status_code == 403
    with org_context(org, actor="maya"):
        assert SalesPerson.objects.count() == 0
