"""Employees: their time, documents and expenses; accidents and audits; budgets and taxes."""

from aiop.adminkit.search import text
from hvac.admin.base import Below, page
from hvac.models import (
    BudgetLine,
    Certification,
    ComplianceAudit,
    Employee,
    ExpenseReport,
    SafetyIncident,
    TaxRecord,
    Technician,
    TimeEntry,
)

page(
    Employee,
    "employee_number job_title department employment_status hire_date supervisor performance_rating",
    order="employee_number",
    filters="hire_date department employment_status",
    search={"employee_number": text},
    search_words="Employee number or number",
    below=[
        Below("Technician", Technician, "employee", "name technician_level hourly_rate"),
        Below("Certifications", Certification, "employee", "certification_name issue_date expiry_date"),
        Below("Time", TimeEntry, "employee", "number work_date time_type hours_worked overtime_hours"),
        Below("Expenses", ExpenseReport, "employee", "number expense_date category amount approval_status"),
        Below("Safety incidents", SafetyIncident, "employee", "number incident_date injury_type severity"),
    ],
)
page(
    TimeEntry,
    "number work_date employee time_type clock_in_time clock_out_time hours_worked overtime_hours service_call",
    order="-work_date",
    filters="work_date time_type",
)
page(
    Certification,
    "certification_name employee certification_body issue_date expiry_date renewal_required",
    order="expiry_date",
    filters="expiry_date",
    search={"certification_name": text},
    search_words="Certification or number",
)
page(
    ExpenseReport,
    "number expense_date employee category amount approval_status vehicle mileage fuel_cost",
    order="-expense_date",
    filters="expense_date category approval_status",
)
page(
    SafetyIncident,
    "number incident_date employee injury_type severity investigation_status osha_reportable",
    order="-incident_date",
    filters="incident_date severity injury_type investigation_status",
    long_text="description corrective_actions witnesses",
)
page(
    ComplianceAudit,
    "number audit_type audit_date auditor compliance_score violations_found certification_status next_audit_date",
    order="-audit_date",
    filters="audit_date next_audit_date audit_type certification_status",
    long_text="corrective_actions",
)
page(
    BudgetLine,
    "number department category budget_year quarter budgeted_amount actual_amount variance approval_status",
    order="-budget_year",
    filters="department category approval_status",
    long_text="notes",
)
page(
    TaxRecord,
    "number invoice tax_jurisdiction tax_type tax_rate tax_amount filing_period",
    order="-filing_period",
    filters="tax_type",
    search={"tax_jurisdiction": text, "filing_period": text},
    search_words="Jurisdiction, period or number",
)
