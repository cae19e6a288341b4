"""What every integrity check should return, counted from the truth in plain Python."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from aiop.values.seller_name import seller_key
from crm.sandbox.links import BadLeadLinker, Customer, job_route, shown_email, shown_phone
from crm.sandbox.performance import SALES_FIGURES_OFF, user_names
from crm.sandbox.pool import Job, Pool, Quote
from crm.sandbox.quirks import percent

Checks = dict[str, int | float]
EARLIEST_JOB = date(2015, 1, 1).toordinal()
LARGEST_CENTS = 10_000_000


def expected_checks(
    pool: Pool, customers: dict[int, Customer], linker: BadLeadLinker, sellers: Iterable[str]
) -> Checks:
    """Give the value of each check by its name: `original_*` by the first definitions, the rest by the corrected ones."""
    jobs = [(quote, job) for quote in pool.quotes for job in quote.jobs]
    return {
        **_performance(pool, set(sellers)),
        **_jobs(jobs),
        **_bookings(pool.quotes),
        **_bad_leads(pool, linker),
        **_customers(customers.values()),
        **_amounts_and_dates(pool, jobs),
    }


def _performance(pool: Pool, sellers: set[str]) -> Checks:
    orphans = [person for name, person in user_names(pool) if seller_key(name) not in sellers]
    return {
        "original_orphaned_user_performance": len(orphans),
        "original_orphaned_sales_performance": 0,
        "orphaned_user_performance_of_sellers": sum(person is not None for person in orphans),
        "sales_percent_off_its_count": SALES_FIGURES_OFF,
    }


def _jobs(jobs: list[tuple[Quote, Job]]) -> Checks:
    linked = sum(job_route(quote, job) is not None for quote, job in jobs)
    due = [
        (quote, job) for quote, job in jobs
        if quote.won and not quote.test and (shown_email(quote, job) or shown_phone(quote, job))
    ]  # fmt: skip
    done = sum(job_route(quote, job) is not None for quote, job in due)
    return {
        "original_job_customer_rate": percent(linked, len(jobs)),
        "jobs_linked": linked,
        "won_jobs_with_contact": len(due),
        "won_job_customer_rate": percent(done, len(due)),
        "linked_jobs_not_won": 0,
        "won_jobs_without_contact": sum(
            quote.won and not quote.test and not shown_email(quote, job) and not shown_phone(quote, job)
            for quote, job in jobs
        ),
    }


def _bookings(quotes: list[Quote]) -> Checks:
    leads = [quote for quote in quotes if quote.in_leads]
    bookings = [quote for quote in quotes if quote.in_bookings]
    in_both = sum(quote.in_bookings for quote in leads)
    return {
        "original_lead_status_booking_rate": percent(in_both, len(leads)),
        "lead_status_linked": in_both,
        "lost_leads_linked": sum(quote.in_losses for quote in bookings),
        "bookings_with_lead_rate": percent(in_both, len(bookings)),
        "leads_booked_without_booking": sum(quote.won and not quote.in_bookings for quote in leads),
        "leads_linked_to_other_quote": 0,
        "quotes_booked_and_lost": sum(quote.in_losses for quote in bookings),
        "duplicate_quotes": 0,
        "bookings_without_customer": sum(quote.test for quote in bookings),
    }


def _bad_leads(pool: Pool, linker: BadLeadLinker) -> Checks:
    links = [linker.link(lead) for lead in pool.bad_leads]
    linked = sum(link.quote is not None for link in links)
    return {
        "original_bad_lead_rate": percent(linked, len(links)),
        "bad_leads_linked": linked,
        "bad_leads_with_contact": sum(bool(lead.email or lead.phone) for lead in pool.bad_leads),
        "bad_leads_with_customer": sum(link.customer is not None for link in links),
    }


def _customers(customers: Iterable[Customer]) -> Checks:
    customers = list(customers)
    emails = Counter(email for customer in customers for email in customer.emails)
    phones = Counter(phone for customer in customers for phone in customer.phones)
    return {
        "customers": len(customers),
        "customers_from_jobs": sum(customer.made_from == "job" for customer in customers),
        "customers_without_contact": sum(not customer.emails and not customer.phones for customer in customers),
        "emails_of_several_customers": sum(count > 1 for count in emails.values()),
        "phones_of_several_customers": sum(count > 1 for count in phones.values()),
        "first_lead_after_conversion": sum(0 < customer.conversion < customer.first_lead for customer in customers),
        "customers_without_first_lead": sum(not customer.first_lead for customer in customers),
        "conversion_without_evidence": 0,
    }


def _amounts_and_dates(pool: Pool, jobs: list[tuple[Quote, Job]]) -> Checks:
    ahead = date.fromordinal(pool.as_of)
    latest = ahead.replace(year=ahead.year + 2).toordinal()
    return {
        "won_jobs_without_booking_stamp": sum(quote.won and not job.booked for quote, job in jobs),
        "jobs_before_2015_or_two_years_ahead": sum(
            bool(job.day) and not EARLIEST_JOB <= job.day <= latest for _, job in jobs
        ),
        "job_estimates_negative_or_above_100000": sum(not 0 <= job.cents <= LARGEST_CENTS for _, job in jobs),
    }
