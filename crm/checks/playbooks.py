"""What can be done at once about links that the lead pool's checks find missing or wrong."""

from __future__ import annotations

from aiop.quality.playbooks import Playbook


def _to_booking(name: str, check: str, table: str, model: str, noun: str, *, wrong: bool) -> Playbook:
    """Link rows to the booking of their quote: those that have none, or those that have another's."""
    missing = "r.booked_opportunity_id IS NULL"
    other = "r.booked_opportunity_id IS NOT NULL AND r.booked_opportunity_id <> b.id"
    return Playbook(
        name=name,
        check=check,
        verb=f"Link {{count}} {noun} to the booking of their quote",
        about="Each row's quote has exactly one booking; the row would point to it. Nothing else is written.",
        model=model,
        columns=("booked_opportunity_id",),
        sql=f"""
            SELECT r.id, 'Quote ' || r.quote_number AS label, b.id AS new_booked_opportunity_id
            FROM {table} r JOIN crm_bookedopportunity b ON b.org_id = r.org_id AND b.quote_number = r.quote_number
            WHERE NOT r.is_test AND {other if wrong else missing}
        """,
    )


PLAYBOOKS = (
    _to_booking("link_leads", "booked_lead_link_rate", "crm_leadstatus", "crm.LeadStatus", "leads", wrong=False),
    _to_booking("relink_leads", "lead_linked_to_other_quote", "crm_leadstatus", "crm.LeadStatus", "leads", wrong=True),
    _to_booking("link_lost_leads", "lost_lead_link_rate", "crm_lostlead", "crm.LostLead", "lost leads", wrong=False),
    _to_booking(
        "relink_lost_leads", "lost_lead_linked_to_other_quote", "crm_lostlead", "crm.LostLead", "lost leads", wrong=True
    ),
    Playbook(
        name="job_customers_from_bookings",
        check="won_job_customer_rate",
        verb="Give {count} jobs the customer of their booking",
        about="Each job's quote has a booking with a customer; the job would have the same. Nothing else is written.",
        model="crm.Job",
        columns=("customer_id", "customer_method"),
        sql="""
            SELECT j.id, 'Job ' || coalesce(j.job_number, j.quote_number) AS label, b.customer_id AS new_customer_id,
                'quote' AS new_customer_method
            FROM crm_job j JOIN crm_bookedopportunity b ON b.org_id = j.org_id AND b.quote_number = j.quote_number
            WHERE j.customer_id IS NULL AND b.customer_id IS NOT NULL AND j.opportunity_status IN ('BOOKED', 'CLOSED')
              AND NOT j.is_duplicate AND NOT j.is_test
        """,
    ),
)
