"""Key figures by period: their parts, their value, where it stands; ZIP codes of territories."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.test import RequestFactory

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from hvac.models import (
    Customer,
    CustomerFeedback,
    KpiDefinition,
    KpiSnapshot,
    Quote,
    ServiceCall,
    ServiceTerritory,
    Technician,
    TerritoryZip,
)
from hvac.tiles import key_figures
from tests.factories.hvac_rows import Rows
from tests.unit.hvac.ledger import failing, held, run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
D = Decimal
FEBRUARY = dt.date(2026, 2, 1)


def test_a_key_figure_keeps_its_parts_and_is_held_against_its_thresholds(org: Org, make: Rows) -> None:
    make(KpiDefinition, kpi_code="csat", direction="up", warn_threshold=D(7), critical_threshold=D(6))
    make(KpiDefinition, kpi_code="nps", direction="up", warn_threshold=D(10), critical_threshold=D(0))
    make(KpiDefinition, kpi_code="quote_wins", direction="up", warn_threshold=D(30), critical_threshold=D(20))
    make(KpiDefinition, kpi_code="calls", direction="up")
    technician = make(Technician, name="Jo")
    for score in (9, 6, 3, 9):
        call = make(ServiceCall, technician=technician, service_date=dt.date(2026, 2, 10))
        make(CustomerFeedback, service_call=call, overall_satisfaction=score)
    for status in ("Accepted", "Declined", "Expired", "Pending"):
        make(Quote, quote_date=dt.date(2026, 2, 3), valid_until=dt.date(2026, 3, 3), status=status)
    built = run(org)
    columns = ("entity_type", "period_start", "numerator", "denominator", "value", "state")
    figures = {
        (code, *rest[:1]): rest[1:]
        for code, *rest in held(org, KpiSnapshot, "kpi_code", *columns)
        if rest[1] == FEBRUARY
    }
    # 27 points of four answers; two promoters less two detractors; one of three decided quotes; a count has no thresholds.
    assert figures[("csat", "company")] == [FEBRUARY, D(27), D(4), D("6.75"), "warn"]
    assert figures[("csat", "technician")] == figures[("csat", "company")]
    assert figures[("nps", "company")] == [FEBRUARY, D(0), D(4), D(0), "critical"]
    assert figures[("quote_wins", "company")] == [FEBRUARY, D(1), D(3), D("33.3333"), "good"]
    assert figures[("calls", "company")] == [FEBRUARY, D(4), None, D(4), None]
    assert failing(built["hvac_key_figures"]) == {"hvac_key_figure_critical": 1}
    request = RequestFactory().get("/")
    request.org = org  # type: ignore[attr-defined]
    with org_context(org, actor="test"):
        assert [(line.label, line.value) for line in key_figures(request)] == [("critical", "1"), ("warn", "1")]


def test_only_figures_that_are_defined_are_told(org: Org, make: Rows) -> None:
    make(ServiceCall, technician=make(Technician), service_date=dt.date(2026, 2, 10))
    run(org)
    assert held(org, KpiSnapshot, "kpi_code") == []


def test_a_zip_code_is_the_territorys_that_lists_it_first_and_counts_its_customers(org: Org, make: Rows) -> None:
    north, south = (make(ServiceTerritory, zip_codes=codes) for codes in ("852;90210", "85201;90210"))
    make(Customer, zip5="85201")
    make(Customer, zip5="85202")
    run(org, "hvac_territory_zips")
    assert held(org, TerritoryZip, "prefix", "territory", "claims", "customers", order="prefix") == [
        ("852", north.pk, 1, 2),
        ("85201", south.pk, 1, 1),
        ("90210", north.pk, 2, 0),
    ]
