"""The five checks as the first monitoring had them, kept so that its figures can be found again."""

from __future__ import annotations

from decimal import Decimal

from aiop.quality.checks import Check, Definition, Kind, Severity

CHECKS = (
    Check(
        name="orphaned_user_performance",
        title="Phone users without a sales person (original)",
        question="Does every row of the phone report belong to a sales person?",
        model="crm.UserPerformance",
        sql="SELECT id FROM crm_userperformance WHERE sales_person_id IS NULL",
        definition=Definition.ORIGINAL,
        guidance="Run the performance link. What remains is a queue or a phone that is nobody's: mark it as not a seller; "
        "the corrected check then leaves it out.",
    ),
    Check(
        name="orphaned_sales_performance",
        title="Seller results without a sales person (original)",
        question="Does every row of the sales report belong to a sales person?",
        model="crm.SalesPerformance",
        sql="SELECT id FROM crm_salesperformance WHERE sales_person_id IS NULL",
        definition=Definition.ORIGINAL,
        guidance="Run the performance link; a name that stays alone is a new spelling: add it to its sales person.",
    ),
    Check(
        name="job_customer_linkage_rate",
        title="Jobs with a customer (original)",
        question="How many of all jobs have a customer?",
        model="crm.Job",
        kind=Kind.RATE,
        sql="SELECT id, customer_id IS NOT NULL AS good FROM crm_job",
        threshold=Decimal(95),
        definition=Definition.ORIGINAL,
        guidance="This counts quoted, lost and cancelled jobs too, which must not have a customer, so it cannot reach its "
        "threshold. Work from “Won jobs with a customer” instead.",
    ),
    Check(
        name="lead_status_linkage_rate",
        title="Leads with a booking (original)",
        question="How many of all leads have a booking?",
        model="crm.LeadStatus",
        kind=Kind.RATE,
        sql="SELECT id, booked_opportunity_id IS NOT NULL AS good FROM crm_leadstatus",
        threshold=Decimal(80),
        definition=Definition.ORIGINAL,
        guidance="About one lead in five books, so this cannot reach its threshold. Work from “Bookings whose lead is "
        "known” and “Booked leads that are linked” instead.",
    ),
    Check(
        name="badlead_linkage_rate",
        title="Bad leads with a lead (original)",
        question="How many of all bad leads belong to a lead with a quote?",
        model="crm.BadLead",
        kind=Kind.RATE,
        sql="SELECT id, lead_status_id IS NOT NULL AS good FROM crm_badlead",
        threshold=Decimal(70),
        severity=Severity.INFO,
        definition=Definition.ORIGINAL,
        guidance="Most bad leads never came near a quote, so this cannot reach its threshold. Work from “Bad leads that "
        "match a lead are linked” instead.",
    ),
)
