"""The lead reports: lead status, booked, lost and bad leads, each with its own headers."""

from random import Random

from crm.sandbox import quirks
from crm.sandbox.jobs_report import status_text
from crm.sandbox.people import address
from crm.sandbox.pool import BadLead, Pool, Quote
from crm.sandbox.vocabulary import BAD_REASONS, JOB_TYPES, PROVIDERS

LEAD_STATUS = (
    "Quote #", "Branch Name", "Status", "Sales Person", "Time to Contact", "Referral Source", "Lead Status", "Service Type",
    "Estimator", "Move Coordinator", "Received at", "Quote Sent", "Last Communication", "Service Date", "Estimated Revenue",
    "Volume/Weight",
)  # fmt: skip
BOOKED = (
    "Quote #", "Status", "Customer Name", "Email", "Phone Number", "Branch", "Moving From", "Moving To", "Service Date",
    "Service Type", "Hourly Rate", "Estimated Amount", "Invoiced Amount", "Referral Source", "Booked Date", "Sales Person",
    "Estimator", "Move Coordinator", "Volume", "Weight",
)  # fmt: skip
LOST = (
    "Quote #", "Name", "Lost Date", "Move Date", "Reason", "Date Received", "Time to First Contact", "Est. Dollar Amount",
)  # fmt: skip
BAD = (
    "Provider",
    "Customer Name",
    "Customer Email",
    "Customer Phone",
    "Move Date ",
    "Date Lead Received",
    "Lead Bad Reason",
)

_PIPELINE = ("New", "Attempted", "Working", "Follow up", "Closed Won", "Closed Lost", "")


def lead_status_row(pool: Pool, rng: Random, quote: Quote) -> list[str]:
    """Give one row of the lead status report."""
    pool.world.reseed(rng, quote.number * 64 + 2)
    company, revised = pool.company, quote.revised
    branch, seller = company.branch_text(rng, quote.branch), company.sellers[quote.seller].spelled(rng)
    contact = quirks.blank(rng) if rng.random() < 0.0735 else quirks.duration(rng)
    sizes = _sizes(rng)
    number = f"{quote.number}.0" if rng.random() < 0.01 else str(quote.number)
    service_type, pipeline, draw = quirks.pick(rng, JOB_TYPES), quirks.pick(rng, _PIPELINE), rng.random()
    return [
        number,
        branch,
        outcome_text(rng, quote),
        seller,
        contact,
        company.sources[quote.source],
        pipeline,
        service_type,
        "",
        "",
        quirks.moment(quote.received, quote.minute),
        quirks.DATE_SENTINEL if draw > 0.97 else quirks.day(quote.received + (draw > 0.7)),
        quirks.moment(quote.received + 1 + revised, quote.minute),
        quirks.DATE_SENTINEL if draw < 0.03 else quirks.day(quote.service),
        quirks.money(quote.cents),
        sizes,
    ]


def _sizes(rng: Random) -> str:
    """Spell volume and weight in one cell, either of which may be unknown."""
    cubic_feet, known = 100 + int(rng.random() * 1_500), rng.random()
    weight = f"{cubic_feet * 7} lbs" if known < 0.8 else "--"
    return f"{cubic_feet} cuft / {weight}" if known < 0.9 else "-- / --"


def outcome_text(rng: Random, quote: Quote) -> str:
    """Spell the outcome of a lead, with the reason inside when it is lost."""
    if quote.in_bookings or quote.won:
        return status_text(rng, quote.status)
    if quote.in_losses:
        return quote.reason if quote.reason.startswith("Lost") else f"Lost {quote.reason.lower()}"
    return quirks.pick(rng, ("Quoted", "Pending", "New Lead", "Lead In Progress", "Opportunity"))


def booked_row(pool: Pool, rng: Random, quote: Quote) -> list[str]:
    """Give one row of the booked opportunities report."""
    pool.world.reseed(rng, quote.number * 64 + 3)
    company = pool.company
    rate = 12_000 + 500 * int(rng.random() * 25)
    invoiced = int(quote.cents * (0.9 + 0.3 * rng.random())) if quote.status in ("Closed", "Completed") else 0
    cubic_feet = 100 + int(rng.random() * 1_500)
    return [
        f" {quote.number}" if rng.random() < 0.01 else str(quote.number),
        status_text(rng, quote.status),
        quirks.name(rng, quote.card),
        quirks.email(rng, quote.email) if quote.email else "",
        quirks.phone(rng, quote.phone) if quote.phone else "",
        company.branch_text(rng, quote.branch),
        _whole_address(quote.origin),
        _whole_address(quote.destination),
        quirks.day(quote.service),
        quirks.pick(rng, JOB_TYPES),
        quirks.money(rate),
        quirks.money(quote.cents),
        quirks.money(invoiced),
        company.sources[quote.source],
        quirks.day(quote.booked),
        company.sellers[quote.seller].spelled(rng),
        "",
        "",
        f"{cubic_feet} cuft",
        f"{cubic_feet * 7} lbs",
    ]


def lost_row(pool: Pool, rng: Random, quote: Quote) -> list[str]:
    """Give one row of the lost leads and opportunities report."""
    pool.world.reseed(rng, quote.number * 64 + 4)
    return [
        str(quote.number),
        quirks.name(rng, quote.card),
        quirks.day(quote.lost),
        quirks.DATE_SENTINEL if rng.random() < 0.01 else quirks.day(quote.service),
        quote.reason,
        quirks.day(quote.lost_received),
        "--" if rng.random() < 0.05 else quirks.duration(rng),
        quirks.money(quote.cents),
    ]


def bad_lead_row(pool: Pool, rng: Random, lead: BadLead) -> list[str]:
    """Give one row of the bad leads report."""
    pool.world.reseed(rng, lead.id * 64 + 5)
    provider, name, reason = quirks.pick(rng, PROVIDERS), quirks.name(rng, lead.card), quirks.pick(rng, BAD_REASONS)
    blank_phone = quirks.pick(rng, quirks.UNUSABLE_PHONES) if rng.random() < 0.15 else ""
    return [
        provider,
        name,
        quirks.email(rng, lead.email) if lead.email else "",
        quirks.phone(rng, lead.phone) if lead.phone else blank_phone,
        quirks.day(lead.move),
        quirks.day(lead.received),
        (f"{reason} (confirmed)" if lead.revised else reason) if lead.reason_shown else "",
    ]


def _whole_address(home: int) -> str:
    street, city, code, _, zip_code = address(home)
    return f"{street}, {city}, {code} {zip_code}"
