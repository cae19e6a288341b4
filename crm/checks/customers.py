"""Whether customers have what makes them customers, can be reached, and are not twice there."""

from __future__ import annotations

from aiop.quality.checks import Check, Severity

CHECKS = (
    Check(
        name="booking_without_customer",
        title="Bookings without a customer",
        question="Does every booking have its customer?",
        model="crm.BookedOpportunity",
        sql="SELECT id FROM crm_bookedopportunity WHERE customer_id IS NULL AND NOT is_test",
        guidance="Run the job-to-customer link, which makes customers from bookings.",
    ),
    Check(
        name="customer_without_contact",
        title="Customers who cannot be reached",
        question="Is there a customer with neither e-mail nor phone?",
        model="crm.Customer",
        severity=Severity.INFO,
        sql="""
            SELECT id FROM crm_customer c WHERE c.email IS NULL AND c.phone IS NULL AND NOT EXISTS (
                SELECT FROM crm_contactpoint p WHERE p.org_id = c.org_id AND p.customer_id = c.id)
        """,
        guidance="Ask the branch for a phone number; without one nothing else can be linked to these customers.",
    ),
    Check(
        name="customers_sharing_contact",
        title="Customers who share an e-mail or phone",
        question="Is there an e-mail address or phone number that several customers have?",
        model="crm.Customer",
        severity=Severity.INFO,
        sql="""
            SELECT p.customer_id AS id,
                'shares ' || string_agg(DISTINCT CASE p.kind WHEN 'email' THEN 'e-mail' ELSE 'phone' END, ' and ')
                || ' with ' || max(shared.customers - 1) || ' more' AS detail
            FROM crm_contactpoint p JOIN (
                SELECT kind, key, count(*) AS customers FROM crm_contactpoint GROUP BY kind, key HAVING count(*) > 1
            ) AS shared USING (kind, key)
            GROUP BY p.customer_id
        """,
        has_detail=True,
        guidance="The same person twice belongs merged; a couple, an agent or an employer does not. Review the pairs.",
    ),
    Check(
        name="first_lead_after_conversion",
        title="Customers who booked before they were a lead",
        question="Is there a customer whose first lead is later than the first booking?",
        model="crm.Customer",
        sql="""
            SELECT id, 'lead ' || first_lead_date || ', booking ' || conversion_date AS detail
            FROM crm_customer WHERE first_lead_date > conversion_date
        """,
        has_detail=True,
        guidance="Load the older Lead Status exports and run the timeline; what remains has a wrong date in the source.",
    ),
    Check(
        name="conversion_without_evidence",
        title="Customers with a conversion date and nothing booked",
        question="Is there a customer with a conversion date, but without a won job or a booking?",
        model="crm.Customer",
        sql="""
            SELECT c.id, 'converted ' || c.conversion_date AS detail FROM crm_customer c
            WHERE c.conversion_date IS NOT NULL
              AND NOT EXISTS (SELECT FROM crm_bookedopportunity b WHERE b.customer_id = c.id)
              AND NOT EXISTS (SELECT FROM crm_job j
                              WHERE j.customer_id = c.id AND j.opportunity_status IN ('BOOKED', 'CLOSED'))
        """,
        has_detail=True,
        guidance="Run the timeline, which takes the date from what is linked now.",
    ),
    Check(
        name="merge_without_event",
        title="Merged customers without a record of the merge",
        question="Did someone decide that each customer who was folded into another is the same?",
        model="crm.Customer",
        severity=Severity.CRITICAL,
        sql="""
            SELECT c.id, 'merged into ' || c.merged_into_id AS detail FROM crm_customer c
            WHERE c.merged_into_id IS NOT NULL AND NOT EXISTS (
                SELECT FROM identity_link l WHERE l.entity = 'customers' AND l.verdict = 'same'
                  AND c.id << 3 IN (l."left", l."right"))
        """,
        has_detail=True,
        guidance="A merge without its event cannot be taken back. Find out which change set wrote it, and undo that.",
    ),
)
