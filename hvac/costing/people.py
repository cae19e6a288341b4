"""Where documents stand, what accidents are to OSHA, and whether promises to customers were kept."""

from __future__ import annotations

from collections.abc import Iterator

from aiop.builders.declared import Builder, Building
from aiop.builders.tables import Row, Table, from_rows
from aiop.quality.checks import Check, Severity
from hvac.costing.reading import ask
from hvac.costing.rules.agreements import answered
from hvac.costing.rules.certifications import grace_days, state
from hvac.costing.rules.safety import classify, counted_days, incidence_rate
from hvac.models import SafetyIncident
from hvac.models.results import CertificationState, PromisedCall, SafetyCase, SafetyYear

# A year whose time entries span fewer days than this share of it has no rates: hours would be a part, cases all.
_WHOLE_YEAR = 0.9


def certification_states(building: Building) -> Iterator[Row]:
    """Give each certification with where it stands today."""
    for row in ask("certifications", building):
        grace = grace_days(row.certification_name, row.certification_body)
        days = (row.expiry_date - building.today).days if row.expiry_date else None
        standing = state(row.expiry_date, building.today, grace=grace)
        counts = row.works_here and not row.is_replaced
        yield (row.id, row.employee_id, standing, days, row.is_replaced, row.is_mandatory, counts)


def safety_cases(building: Building) -> Iterator[Row]:
    """Give each accident as OSHA's log sees it."""
    incidents = SafetyIncident.objects.for_org(building.org).filter(employee__isnull=False)
    columns = ("id", "employee_id", "incident_date", "severity", "osha_reportable", "days_away", "days_restricted")
    for id_, employee, day, severity, stated, away, restricted in incidents.values_list(*columns):
        found = classify(severity)
        facts = (found.is_recordable, found.column, found.is_reportable, counted_days(away), counted_days(restricted))
        yield (id_, employee, day, *facts, stated == found.is_recordable, found.reason)


def safety_years(building: Building) -> Iterator[Row]:
    """Give each year's accidents by 200,000 hours, where the hours of the whole year are known."""
    for row in ask("safety_years", building):
        is_whole = row.days is not None and row.days >= row.year_days * _WHOLE_YEAR
        hours = row.hours if is_whole else None
        rates = (incidence_rate(row.recordable, hours), incidence_rate(row.away_or_restricted, hours))
        reason = "" if is_whole else "Time entries do not cover the year, so no rate can be told."
        yield (row.year, row.incidents, row.recordable, row.away_or_restricted, row.hours, *rates, reason)


def promised_calls(building: Building) -> Iterator[Row]:
    """Give each call under a contract that promises a time."""
    for row in ask("promised_calls", building):
        found = answered(row.response_minutes, row.promised_hours)
        head = (row.contract_id, row.service_call_id, row.customer_id, row.service_date, row.promised_hours)
        yield (*head, row.response_minutes, found.is_breach, found.minutes_over, found.reason)


EXPIRED = Check(
    name="hvac_certification_expired",
    title="Certifications of those who work here hold",
    question="Has a certification of somebody who works here expired?",
    model="hvac.CertificationState",
    sql="SELECT id, state || ' for ' || -days_left || ' days' AS detail FROM hvac_certificationstate "
    "WHERE counts AND state IN ('Expired', 'Grace')",
    has_detail=True,
    guidance="Have it renewed, or take the person off the work that asks for it.",
)
MANDATORY_MISSING = Check(
    name="hvac_technician_without_epa_608",
    title="Technicians hold an EPA 608 certificate",
    question="Is there a technician at work without a certificate under section 608?",
    model="hvac.Technician",
    sql="SELECT n.id FROM hvac_technician n JOIN hvac_employee e ON e.id = n.employee_id "
    "WHERE e.employment_status NOT IN ('Terminated', 'Retired') AND EXISTS (SELECT FROM hvac_certificationstate) "
    "AND NOT EXISTS (SELECT FROM hvac_certificationstate c WHERE c.employee_id = e.id AND c.is_mandatory AND c.counts "
    "AND c.state <> 'Expired')",
    severity=Severity.WARNING,
    guidance="Without it nobody may open a refrigerant circuit (40 CFR 82.161).",
)
LOG_DIFFERS = Check(
    name="hvac_osha_log_differs",
    title="The OSHA log says what severities say",
    question="Is an accident recordable by its severity and not marked so, or the reverse?",
    model="hvac.SafetyCase",
    sql="SELECT id, reason AS detail FROM hvac_safetycase WHERE NOT agrees",
    has_detail=True,
    guidance="Recordable is whatever is more than first aid (29 CFR 1904.7); correct the mark or the severity.",
)
BREACHED = Check(
    name="hvac_promise_broken",
    title="Calls under contract are answered in time",
    question="Did somebody come later than a contract promises?",
    model="hvac.PromisedCall",
    sql="SELECT id, minutes_over || ' minutes late' AS detail FROM hvac_promisedcall WHERE is_breach",
    has_detail=True,
    severity=Severity.INFO,
    guidance="See the contract's penalty; tell the customer before they ask.",
)

CERTIFICATIONS = Builder(
    "hvac_certifications",
    "Where certifications stand",
    "one row a certification",
    "People",
    from_rows(
        Table(CertificationState, ("certification_id",)),
        ("certification_id", "employee_id", "state", "days_left", "is_replaced", "is_mandatory", "counts"),
        certification_states,
    ),
    audits=(EXPIRED, MANDATORY_MISSING),
)
SAFETY_CASES = Builder(
    "hvac_safety_cases",
    "Accidents on OSHA's log",
    "one row an accident",
    "People",
    from_rows(
        Table(SafetyCase, ("incident_id",), day="incident_date"),
        ("incident_id", "employee_id", "incident_date", "is_recordable", "log_column", "is_reportable", "days_away",
         "days_restricted", "agrees", "reason"),
        safety_cases,
    ),
    audits=(LOG_DIFFERS,),
)  # fmt: skip
SAFETY_YEARS = Builder(
    "hvac_safety_years",
    "Accidents by hours worked",
    "one row a year",
    "People",
    from_rows(
        Table(SafetyYear, ("year",)),
        ("year", "incidents", "recordable", "away_or_restricted", "hours_worked", "trir", "dart", "reason"),
        safety_years,
    ),
    needs=("hvac_safety_cases", "hvac_paid_time"),
)
PROMISES = Builder(
    "hvac_promises",
    "Calls under contract",
    "one row a contract and call",
    "Operations",
    from_rows(
        Table(PromisedCall, ("contract_id", "service_call_id"), day="service_date"),
        ("contract_id", "service_call_id", "customer_id", "service_date", "promised_hours", "response_minutes",
         "is_breach", "minutes_over", "reason"),
        promised_calls,
    ),
    audits=(BREACHED,),
)  # fmt: skip
BUILDERS = (CERTIFICATIONS, SAFETY_CASES, SAFETY_YEARS, PROMISES)
