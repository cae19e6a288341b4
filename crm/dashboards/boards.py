"""The lead pool's boards: what the first dashboards asked, each figure worked out by an entry of the catalogue."""

from __future__ import annotations

from aiop.catalogue.boards import Board, Card, Standing, register
from aiop.orgs.models import Org
from crm.dashboards.freshness import read_arrivals, sentence

RIGHT = "crm.view_job"
WON = (
    "Revenue is what customers of booked and closed jobs are charged; tests, duplicates and test branches are left out."
)


def standing(org: Org) -> Standing:
    """Tell up to which day the pool reaches: a board's periods end there, not on a day of which nothing is known yet."""
    arrivals = read_arrivals(org)
    return Standing(arrivals.latest or arrivals.today, sentence(arrivals))


def _board(name: str, title: str, about: str, cards: tuple[Card, ...], *charts: str, definition: str = WON) -> Board:
    return Board(name, title, about, cards, charts, standing, RIGHT, definition)


register(
    _board(
        "overview", "Overview", "The pool at a glance",
        (
            Card("Revenue", "monthly_metrics_summary", "total_revenue", "sum"),
            Card("Booked for the next 90 days", "monthly_metrics_summary", "booked_jobs", "sum", values={"period": "next_90_days"}),
            Card("Booking rate", "industry_benchmarks", "booking_rate_percent"),
            Card("Average job value", "industry_benchmarks", "avg_job_value"),
        ),
        "revenue_trends", "revenue_by_sales_person", "lead_source_performance", "heatmap_revenue_by_branch_month",
    ),
    _board(
        "customers", "Customers", "Who they are, and who comes back",
        (
            Card("Customers with a move", "customer_retention_rate", "total_customers_with_jobs"),
            Card("New customers", "customer_acquisition_timeline", "new_customers", "sum"),
            Card("Came back", "customer_retention_rate", "repeat_customers"),
            Card("Share that came back", "customer_retention_rate", "retention_rate_percent"),
        ),
        "customer_acquisition_timeline", "customer_origin_patterns", "customer_segmentation_radar", "retention_cohort_analysis",
        definition="The first dashboard's satisfaction score is not shown: no export holds one.",
    ),
    _board(
        "jobs", "Jobs", "How many, of which kind, how far along",
        (
            Card("Jobs", "monthly_metrics_summary", "total_jobs", "sum"),
            Card("Booked for the next 90 days", "monthly_metrics_summary", "booked_jobs", "sum", values={"period": "next_90_days"}),
            Card("Done", "monthly_metrics_summary", "closed_jobs", "sum"),
            Card("Done of those booked", "competitive_metrics", "book_to_close_rate_percent"),
        ),
        "job_volume_trends", "job_status_distribution", "job_type_distribution", "seasonal_job_patterns",
        definition="A job counts on the day of its move, whatever became of it: quoted, lost and cancelled ones too; closed ones are done. "
        "Busy months are told from whole past months, so the present one may be missing. "
        f"{WON}",
    ),
    _board(
        "leads", "Leads", "From the first call to the move",
        (
            Card("Leads", "lead_conversion_funnel", "total_leads"),
            Card("Became a move", "lead_conversion_funnel", "overall_conversion_rate"),
            Card("Lost", "lead_conversion_funnel", "total_lost"),
            Card("Bad leads", "bad_leads_analysis", "bad_lead_count", "sum"),
        ),
        "lead_conversion_funnel", "lead_source_performance", "optimal_response_time", "loss_reason_analysis",
        definition="A lead counts on the day it was received, whatever became of it later.",
    ),
    _board(
        "sales", "Sales performance", "Who sells what",
        (
            Card("Sold", "revenue_by_sales_person", "total_revenue", "sum"),
            Card("Deals closed", "revenue_by_sales_person", "closed_jobs", "sum"),
            Card("Estimates of all quotes made", "competitive_metrics", "quoted_revenue"),
            Card("Won of those decided", "competitive_metrics", "overall_win_rate_percent"),
        ),
        "revenue_by_sales_person", "sales_person_benchmarking", "performance_trends", "sales_person_cross_module",
        definition=f"{WON} The first dashboard's commission is not shown: no export holds one.",
    ),
    _board(
        "revenue", "Revenue", "What was earned, and from whom",
        (
            Card("Revenue", "monthly_metrics_summary", "total_revenue", "sum"),
            Card("Of moves done", "revenue_trends", "closed_revenue", "sum"),
            Card("Of moves in the next 90 days", "revenue_trends", "booked_revenue", "sum", values={"period": "next_90_days"}),
            Card("Average job value", "industry_benchmarks", "avg_job_value"),
        ),
        "revenue_trends", "revenue_by_branch", "revenue_by_job_status", "revenue_by_referral_source",
    ),
    _board(
        "geography", "Geography", "Where moves begin and end",
        (
            Card("States and provinces", "geographic_coverage", pick="rows", known="state"),
            Card("Jobs with a place", "geographic_coverage", "job_count", "sum", known="state"),
            Card("Revenue with a place", "geographic_coverage", "total_revenue", "sum", known="state"),
            Card("Branches at work", "revenue_by_branch", pick="rows"),
        ),
        "geographic_coverage", "top_origin_cities", "top_destination_cities", "branch_geographic_coverage",
    ),
    _board(
        "operations", "Operations", "Crews, trucks and the time it takes",
        (
            Card("Crew hours", "operational_efficiency", "total_crew_hours", "sum"),
            Card("Truck hours", "operational_efficiency", "total_truck_hours", "sum"),
            Card("Booked within a day", "job_scheduling_efficiency", "booked_within_24h", "sum"),
            Card("Moved within a week of booking", "job_scheduling_efficiency", "scheduled_within_7_days", "sum"),
        ),
        "operational_efficiency", "resource_allocation", "job_duration_analysis", "branch_capacity_analysis",
        definition="Hours are those that were recorded; jobs without them add nothing.",
    ),
    _board(
        "profitability", "Profitability", "What is left after wages",
        (
            Card("Revenue", "cost_efficiency_metrics", "total_revenue"),
            Card("Wages", "cost_efficiency_metrics", "total_wages"),
            Card("Left after wages", "cost_efficiency_metrics", "margin_amount"),
            Card("Revenue of a crew hour", "cost_efficiency_metrics", "revenue_per_crew_hour"),
        ),
        "branch_profitability", "job_type_profitability", "roi_by_referral_source", "pricing_optimization",
        definition=f"{WON} Wages are the one cost that the exports hold, so nothing here is called a profit.",
    ),
    _board(
        "forecasting", "Forecasting", "What the coming months may bring",
        (
            Card("Revenue forecast, next month", "revenue_forecast_trends", "forecasted_revenue", "last", values={"horizon": "1"}),
            Card("New customers expected, next month", "customer_growth_forecast", "forecasted_new_customers", "last", values={"months": "1"}),
            Card("Months out of line", "anomaly_detection", pick="rows", where={"is_revenue_anomaly": True}),
        ),
        "revenue_forecast_trends", "customer_growth_forecast", "trend_analysis", "anomaly_detection",
        definition="Forecasts continue the past and state their error; they know nothing of what people plan.",
    ),
    _board(
        "benchmarking", "Benchmarking", "Each against the pool's own average",
        (
            Card("Average job value", "industry_benchmarks", "avg_job_value"),
            Card("Median job value", "industry_benchmarks", "median_job_value"),
            Card("Booking rate", "industry_benchmarks", "booking_rate_percent"),
            Card("Lost", "industry_benchmarks", "loss_rate_percent"),
        ),
        "branch_performance_benchmarking", "sales_person_benchmarking", "time_period_benchmarks", "branch_performance_comparison",
        definition="The average is that of all branches here: no figure of another company is known.",
    ),
)  # fmt: skip
