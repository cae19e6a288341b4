"""Answers of one entry of each category at least, as they were when somebody looked at them; `AIOP_WRITE_GOLDEN=1` writes them anew."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import pytest

from aiop.catalogue.entries import named
from aiop.catalogue.run import Answer
from tests.integration.crm_queries.asking import Pool

pytestmark = pytest.mark.slow
FOLDER = Path(__file__).parent / "golden"
# Only entries without ids: those depend on the order in which rows came in.
GOLDEN = {
    "customer_acquisition_timeline": {"period": "all"}, "customer_retention_rate": {}, "lead_conversion_funnel": {"period": "all"},
    "lead_source_performance": {"period": "last_year"}, "job_bookings_by_branch": {"period": "last_year"},
    "job_volume_trends": {"period": "all", "granularity": "quarter"}, "monthly_metrics_summary": {"period": "last_year"},
    "revenue_forecast_trends": {}, "year_over_year_growth": {}, "sales_person_performance": {},
    "geographic_coverage": {"period": "last_year"}, "module_relationship_matrix": {}, "heatmap_revenue_by_branch_month": {"period": "last_year"},
    "time_period_benchmarks": {}, "retention_cohort_analysis": {"period": "all"}, "gender_distribution": {"period": "all"},
    "revenue_forecast_advanced": {}, "branch_geographic_coverage": {"period": "last_year"}, "capacity_utilization": {"period": "last_year"},
    "branch_profitability": {"period": "last_year"}, "referral_source_roi": {"period": "last_year"},
}  # fmt: skip


def written(found: Answer) -> str:
    """Write an answer as CSV."""
    sink = io.StringIO()
    sheet = csv.writer(sink, lineterminator="\n")
    sheet.writerow([column.name for column in found.columns])
    sheet.writerows(found.rows)
    return sink.getvalue()


@pytest.mark.parametrize("name", GOLDEN)
def test_an_entry_answers_as_it_did(pool: Pool, name: str) -> None:
    text = written(pool.ask(named(name), **GOLDEN[name]))
    path = FOLDER / f"{name}.csv"
    if os.environ.get("AIOP_WRITE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    assert text == path.read_text(encoding="utf-8")
