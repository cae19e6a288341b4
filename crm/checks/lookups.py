"""Whether every name in words has found its branch, source or sales person, and each of these is there once."""

from __future__ import annotations

from aiop.quality.checks import Check


def _once(table: str, model: str, name: str, plural: str) -> Check:
    return Check(
        name=name,
        title=f"{plural[0].upper()}{plural[1:]} that are the same by name",
        question=f"Are there two active {plural} whose names differ in writing alone?",
        model=model,
        sql=f"""
            SELECT id, 'same as ' || twins || ' more' AS detail FROM (
                SELECT id, count(*) OVER (PARTITION BY key) - 1 AS twins FROM {table} WHERE is_active
            ) AS counted WHERE twins > 0
        """,
        has_detail=True,
        guidance="Merge them: the survivor keeps every spelling.",
    )


def _resolved(table: str, model: str, plural: str, **links: str) -> Check:
    """Ask that each text column given as link=text has led to its link."""
    missing = ", ".join(
        f"CASE WHEN {text} IS NOT NULL AND {link}_id IS NULL THEN '{link.replace('_', ' ')}' END"
        for link, text in links.items()
    )
    condition = " OR ".join(f"({text} IS NOT NULL AND {link}_id IS NULL)" for link, text in links.items())
    return Check(
        name=f"{plural.replace(' ', '_')}_with_unresolved_names",
        title=f"{plural[0].upper()}{plural[1:]} with names that lead nowhere",
        question=f"Has every name in words on {plural} found what it names?",
        model=model,
        sql=f"SELECT id, 'no ' || concat_ws(', no ', {missing}) AS detail FROM {table} WHERE {condition}",
        has_detail=True,
        guidance="Run the branch, lead-source and sales-person links, which make what is missing.",
    )


ORPHANS = tuple(f"{plural}_with_unresolved_names" for plural in ("jobs", "bookings", "leads", "bad_leads"))

CHECKS = (
    _once("crm_salesperson", "crm.SalesPerson", "same_sales_person_twice", "sales persons"),
    _once("crm_branch", "crm.Branch", "same_branch_twice", "branches"),
    _once("crm_leadsource", "crm.LeadSource", "same_lead_source_twice", "lead sources"),
    _resolved(
        "crm_job",
        "crm.Job",
        "jobs",
        branch="branch_name",
        sales_person="sales_person_name",
        lead_source="referral_source",
    ),
    _resolved(
        "crm_bookedopportunity",
        "crm.BookedOpportunity",
        "bookings",
        branch="branch_name",
        sales_person="sales_person_name",
        lead_source="referral_source",
    ),
    _resolved(
        "crm_leadstatus",
        "crm.LeadStatus",
        "leads",
        branch="branch_name",
        sales_person="sales_person_name",
        lead_source="referral_source",
    ),
    _resolved("crm_badlead", "crm.BadLead", "bad leads", lead_source="provider"),
)
