"""Whether what belongs together by quote number or contact is linked, and nothing else is."""

from __future__ import annotations

from decimal import Decimal

from aiop.quality.checks import Check, Kind, Severity

_WON = "opportunity_status IN ('BOOKED', 'CLOSED')"

# A lead has no contact of its own: it is its booking's, else that of its quote's jobs. Names are compared last, because
# that costs more than everything else.
_MATCHABLE_BAD_LEADS = """
    WITH contact AS (
        SELECT org_id, quote_number, email_key, phone_key, name_key, customer_name
        FROM crm_bookedopportunity WHERE NOT is_test
        UNION
        SELECT j.org_id, j.quote_number, j.email_key, j.phone_key, j.name_key, j.customer_name
        FROM crm_job j LEFT JOIN crm_bookedopportunity b USING (org_id, quote_number)
        WHERE NOT j.is_test AND b.id IS NULL
    ), lead AS MATERIALIZED (
        SELECT (l.received_at AT TIME ZONE %(zone)s)::date AS day, contact.*
        FROM crm_leadstatus l JOIN contact USING (org_id, quote_number) WHERE NOT l.is_test
    ), near AS (
        SELECT bad.id, bad.lead_status_id, bad.name_key AS bad_key, bad.customer_name AS bad_name,
            lead.name_key, lead.customer_name
        FROM crm_badlead bad JOIN lead ON lead.email_key = bad.email_key
        WHERE NOT bad.is_test AND abs(lead.day - bad.date_lead_received) <= 90
        UNION
        SELECT bad.id, bad.lead_status_id, bad.name_key, bad.customer_name, lead.name_key, lead.customer_name
        FROM crm_badlead bad JOIN lead ON lead.phone_key = bad.phone_key
        WHERE NOT bad.is_test AND abs(lead.day - bad.date_lead_received) <= 90
    )
    SELECT id, bool_or(lead_status_id IS NOT NULL) AS good FROM near
    WHERE crm_names_compatible(crm_person_identity(bad_key, bad_name), crm_person_identity(name_key, customer_name))
    GROUP BY id
"""

# The rates of links, in the order in which they are shown.
RATES = (
    "won_job_customer_rate",
    "booked_lead_link_rate",
    "bad_lead_match_rate",
    "lost_lead_link_rate",
    "booking_in_leads_rate",
)

CHECKS = (
    Check(
        name="won_job_customer_rate",
        title="Won jobs with a customer",
        question="Of the booked and closed jobs with a usable e-mail or phone, how many have their customer?",
        model="crm.Job",
        kind=Kind.RATE,
        sql=f"""
            SELECT id, customer_id IS NOT NULL AS good FROM crm_job
            WHERE {_WON} AND NOT is_duplicate AND NOT is_test AND coalesce(email_key, phone_key) IS NOT NULL
        """,
        threshold=Decimal(95),
        source="branch_name",
        parent="bookings",
        guidance="Run the job-to-customer link. If it changes nothing, look at the rows: a new way of writing phones or "
        "e-mails shows there first.",
    ),
    Check(
        name="wrongly_linked_jobs",
        title="Jobs with a customer that must not have one",
        question="Is there a job with a customer that is neither booked nor closed, or is a test?",
        model="crm.Job",
        severity=Severity.CRITICAL,
        sql=f"""
            SELECT id, CASE WHEN is_test THEN 'test row' ELSE 'status ' || coalesce(status_text, 'unknown') END AS detail
            FROM crm_job WHERE customer_id IS NOT NULL AND (is_test OR ({_WON}) IS NOT TRUE)
        """,
        has_detail=True,
        guidance="Undo the link run that set these customers, then run the link again.",
    ),
    Check(
        name="job_and_booking_customers_differ",
        title="Jobs whose booking has another customer",
        question="Do a job and the booking of its quote name the same customer?",
        model="crm.Job",
        severity=Severity.CRITICAL,
        sql="""
            SELECT j.id, 'job: customer ' || j.customer_id || ', booking: customer ' || b.customer_id AS detail
            FROM crm_job j JOIN crm_bookedopportunity b USING (org_id, quote_number)
            WHERE NOT j.is_test AND j.customer_id <> b.customer_id
        """,
        has_detail=True,
        guidance="One quote has one customer. Two records of one person belong merged; else one of the links is wrong.",
    ),
    Check(
        name="booking_in_leads_rate",
        title="Bookings whose lead is known",
        question="Of all bookings, how many have their quote in the Lead Status report?",
        model="crm.BookedOpportunity",
        kind=Kind.RATE,
        sql="""
            SELECT b.id, EXISTS (SELECT FROM crm_leadstatus l
                                 WHERE l.org_id = b.org_id AND l.quote_number = b.quote_number) AS good
            FROM crm_bookedopportunity b WHERE NOT b.is_test
        """,
        threshold=Decimal(95),
        source="branch_name",
        parent="lead_status",
        guidance="The Lead Status export covers too short a period or too few branches: export it again, wider, and load it.",
    ),
    Check(
        name="booked_lead_link_rate",
        title="Booked leads that are linked",
        question="Of the leads whose quote has a booking, how many are linked to it?",
        model="crm.LeadStatus",
        kind=Kind.RATE,
        sql="""
            SELECT l.id, l.booked_opportunity_id IS NOT NULL AS good
            FROM crm_leadstatus l JOIN crm_bookedopportunity b USING (org_id, quote_number) WHERE NOT l.is_test
        """,
        threshold=Decimal(100),
        parent="bookings",
        guidance="Run the quote link: every one of these can be linked.",
    ),
    Check(
        name="lost_lead_link_rate",
        title="Lost leads that booked are linked",
        question="Of the lost leads whose quote has a booking, how many are linked to it?",
        model="crm.LostLead",
        kind=Kind.RATE,
        sql="""
            SELECT l.id, l.booked_opportunity_id IS NOT NULL AS good
            FROM crm_lostlead l JOIN crm_bookedopportunity b USING (org_id, quote_number) WHERE NOT l.is_test
        """,
        threshold=Decimal(100),
        parent="bookings",
        guidance="Run the quote link: every one of these can be linked.",
    ),
    Check(
        name="booked_lead_without_booking",
        title="Leads said to be booked, without a booking",
        question="Is there a lead whose status says booked, completed or closed, but whose quote has no booking?",
        model="crm.LeadStatus",
        sql="""
            SELECT l.id, 'status ' || l.status AS detail FROM crm_leadstatus l
            WHERE NOT l.is_test AND l.status ~* '^(booked|completed|closed)'
              AND NOT EXISTS (SELECT FROM crm_bookedopportunity b
                              WHERE b.org_id = l.org_id AND b.quote_number = l.quote_number)
        """,
        has_detail=True,
        guidance="The bookings export is older than the leads export, or covers too short a period: load a newer one.",
    ),
    Check(
        name="lead_linked_to_other_quote",
        title="Leads linked to another quote's booking",
        question="Is there a lead linked to a booking with a different quote number?",
        model="crm.LeadStatus",
        severity=Severity.CRITICAL,
        sql="""
            SELECT l.id, 'booking ' || b.quote_number AS detail
            FROM crm_leadstatus l JOIN crm_bookedopportunity b ON b.id = l.booked_opportunity_id
            WHERE l.quote_number <> b.quote_number
        """,
        has_detail=True,
        guidance="Undo the change that set the link, then run the quote link.",
    ),
    Check(
        name="lost_lead_linked_to_other_quote",
        title="Lost leads linked to another quote's booking",
        question="Is there a lost lead linked to a booking with a different quote number?",
        model="crm.LostLead",
        severity=Severity.CRITICAL,
        sql="""
            SELECT l.id, 'booking ' || b.quote_number AS detail
            FROM crm_lostlead l JOIN crm_bookedopportunity b ON b.id = l.booked_opportunity_id
            WHERE l.quote_number <> b.quote_number
        """,
        has_detail=True,
        guidance="Undo the change that set the link, then run the quote link.",
    ),
    Check(
        name="quote_booked_and_lost",
        title="Lost leads that were not booked",
        question="Of the lost leads, how many have no booking? A few book after all; many mean that a status is misread.",
        model="crm.LostLead",
        kind=Kind.RATE,
        severity=Severity.INFO,
        sql="""
            SELECT l.id, b.id IS NULL AS good, 'booking is ' || coalesce(lower(b.status), 'without status') AS detail
            FROM crm_lostlead l LEFT JOIN crm_bookedopportunity b USING (org_id, quote_number) WHERE NOT l.is_test
        """,
        threshold=Decimal(95),
        has_detail=True,
        guidance="Look at which came last, the loss or the booking, and set the status right in the source system.",
    ),
    Check(
        name="bad_lead_match_rate",
        title="Bad leads that match a lead are linked",
        question="Of the bad leads that share e-mail or phone and name with a lead received within 90 days, how many are "
        "linked to one?",
        model="crm.BadLead",
        kind=Kind.RATE,
        sql=_MATCHABLE_BAD_LEADS,
        threshold=Decimal(95),
        source="provider",
        parent="lead_status",
        guidance="Run the bad-lead link: every one of these can be linked.",
    ),
)
