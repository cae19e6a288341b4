"""Whether the pool's values can be true: dates, amounts, states, contacts, tests among real rows."""

from __future__ import annotations

from decimal import Decimal

from aiop.quality.checks import Check, Kind, Severity

_EARLIEST = "date '2015-01-01'"
_LARGEST = "100000"
_SAME_WRITING = r"regexp_replace(ltrim(upper(regexp_replace(quote_number, '\s', '', 'g')), '0'), '\.0+$', '')"
_WON = "opportunity_status IN ('BOOKED', 'CLOSED') AND NOT is_test AND NOT is_duplicate"


def _one_writing(table: str, model: str, plural: str) -> Check:
    return Check(
        name=f"{plural.replace(' ', '_')}_of_one_quote",
        title=f"{plural[0].upper()}{plural[1:]} of one quote in two writings",
        question=f"Are there two {plural} whose quote numbers differ in blanks, letter case, zeros or a decimal point alone?",
        model=model,
        sql=f"""
            SELECT id, 'also written ' || CASE WHEN quote_number = lowest THEN highest ELSE lowest END AS detail FROM (
                SELECT id, quote_number, min(quote_number) OVER same AS lowest, max(quote_number) OVER same AS highest
                FROM {table} WINDOW same AS (PARTITION BY {_SAME_WRITING})
            ) AS compared WHERE lowest <> highest
        """,
        has_detail=True,
        guidance="A spreadsheet has changed the numbers on their way: export again and load the file untouched.",
    )


def _amounts(table: str, model: str, plural: str, *columns: str) -> Check:
    outside = ", ".join(
        f"CASE WHEN {name} NOT BETWEEN 0 AND {_LARGEST} THEN '{name.replace('_', ' ')} ' || {name} END"
        for name in columns
    )
    condition = " OR ".join(f"{name} NOT BETWEEN 0 AND {_LARGEST}" for name in columns)
    return Check(
        name=f"{plural.replace(' ', '_')}_with_impossible_amounts",
        title=f"{plural[0].upper()}{plural[1:]} with amounts that cannot be",
        question=f"Is there an amount on {plural} below 0 or above 100,000?",
        model=model,
        sql=f"SELECT id, concat_ws(', ', {outside}) AS detail FROM {table} WHERE NOT is_test AND ({condition})",
        has_detail=True,
        guidance="Set the amount right in the source system; revenue is wrong as long as it stands.",
    )


def _tests(table: str, model: str, plural: str) -> Check:
    return Check(
        name=f"real_{plural.replace(' ', '_')}_rate",
        title=f"{plural[0].upper()}{plural[1:]} that are no tests",
        question=f"How many {plural} are real? Rows that say test, dummy or placeholder are kept, and left out of figures.",
        model=model,
        kind=Kind.RATE,
        severity=Severity.INFO,
        sql=f"SELECT id, NOT is_test AS good FROM {table}",
        threshold=Decimal(99),
        guidance="Many tests at once come from a training branch: ask that it be left out of exports.",
    )


def _complete(name: str, title: str, question: str, good: str, threshold: int) -> Check:
    return Check(
        name=name,
        title=title,
        question=question,
        model="crm.Job",
        kind=Kind.RATE,
        severity=Severity.INFO,
        sql=f"SELECT id, {good} AS good FROM crm_job WHERE {_WON}",
        threshold=Decimal(threshold),
        guidance="Tell the branches with most of these rows: what is not asked at the booking cannot be added later.",
    )


def _readable(table: str, model: str, plural: str, email: str, phone: str) -> Check:
    bad_email = f"{email} IS NOT NULL AND email_key IS NULL"
    bad_phone = f"{phone} IS NOT NULL AND phone_key IS NULL"
    return Check(
        name=f"{plural.replace(' ', '_')}_contact_format_rate",
        title=f"{plural[0].upper()}{plural[1:]} whose contacts can be read",
        question=f"Of the {plural} with an e-mail or phone, how many have only ones that are written as such?",
        model=model,
        kind=Kind.RATE,
        severity=Severity.INFO,
        sql=f"""
            SELECT id, NOT (({bad_email}) OR ({bad_phone})) AS good, concat_ws(', ',
                CASE WHEN {bad_email} THEN 'no e-mail address' END, CASE WHEN {bad_phone} THEN 'no phone number' END) AS detail
            FROM {table} WHERE NOT is_test AND ({email} IS NOT NULL OR {phone} IS NOT NULL)
        """,
        threshold=Decimal(95),
        has_detail=True,
        guidance="Placeholders such as 555-555-5555 count as unreadable. Correct them in the source system.",
    )


CHECKS = (
    _one_writing("crm_leadstatus", "crm.LeadStatus", "leads"),
    _one_writing("crm_bookedopportunity", "crm.BookedOpportunity", "bookings"),
    _one_writing("crm_lostlead", "crm.LostLead", "lost leads"),
    Check(
        name="job_without_status",
        title="Jobs without a status",
        question="Is there a job whose status is not known?",
        model="crm.Job",
        severity=Severity.CRITICAL,
        sql="""
            SELECT id, 'exported as ' || coalesce(status_text, 'blank') AS detail FROM crm_job
            WHERE opportunity_status IS NULL AND NOT is_test
        """,
        has_detail=True,
        guidance="A status that nobody has mapped yet: until it is, these jobs are in no figure.",
    ),
    Check(
        name="won_job_without_booking_date",
        title="Won jobs without a booking date",
        question="Does every booked or closed job say when it was booked?",
        model="crm.Job",
        sql=f"SELECT id FROM crm_job WHERE booked_date IS NULL AND {_WON}",
        guidance="Set the booking date in the source system; without it the job is missing from bookings by month.",
    ),
    Check(
        name="job_date_out_of_range",
        title="Jobs on impossible days",
        question="Is there a job before 2015 or more than two years ahead?",
        model="crm.Job",
        sql=f"""
            SELECT id, 'on ' || job_date AS detail FROM crm_job
            WHERE NOT is_test AND (job_date < {_EARLIEST} OR job_date > %(today)s::date + interval '2 years')
        """,
        has_detail=True,
        guidance="A slip in the year: set the date right in the source system.",
    ),
    _amounts(
        "crm_job",
        "crm.Job",
        "jobs",
        "total_estimated_cost",
        "total_actual_cost",
        "hourly_rate_quoted",
        "hourly_rate_billed",
        "wages",
        "tip_amount",
    ),
    _amounts(
        "crm_bookedopportunity",
        "crm.BookedOpportunity",
        "bookings",
        "estimated_amount",
        "invoiced_amount",
        "hourly_rate",
    ),
    _amounts("crm_lostlead", "crm.LostLead", "lost leads", "estimated_amount"),
    _tests("crm_job", "crm.Job", "jobs"),
    _tests("crm_leadstatus", "crm.LeadStatus", "leads"),
    _tests("crm_bookedopportunity", "crm.BookedOpportunity", "bookings"),
    _tests("crm_badlead", "crm.BadLead", "bad leads"),
    _tests("crm_lostlead", "crm.LostLead", "lost leads"),
    _complete(
        "won_job_email_rate",
        "Won jobs with an e-mail",
        "How many won jobs have a usable e-mail address?",
        "email_key IS NOT NULL",
        90,
    ),
    _complete(
        "won_job_phone_rate",
        "Won jobs with a phone",
        "How many won jobs have a usable phone number?",
        "phone_key IS NOT NULL",
        95,
    ),
    _complete(
        "won_job_address_rate",
        "Won jobs with both places",
        "How many won jobs name the city and state where they start and where they end?",
        "num_nulls(origin_city, origin_state, destination_city, destination_state) = 0",
        85,
    ),
    _readable("crm_job", "crm.Job", "jobs", "customer_email", "customer_phone"),
    _readable("crm_bookedopportunity", "crm.BookedOpportunity", "bookings", "email", "phone_number"),
    _readable("crm_badlead", "crm.BadLead", "bad leads", "customer_email", "customer_phone"),
    Check(
        name="job_uniqueness_rate",
        title="Jobs that are there once",
        question="How many jobs are not marked as the duplicate of another?",
        model="crm.Job",
        kind=Kind.RATE,
        severity=Severity.INFO,
        sql="SELECT id, NOT is_duplicate AS good FROM crm_job WHERE NOT is_test",
        threshold=Decimal(98),
        guidance="Duplicates are left out of figures. Many at once come from a quote that was entered twice.",
    ),
)
