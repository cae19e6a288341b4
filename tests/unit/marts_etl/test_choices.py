"""What an organisation decides: asked in the form of the connection that it concerns, and what follows from it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django import forms

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.sources import systems
from aiop.sources.admin.form import form_of
from aiop.sources.errors import FixConnection
from marts.build.rental_fleet import Said, fleet_days
from marts.build.sales_daily import sales_days
from marts.build.zoom import Phoned, Rules, phone
from marts.etl.declared import Reading
from marts.etl.windows import Days
from marts.sources import choices
from marts.sources.choices import Choice
from marts.sources.offered import SYSTEMS
from marts.sources.quickbooks.sandbox.chart import UNDEPOSITED
from marts.sources.quickbooks.sandbox.world import sums
from marts.sources.softbase.records import Invoice, Rental, Unit
from tests.factories.etl_turns import rows, turn, unthrottled
from tests.factories.rest_twins import BOOKS, stand
from tests.unit.marts_etl.dealership import connect

DAY = dt.date(2025, 11, 5)
DECIDED = [one for one in vars(choices).values() if isinstance(one, Choice)]
D = Decimal


@pytest.mark.parametrize("choice", DECIDED, ids=lambda choice: choice.name)
def test_each_decision_is_asked_in_one_form_and_only_its_options_are_taken(choice: Choice) -> None:
    asking = [system for system in SYSTEMS if choice.name in {field.name for field in system.fields}]
    assert len(asking) == 1
    field: Any = form_of(asking[0]).base_fields[f"given_{choice.name}"]
    assert isinstance(field, forms.ChoiceField)
    options: Any = field.choices
    assert [value for value, _ in options] == ["", *dict(choice.options)]
    assert choice.read("") == choice.read(None) == choice.usual
    assert [choice.read(value) for value, _ in choice.options] == list(dict(choice.options))
    with pytest.raises(FixConnection, match="nonsense"):
        choice.read("nonsense")


def test_a_setting_written_as_true_or_false_is_yes_or_no() -> None:
    assert (choices.RENTAL_INTERNAL.read(True), choices.RENTAL_INTERNAL.read(False)) == ("yes", "no")


def test_a_connections_word_goes_before_the_organisations_and_nothing_is_a_number_too(org: Org) -> None:
    org.settings = {"average_deal_size": "won", "cash_health_warning_floor": 0, "excluded_months": "2024-02, 2024-03"}
    connection = connect(org, "hubspot", {"average_deal_size": ""})
    run: Any = None
    now = dt.datetime(2025, 11, 5, tzinfo=dt.UTC)
    reading = Reading(org, connection, Days(DAY, DAY), DAY, now, run)
    assert reading.choice(choices.AVERAGE_DEAL) == "won"
    connection.settings["average_deal_size"] = "all"
    assert reading.choice(choices.AVERAGE_DEAL) == "all"
    assert reading.setting("cash_health_warning_floor", -50_000) == 0
    assert reading.listed("excluded_months") == ["2024-02", "2024-03"]
    assert reading.listed("excluded_bill_to_customers") == []


def test_payments_on_their_way_to_the_bank_are_cash_where_that_is_decided(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    unthrottled(monkeypatch)
    org = Org.objects.create(
        slug="clinics", name="Clinics", time_zone="America/Chicago", data_start_date=dt.date(2026, 9, 1)
    )
    now = dt.datetime(2026, 11, 17, 11, 5, tzinfo=dt.UTC)
    with stand(org, "quickbooks", now) as at:
        with org_context(org, actor="maya"):
            at.connection.settings["undeposited_funds"] = "include"
            at.connection.save()
        turn(at.connection, BOOKS, now)
        held = {(row["year"], row["month"]): row["cash_balance"] for row in rows(org, BOOKS)}
        known = list(at.service.books.known(now))
        true = {(one["year"], one["month"]): Decimal(one["cash_balance"]) for one in at.service.truth()}
    october = (2026, 10)
    waiting = sums(known, None, dt.date(2026, 10, 31)).get(UNDEPOSITED.name, Decimal(0))
    assert waiting
    assert held[october] == true[october] + waiting


def test_the_total_of_a_day_may_be_with_sales_tax_and_its_profit_never_is() -> None:
    one = Invoice(
        1, DAY, dict.fromkeys(("service", "parts", "rental", "sales", "misc"), D(20)), {"parts": D(30)}, D(7), D(107)
    )
    net, gross = (sales_days([DAY], [one], [], today=DAY, with_tax=taxed)[0].row for taxed in (False, True))
    assert (net["total_revenue"], gross["total_revenue"]) == (D(100), D(107))
    assert net["gross_profit"] == gross["gross_profit"] == D(70)


def test_an_order_that_begins_later_is_a_reservation_unless_it_is_decided_otherwise() -> None:
    ahead = [Rental("W", "S1", "", DAY + dt.timedelta(days=9), None, "C1")]
    for counted, wanted in ((False, (0, 1)), (True, (1, 0))):
        said = Said(counts_reserved=counted)
        live, past = (
            fleet_days([DAY], [Unit("S1", "U1")], ahead, [], [], said, today=today)[0].row
            for today in (DAY, DAY + dt.timedelta(days=1))
        )
        assert (live["rented_units"], live["reserved_units"]) == wanted
        assert (past["rented_units"], "reserved_units" in past) == (0, False)


def test_minutes_a_call_are_of_answered_calls_or_of_all() -> None:
    at = dt.datetime(2025, 11, 5, 15, tzinfo=dt.UTC)
    calls = [Phoned(at, "inbound", False, seconds > 0, seconds, "answered", "") for seconds in (125, 61, 0, 0)]
    of_answered, of_all = (phone(calls, dt.UTC, Rules(average_of_all=every)) for every in (False, True))  # type: ignore[arg-type]
    assert (of_answered["avg_call_duration_mins"], of_all["avg_call_duration_mins"]) == (D("1.55"), D("0.78"))


def test_every_system_of_the_marts_is_known_by_its_form() -> None:
    assert {system.name for system in SYSTEMS} <= {system.name for system in systems.all_systems()}
