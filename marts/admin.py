"""The lists of the nine marts, of how they stand and of what their runs did: every figure of a dashboard leads to one."""

from __future__ import annotations

from functools import partial

from django.contrib import admin

from aiop.audit.admin.recorded import RecordedAdmin
from aiop.builders.lists import register_list
from aiop.values.blank import text
from marts import models

_EMPTY = "Rows appear here each night, once the organisation has a connection to the system that they come from."
page = partial(register_list, empty=_EMPTY)

page(
    models.FinancialMetrics,
    "period_end total_revenue total_expenses net_income gross_margin_pct cash_balance accounts_receivable accounts_payable "
    "operating_cash_flow is_provisional as_of built_in",
    order="-period_end",
    filters="period_end",
)
page(
    models.CashFlow,
    "period_end cash_balance cash_change_mtd operating_cash_flow investing_cash_flow financing_cash_flow health_status unreconciled "
    "is_provisional as_of built_in",
    order="-period_end",
    filters="period_end",
)
page(
    models.SalesDaily,
    "sales_date total_revenue gross_profit service_revenue parts_revenue rental_revenue sales_revenue misc_revenue total_invoices "
    "open_work_orders closed_work_orders is_provisional as_of built_in",
    order="-sales_date",
    filters="sales_date",
)
page(
    models.RentalFleet,
    "snapshot_date total_units rented_units available_units maintenance_units utilization_rate rental_revenue_mtd rental_revenue_ytd "
    "active_rental_customers is_provisional as_of built_in",
    order="-snapshot_date",
    filters="snapshot_date",
)
page(
    models.CrmContacts,
    "snapshot_date total_contacts new_contacts_7d new_contacts_30d subscribers leads marketing_qualified sales_qualified opportunities "
    "customers as_of built_in",
    order="-snapshot_date",
    filters="snapshot_date",
)
page(
    models.CrmDeals,
    "snapshot_date total_deals open_deals won_deals lost_deals total_pipeline_value won_value win_rate won_value_ytd avg_cycle_days "
    "as_of built_in",
    order="-snapshot_date",
    filters="snapshot_date",
)
page(
    models.ZoomMetrics,
    "metric_date total_calls inbound_calls outbound_calls missed_calls answered_calls total_call_minutes total_meetings "
    "total_participants is_provisional as_of built_in",
    order="-metric_date",
    filters="metric_date",
)
page(
    models.CaseMetrics,
    "snapshot_date total_cases open_cases new_cases_30d closed_cases_30d avg_tat_days future_dated as_of built_in",
    order="-snapshot_date",
    filters="snapshot_date",
)
page(
    models.AppAnalytics,
    "metric_date daily_active_users weekly_active_users monthly_active_users new_users returning_users total_sessions event_count "
    "is_provisional as_of built_in",
    order="-metric_date",
    filters="metric_date",
)
page(
    models.WorkOrderDaily,
    "metric_date wo_type opened completed closed open_total in_progress awaiting_invoice awaiting_avg_days open_value_labor "
    "open_value_parts quoted_hours actual_hours overrun_value is_provisional as_of built_in",
    order="-metric_date",
    filters="metric_date",
)
page(
    models.CustomerActivity,
    "snapshot_date bill_to customer_name activity_status recent_revenue previous_revenue revenue_change_percent lifetime_revenue "
    "last_invoice_date days_since_last_invoice as_of built_in",
    order="-snapshot_date",
    filters="snapshot_date activity_status",
)
page(
    models.GlMonthly,
    "year month department account_type amount basis is_provisional as_of built_in",
    order="-year",
    filters="department",
)
page(
    models.MartStanding,
    "job complete_through published_at failing_since failures reason waiting has_source",
    order="job",
)
page(
    models.EtlRun,
    "job status window_start window_end started_at duration_ms records_inserted records_updated records_deleted error_message triggered_by",
    order="-id",
    filters="status job",
)


@admin.register(models.AccountRule)
class AccountRuleAdmin(RecordedAdmin[models.AccountRule]):
    """An organisation's chart of accounts, as far as the cash flow needs it."""

    order = "starts_with"
    search_exact = {"starts_with": text}
    search_help_text = "The beginning of an account's number"
    list_display = ["starts_with", "group", "department", "description_has"]
    fields = ["starts_with", "group", "department", "description_has"]
    empty_words = "Rules say which accounts of the general ledger are cash, receivables and so on."
