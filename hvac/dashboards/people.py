"""People: what hours cost, which documents run out, what accidents there were."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from aiop.adminkit import format as fmt
from aiop.adminkit import pages
from aiop.dashboards.page import Dashboard, Page
from aiop.dashboards.periods import Days
from hvac.dashboards.asked import Asked, freshness, nothing_yet, read
from hvac.dashboards.drawn import bars, count, dollars, line, listing, name, share

NAME = "hvac_people"
TITLE = "HVAC people"
DEFINITION = (
    "Overtime is what comes after the fortieth hour worked from Monday to Sunday, at one and a half times the rate; pay is without the "
    "employer's burden. A certification expires soon within 90 days; NATE's are honoured for 120 days more. One that a newer of its name "
    "replaces, and those of people who left, are not counted. Recordable is an accident worse than first aid; whether OSHA must be "
    "called is another question, which the file answers for deaths alone. TRIR and DART are cases by 200,000 hours worked, and unknown "
    "for years that time entries do not cover."
)
_HOURS = """
    SELECT date_trunc(%(step)s, work_date)::date AS step_start, sum(regular_hours + overtime_hours) AS hours,
        sum(overtime_hours) AS overtime, sum(pay) AS pay, count(*) FILTER (WHERE pay IS NULL) AS unknown,
        round(100 * sum(overtime_hours) / nullif(sum(regular_hours + overtime_hours), 0), 1) AS overtime_pct
    FROM hvac_paidtime WHERE org_id = %(org)s AND work_date BETWEEN %(start)s AND %(end)s GROUP BY 1 ORDER BY 1
"""
_WHO = """
    SELECT e.id, coalesce(nullif(concat_ws(' ', e.first_name, e.last_name), ''), n.name, e.job_title) || ' ' || e.employee_number AS name,
        sum(p.regular_hours + p.overtime_hours) AS hours, sum(p.overtime_hours) AS overtime, sum(p.pay) AS pay
    FROM hvac_paidtime p JOIN hvac_employee e ON e.id = p.employee_id AND e.org_id = p.org_id
    LEFT JOIN hvac_technician n ON n.employee_id = e.id AND n.org_id = e.org_id
    WHERE p.org_id = %(org)s AND p.work_date BETWEEN %(start)s AND %(end)s GROUP BY e.id, n.name ORDER BY overtime DESC, name
"""
_STATES = """
    SELECT state, count(*) AS documents, count(DISTINCT employee_id) AS people, count(*) FILTER (WHERE is_mandatory) AS mandatory
    FROM hvac_certificationstate WHERE org_id = %(org)s AND counts GROUP BY 1
    ORDER BY array_position(ARRAY['Expired', 'Grace', 'Expiring', 'Valid', 'Lasting'], state::text)
"""
_RUNNING_OUT = """
    SELECT c.certification_name AS name, coalesce(nullif(concat_ws(' ', e.first_name, e.last_name), ''), e.job_title) || ' ' || e.employee_number AS who,
        s.state, s.days_left, c.expiry_date
    FROM hvac_certificationstate s JOIN hvac_certification c ON c.id = s.certification_id AND c.org_id = s.org_id
    JOIN hvac_employee e ON e.id = s.employee_id AND e.org_id = s.org_id
    WHERE s.org_id = %(org)s AND s.counts AND s.state IN ('Expired', 'Grace', 'Expiring') ORDER BY s.days_left LIMIT 200
"""
_YEARS = """
    SELECT year, incidents, recordable, away_or_restricted, hours_worked, trir, dart, reason FROM hvac_safetyyear
    WHERE org_id = %(org)s ORDER BY year DESC
"""
_CASES = """
    SELECT s.severity, count(*) AS cases, count(*) FILTER (WHERE c.is_recordable) AS recordable,
        count(*) FILTER (WHERE c.is_reportable) AS reportable, count(*) FILTER (WHERE c.is_reportable IS NULL) AS unknown,
        sum(c.days_away) AS days_away, count(*) FILTER (WHERE NOT c.agrees) AS differ
    FROM hvac_safetycase c JOIN hvac_safetyincident s ON s.id = c.incident_id AND s.org_id = c.org_id
    WHERE c.org_id = %(org)s AND c.incident_date BETWEEN %(start)s AND %(end)s GROUP BY 1 ORDER BY cases DESC
"""


def build(request: HttpRequest) -> Page:
    """Put the page together; nine queries."""
    asked = read(request)
    hours = asked.rows(_HOURS)
    states = asked.rows(_STATES)
    empty = asked.latest is None and not hours and not states
    tiles = [] if empty else [*_work(asked, hours), *_papers(asked, states), *_safety(asked)]
    return Page(
        TITLE,
        asked.period,
        freshness(asked),
        tiles,
        (),
        DEFINITION,
        nothing_yet(request) if empty else None,
        asked.problems,
    )


def _work(asked: Asked, hours: list[Any]) -> list[Any]:
    def entries(days: Days) -> str:
        return asked.link("paidtime", "work_date", days)

    columns = [
        count("Hours", "hours"),
        count("Overtime", "overtime"),
        share("Overtime", "overtime_pct"),
        dollars("Pay", "pay"),
    ]
    return [
        line(
            asked, "overtime", "Overtime, hours", "After the fortieth hour of a week", hours, value="overtime",
            columns=[*columns, count("Not known", "unknown")], link=entries, none="No time entries in this period.",
        ),
        bars(
            "who", "Overtime by person, hours", "Of the period", asked.rows(_WHO), label=lambda row: row.name, value="overtime",
            written=fmt.number, columns=[name("Name", lambda row: row.name), count("Hours", "hours"), count("Overtime", "overtime"),
                                         dollars("Pay", "pay")],
            link=lambda row: asked.link("paidtime", "work_date"), none="No time entries in this period.",
        ),
    ]  # fmt: skip


def _papers(asked: Asked, states: list[Any]) -> list[Any]:
    return [
        bars(
            "certifications", "Certifications", "As they stand today", states, label=lambda row: row.state, value="documents",
            written=fmt.number, columns=[name("State", lambda row: row.state), count("Documents", "documents"),
                                         count("People", "people"), count("EPA 608", "mandatory")],
            link=lambda row: asked.link("certificationstate", state=row.state), width=5, none="No certification has come in.",
        ),
        listing(
            "running-out", "Run out, or soon will", "Of people who work here", asked.rows(_RUNNING_OUT), width=7,
            columns=[name("Certification", lambda row: row.name), name("Who", lambda row: row.who), name("State", lambda row: row.state),
                     name("Expires", lambda row: fmt.day(row.expiry_date)), count("Days left", "days_left")],
            link=lambda row: asked.link("certificationstate", state=row.state), none="None expires within 90 days.",
        ),
    ]  # fmt: skip


def _safety(asked: Asked) -> list[Any]:
    return [
        listing(
            "safety-years", "Accidents by hours worked", "All years", asked.rows(_YEARS),
            columns=[name("Year", lambda row: str(row.year)), count("Accidents", "incidents"), count("Recordable", "recordable"),
                     count("Away, restricted", "away_or_restricted"), count("Hours", "hours_worked"), count("TRIR", "trir"),
                     count("DART", "dart")],
            link=lambda row: asked.link("safetycase", incident_date_from=f"{row.year}-01-01", incident_date_to=f"{row.year}-12-31"),
            none="No accident is on record.",
        ),
        bars(
            "safety-cases", "Accidents by the worst that came of them", "Of the period", asked.rows(_CASES),
            label=lambda row: row.severity, value="cases", written=fmt.number,
            columns=[name("Severity", lambda row: row.severity), count("Cases", "cases"), count("Recordable", "recordable"),
                     count("To report", "reportable"), count("Not known", "unknown"), count("Days away", "days_away"),
                     count("File differs", "differ")],
            link=lambda row: asked.link("safetycase", "incident_date"),
        ),
    ]  # fmt: skip


DASHBOARD = Dashboard(NAME, TITLE, "hvac.view_paidtime", build, "hvac.export_paidtime")
pages.register(pages.Page("hvac/people/", DASHBOARD.view, NAME))
