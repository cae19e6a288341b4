"""CRM, communications, cases and the app: who is talked with, helped and served."""

from __future__ import annotations

from aiop.adminkit import format as fmt
from marts.dashboards.boards.board import Board, Section, register
from marts.dashboards.boards.figures import (
    HOURS,
    Figure,
    Makeup,
    Shares,
    by_column,
    by_hour,
    by_key,
    flow,
    latest,
    rate,
)
from marts.etl.jobs.app_analytics import JOB as APP
from marts.etl.jobs.case_metrics import JOB as CASES
from marts.etl.jobs.hubspot_contacts import JOB as CONTACTS
from marts.etl.jobs.hubspot_deals import JOB as DEALS
from marts.etl.jobs.zoom_metrics import JOB as ZOOM

PIPELINE = Figure(
    "pipeline", "Pipeline, $", "Amounts of open deals, as they stood last", latest("total_pipeline_value"), fmt.money
)
CALLS = Figure("calls", "Calls", "Begun in the period, each once", flow("total_calls"))
OPEN_CASES = Figure("open", "Open cases", "As they stood last", latest("open_cases"))
MONTHLY_USERS = Figure(
    "mau", "Users of a month", "Different people in the 30 days that end with a day", latest("monthly_active_users")
)

register(
    Board(
        "crm",
        "CRM",
        [
            Section(
                CONTACTS,
                [
                    Figure("contacts", "Contacts", "As they stood last", latest("total_contacts")),
                    Figure("new_contacts", "New in 30 days", "Created in the 30 days that end with a day", latest("new_contacts_30d")),
                    Makeup("stages", "Contacts by stage of life", "As they stood",
                           by_column(("Subscribers", "subscribers"), ("Leads", "leads"), ("Marketing qualified", "marketing_qualified"),
                                     ("Sales qualified", "sales_qualified"), ("Opportunities", "opportunities"),
                                     ("Customers", "customers"), ("Evangelists", "evangelists"), ("Other", "other_lifecycle")), width=4),
                ],
            ),
            Section(
                DEALS,
                [
                    PIPELINE,
                    Figure("win_rate", "Win rate, %", "Won of the deals that are closed", latest("win_rate"), fmt.percent),
                    Figure("won", "Won this year, $", "Since the fiscal year began", latest("won_value_ytd"), fmt.money),
                    Makeup("by_stage", "Deals by stage", "As they stood", by_key("deals_by_stage", "count")),
                    Makeup("by_stage_value", "Value by stage, $", "As it stood", by_key("deals_by_stage", "value"), fmt.money),
                ],
            ),
        ],
        "Contacts and deals of HubSpot as they stood on each day; what a day that is past looked like is not worked out afterwards. The win "
        "rate is won of won and lost deals.",
    )
)  # fmt: skip

register(
    Board(
        "communications",
        "Communications",
        [
            Section(
                ZOOM,
                [
                    CALLS,
                    Figure("missed", "Missed of inbound, %", "No person answered", rate("missed_calls", "inbound_calls", times="100"), fmt.percent),
                    Figure("minutes", "Minutes a call", "Of answered calls; all their seconds over all of them",
                           rate("answered_call_seconds", "answered_calls", times="1.0/60")),
                    Shares("direction", "Calls by direction", "Of the period",
                           [("Inbound", flow("inbound_calls")), ("Outbound", flow("outbound_calls")), ("Internal", flow("internal_calls")),
                            ("Missed", flow("missed_calls")), ("Voicemail", flow("voicemail_calls"))], width=4),
                    Figure("meetings", "Meetings", "Held in the period", flow("total_meetings")),
                    Figure("attendances", "Attendances", "Of meetings; one person in two meetings counts twice", flow("total_participants")),
                    Makeup("by_queue", "Calls by queue", "Of the last day", by_key("calls_by_queue")),
                    Makeup("by_hour", "Calls by hour", "Of the last day, by local hour", by_hour("calls_by_hour"), most=HOURS),
                ],
            )
        ],
        "Flows of Zoom by local day. A day that nobody could be asked about is a gap. Averages are made of sums, never of averages.",
    )
)  # fmt: skip

register(
    Board(
        "cases",
        "Cases",
        [
            Section(
                CASES,
                [
                    OPEN_CASES,
                    Figure("new", "New in 30 days", "Created in the 30 days that end with a day", latest("new_cases_30d")),
                    Figure("closed", "Closed in 30 days", "Closed in the 30 days that end with a day", latest("closed_cases_30d")),
                    Figure("turnaround", "Days to the first session", "From first contact, on average", latest("avg_tat_days")),
                    Figure("total", "All cases", "As they stood last", latest("total_cases")),
                    Makeup("by_type", "By type", "As they stood", by_key("cases_by_type"), width=4),
                    Makeup("by_status", "By status", "As they stood", by_key("cases_by_status")),
                    Makeup("by_category", "By category", "As they stood", by_key("cases_by_category")),
                ],
            )
        ],
        "Counts alone: nothing that tells of a person is read from the case table, so there are no cases to open here.",
    )
)  # fmt: skip

register(
    Board(
        "app",
        "Mobile app",
        [
            Section(
                APP,
                [
                    MONTHLY_USERS,
                    Figure("dau", "Users of a day", "Mean of the days of the period", "round(avg(daily_active_users), 1)"),
                    Figure("stickiness", "Stickiness, %", "Users of a day of the users of its month; 20 % is the goal",
                           rate("daily_active_users", "monthly_active_users", times="100"), fmt.percent),
                    Figure("new", "New users", "First seen in the period", flow("new_users")),
                    Figure("sessions", "Sessions", "Begun in the period", flow("total_sessions")),
                    Figure("length", "Minutes a session", "Engaged time over all sessions", rate("engagement_msec", "total_sessions", times="1.0/60000")),
                    Shares("platforms", "First opens by platform", "Of the period; the export does not tell downloads",
                           [("iOS", flow("ios_first_opens")), ("Android", flow("android_first_opens"))]),
                    Makeup("screens", "Screens most seen", "Of the last day",
                           lambda row: [(str(one.get("screen") or one.get("name")), one.get("views")) for one in row.top_screens]),
                ],
            )
        ],
        "The GA4 export by day of the property. Users of several days are not the sum of the days' users, so they are never added up.",
    )
)  # fmt: skip
