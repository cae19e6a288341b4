"""The files of the sixteen tables that were planned beside the existing ones, by their header lines."""

from __future__ import annotations

from hvac.models import (
    BudgetLine,
    Certification,
    Communication,
    ComplianceAudit,
    CustomerContract,
    Employee,
    ExpenseReport,
    MarketingCampaign,
    Referral,
    SafetyIncident,
    SalesCommission,
    SalesOpportunity,
    ServiceTerritory,
    TaxRecord,
    TimeEntry,
    WarrantyClaim,
)
from hvac.seeds.columns import rounded, table_file
from hvac.seeds.parsers import CLOCK_WRITTEN, clock, filing_period, metrics, quarter, zip_codes

# A dump states the variance that follows from the amounts; so it may differ from what a file stated once.
_VARIANCE = '(t."budgeted_amount" - t."actual_amount")::text'

EMPLOYEES = table_file(
    Employee, "employees", "HVAC employees", order=200,
    identity="employee_number hire_date",
    header="employee_id,employee_number,department,job_title,hire_date,salary,employment_status,supervisor_id,"
    "emergency_contact,benefits_enrolled,performance_rating",
    spare="first_name,last_name,email,phone,employment_type,pay_type,termination_date,sales_rep_code",
)  # fmt: skip
MARKETING_CAMPAIGNS = table_file(
    MarketingCampaign, "marketing_campaigns", "HVAC campaigns", order=200,
    identity="campaign_name start_date",
    header="campaign_id,campaign_name,campaign_type,start_date,end_date,budget,actual_spend,target_audience,lead_source,"
    "conversion_rate,roi",
)  # fmt: skip
BUDGET_PLANNING = table_file(
    BudgetLine, "budget_planning", "HVAC budgets", order=220,
    identity="department budget_year quarter category location_ref",
    header="budget_id,department,budget_year,category,budgeted_amount,actual_amount,variance,quarter,approval_status,notes",
    spare="line_kind,location_id,approved_by",
    approved_by="approved_by_ref",
    special={"quarter": (quarter, ""), "stated_variance": (rounded(2), _VARIANCE)},
    variance="stated_variance",
)  # fmt: skip
COMPLIANCE_AUDITS = table_file(
    ComplianceAudit, "compliance_audits", "HVAC audits", order=220,
    identity="audit_type audit_date",
    header="audit_id,audit_type,audit_date,auditor,compliance_score,violations_found,corrective_actions,next_audit_date,"
    "certification_status",
    spare="location_id,lead_employee_id",
)  # fmt: skip
SALES_OPPORTUNITIES = table_file(
    SalesOpportunity, "sales_opportunities", "HVAC opportunities", order=205,
    identity="lead_ref customer_ref",
    header="opportunity_id,lead_id,customer_id,opportunity_value,probability,stage,expected_close_date,sales_rep_id,"
    "competitor,decision_maker,pain_points",
    spare="opened_on,closed_on,loss_reason",
)  # fmt: skip
TRAINING_CERTIFICATIONS = table_file(
    Certification, "training_certifications", "HVAC certifications", order=210,
    identity="employee_ref certification_name issue_date",
    header="certification_id,employee_id,certification_name,certification_body,issue_date,expiry_date,renewal_required",
    spare="certificate_number,ceh_required,ceh_earned,document_url",
)  # fmt: skip
CUSTOMER_COMMUNICATIONS = table_file(
    Communication, "customer_communications", "HVAC communications", order=230,
    identity="customer_ref occurred_at",
    header="communication_id,customer_id,communication_type,direction,subject,content,timestamp,employee_id,outcome,"
    "follow_up_required",
    spare="follow_up_due,service_call_id,invoice_id,opportunity_id,duration_seconds",
    timestamp="occurred_at",
)  # fmt: skip
REFERRAL_PROGRAM = table_file(
    Referral, "referral_program", "HVAC referrals", order=210,
    identity="referring_customer_ref referral_date",
    header="referral_id,referring_customer_id,referred_customer_id,referral_date,referral_status,reward_amount,"
    "reward_paid_date,referral_source",
    spare="referred_lead_id",
)  # fmt: skip
SAFETY_INCIDENTS = table_file(
    SafetyIncident, "safety_incidents", "HVAC safety incidents", order=230,
    identity="employee_ref incident_date",
    header="incident_id,employee_id,incident_date,location,injury_type,severity,description,corrective_actions,witnesses,"
    "investigation_status,osha_reportable",
    spare="location_id,service_call_id,osha_notified_at,days_away,days_restricted,case_number,incident_time,illness_type,"
    "privacy_case",
    special={"incident_time": (clock, CLOCK_WRITTEN.format("incident_time"))},
    location_id="location_at_ref",
)  # fmt: skip
SERVICE_TERRITORIES = table_file(
    ServiceTerritory, "service_territories", "HVAC territories", order=220,
    identity="territory_name",
    header="territory_id,territory_name,zip_codes,assigned_technician_id,service_level,travel_time",
    spare="location_id,backup_technician_id",
    special={"zip_codes": (zip_codes, "")},
)  # fmt: skip
CUSTOMER_CONTRACTS = table_file(
    CustomerContract, "customer_contracts", "HVAC contracts", order=208,
    identity="customer_ref contract_type start_date",
    header="contract_id,customer_id,contract_type,start_date,end_date,terms,sla_response_time,penalty_clauses,"
    "auto_renewal,escalation_clauses,performance_metrics",
    spare="annual_value,billing_frequency,status,penalty_pct,escalation_pct,notice_days,signed_on,subscription_id",
    special={"performance_metrics": (metrics, "")},
)  # fmt: skip
EXPENSE_REPORTS = table_file(
    ExpenseReport, "expense_reports", "HVAC expenses", order=220,
    identity="employee_ref expense_date category",
    header="expense_id,employee_id,vehicle_id,expense_date,category,amount,receipt_url,approval_status,mileage,fuel_cost,"
    "business_purpose",
    spare="approved_by,approved_on,reimbursed_on,service_call_id,mileage_rate,report_group",
    approved_by="approved_by_ref",
)  # fmt: skip
TIME_TRACKING = table_file(
    TimeEntry, "time_tracking", "HVAC time entries", order=220,
    identity="employee_ref clock_in_time",
    header="time_entry_id,employee_id,service_call_id,date,clock_in_time,clock_out_time,break_duration,overtime_hours,"
    "time_type",
    spare="approved_by,approved_on,location_id",
    approved_by="approved_by_ref",
    date="work_date",
)  # fmt: skip
WARRANTY_CLAIMS = table_file(
    WarrantyClaim, "warranty_claims", "HVAC warranty claims", order=220,
    identity="installed_device_ref claim_date",
    header="warranty_claim_id,installed_device_id,claim_date,claim_type,claim_amount,manufacturer_response,claim_status,"
    "resolution_date,parts_replaced",
    spare="service_call_id,vendor_id,approved_amount,paid_amount,rma_number,denial_reason",
)  # fmt: skip
SALES_COMMISSIONS = table_file(
    SalesCommission, "sales_commissions", "HVAC commissions", order=230,
    identity="invoice_ref sales_rep_ref commission_type",
    header="commission_id,sales_rep_id,invoice_id,commission_rate,commission_amount,payment_date,commission_type",
    spare="commission_base,status",
)  # fmt: skip
TAX_REPORTING = table_file(
    TaxRecord, "tax_reporting", "HVAC tax records", order=230,
    identity="invoice_ref tax_jurisdiction tax_type",
    header="tax_record_id,invoice_id,tax_jurisdiction,tax_type,tax_rate,tax_amount,filing_period",
    spare="period_start,period_end,due_date,filing_status,taxable_amount,exemption_reason",
    special={"filing_period": (filing_period, "")},
)  # fmt: skip

PLANNED = (
    EMPLOYEES, MARKETING_CAMPAIGNS, BUDGET_PLANNING, COMPLIANCE_AUDITS, SALES_OPPORTUNITIES, TRAINING_CERTIFICATIONS,
    CUSTOMER_COMMUNICATIONS, REFERRAL_PROGRAM, SAFETY_INCIDENTS, SERVICE_TERRITORIES, CUSTOMER_CONTRACTS, EXPENSE_REPORTS,
    TIME_TRACKING, WARRANTY_CLAIMS, SALES_COMMISSIONS, TAX_REPORTING,
)  # fmt: skip
