"""The figures that the company is steered by, of every period, held against their thresholds."""

from __future__ import annotations

from aiop.builders.declared import Builder
from aiop.builders.tables import Table, from_sql
from aiop.quality.checks import Check, Severity
from hvac.costing.reading import sql
from hvac.models.results import KpiSnapshot

CRITICAL = Check(
    name="hvac_key_figure_critical",
    title="Key figures keep their distance from what is critical",
    question="Was a key figure of the company critical in the last period that is over?",
    model="hvac.KpiSnapshot",
    sql="SELECT id, kpi_code || ' ' || round(value, 2) || ' from ' || period_start AS detail FROM ("
    "SELECT DISTINCT ON (kpi_code) id, kpi_code, value, state, period_start FROM hvac_kpisnapshot WHERE entity_type = 'company' "
    "AND period_start < date_trunc('month', %(today)s::date) AND value IS NOT NULL ORDER BY kpi_code, period_start DESC"
    ") AS latest WHERE state = 'critical'",
    has_detail=True,
    severity=Severity.INFO,
    guidance="See the figure's parts on its row; thresholds are on the page of the key figure.",
)
KEY_FIGURES = Builder(
    "hvac_key_figures",
    "Key figures",
    "one row a key figure, what it is of, and period",
    "Executive",
    from_sql(
        Table(KpiSnapshot, ("kpi_code", "entity_type", "entity_id", "period_grain", "period_start")), sql("key_figures")
    ),
    audits=(CRITICAL,),
    needs=(
        "hvac_technician_months", "hvac_branch_months", "hvac_warranties", "hvac_promises", "hvac_budgets", "hvac_stock",
        "hvac_certifications", "hvac_campaigns", "hvac_vendors", "hvac_safety_years",
    ),
)  # fmt: skip
BUILDERS = (KEY_FIGURES,)
