"""Which rows belong together by the link rules, worked out from the truth and not from the text of the files."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from crm.sandbox.pool import BadLead, Job, Pool, Quote

WINDOW_DAYS = 90


@dataclass(slots=True)
class Customer:
    """One customer as the rules make them: a card with a booking, or with a won job that carries a contact."""

    founder: str
    person: int
    name: str
    made_from: str
    emails: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    bookings: int = 0
    jobs: int = 0
    first_lead: int = 0
    conversion: int = 0

    def lead_seen(self, day: int) -> None:
        """Lower the day of the first lead."""
        self.first_lead = min(self.first_lead or day, day)

    def converted(self, day: int) -> None:
        """Lower the day of the conversion; 0 means that the evidence has no day."""
        if day:
            self.conversion = min(self.conversion or day, day)


@dataclass(frozen=True, slots=True)
class BadLeadLink:
    """Where a bad lead belongs: its lead's quote number, or the reason why there is none; its customer's founder."""

    quote: int | None
    route: str
    why_not: str
    customer: str | None


def job_route(quote: Quote, job: Job) -> str | None:
    """Give how a job finds its customer: `quote`, `contact`, or None when it must stay without."""
    if not quote.won or quote.test:
        return None
    if quote.in_bookings:
        return "quote"
    return "contact" if shown_email(quote, job) or shown_phone(quote, job) else None


def shown_email(quote: Quote, job: Job) -> str:
    """Give the e-mail key that the job's row carries, or empty."""
    return quote.email if job.email_shown else ""


def shown_phone(quote: Quote, job: Job) -> str:
    """Give the phone key that the job's row carries, or empty."""
    return quote.phone if job.phone_shown else ""


def make_customers(pool: Pool) -> dict[int, Customer]:
    """Give the customers by card id: bookings by date and number first, then won jobs without booking by date and id."""
    customers: dict[int, Customer] = {}
    booked = [quote for quote in pool.quotes if quote.in_bookings and not quote.test]
    for quote in sorted(booked, key=lambda quote: (quote.booked, quote.number)):
        customer = _customer(customers, quote, f"BO:{quote.number}", "booking")
        customer.bookings += 1
        _add_contacts(customer, quote.email, quote.phone)
        customer.converted(quote.booked)
        if quote.in_leads:
            customer.lead_seen(quote.received)
        if quote.in_losses:
            customer.lead_seen(quote.lost_received)
    for job_id, quote, job in sorted(_linked_jobs(pool), key=lambda row: (row[2].day, row[0])):
        customer = _customer(customers, quote, f"J:{job_id}", "job")
        customer.jobs += 1
        _add_contacts(customer, shown_email(quote, job), shown_phone(quote, job))
        customer.converted(job.booked or job.day)
    return customers


def _linked_jobs(pool: Pool) -> Iterator[tuple[str, Quote, Job]]:
    return (
        (pool.job_id(quote, job), quote, job)
        for quote in pool.quotes
        for job in quote.jobs
        if job_route(quote, job) is not None
    )


def _customer(customers: dict[int, Customer], quote: Quote, founder: str, made_from: str) -> Customer:
    card = quote.card
    if card.id not in customers:
        customers[card.id] = Customer(founder, card.person, card.full_name, made_from)
    return customers[card.id]


def _add_contacts(customer: Customer, email: str, phone: str) -> None:
    if email:
        customer.emails.add(email)
    if phone:
        customer.phones.add(phone)


class BadLeadLinker:
    """Finds the lead and the customer of each bad lead."""

    def __init__(self, pool: Pool, customers: dict[int, Customer]) -> None:
        """Index the contacts of every lead: its booking's, else those of its jobs."""
        self._customers = customers
        self._by_email: dict[str, list[Quote]] = {}
        self._by_phone: dict[str, list[Quote]] = {}
        for quote in pool.quotes:
            if not quote.in_leads or not (quote.in_bookings or quote.jobs):
                continue
            booked = quote.in_bookings
            email = quote.email if booked else shown_email(quote, quote.jobs[0])
            phone = quote.phone if booked else shown_phone(quote, quote.jobs[0])
            if email:
                self._by_email.setdefault(email, []).append(quote)
            if phone:
                self._by_phone.setdefault(phone, []).append(quote)

    def link(self, lead: BadLead) -> BadLeadLink:
        """Give the link of one bad lead: e-mail first, then phone; nearest day, then smallest number."""
        owner = self._customer_of(lead)
        customer = owner.founder if owner else None
        reason = "no contact"
        for route, key, index in (("email", lead.email, self._by_email), ("phone", lead.phone, self._by_phone)):
            if not key:
                continue
            reason = _later_reason(reason, "contact unknown")
            quotes = index.get(key, ())
            same = [quote for quote in quotes if quote.card is lead.card]
            near = [quote for quote in same if abs(quote.received - lead.received) <= WINDOW_DAYS]
            if near:
                best = min(near, key=lambda quote: (abs(quote.received - lead.received), quote.number))
                return BadLeadLink(best.number, route, "", customer)
            reason = _later_reason(reason, "outside 90 days" if same else "other person" if quotes else reason)
        return BadLeadLink(None, "", reason, customer)

    def date_first_leads(self, leads: list[BadLead]) -> None:
        """Let the customers' bad leads lower the day of their first lead."""
        for lead in leads:
            customer = self._customer_of(lead)
            if customer is not None:
                customer.lead_seen(lead.received)

    def _customer_of(self, lead: BadLead) -> Customer | None:
        customer = self._customers.get(lead.card.id)
        if customer is None or (lead.email not in customer.emails and lead.phone not in customer.phones):
            return None
        return customer


_REASONS = ("no contact", "contact unknown", "other person", "outside 90 days")


def _later_reason(a: str, b: str) -> str:
    """Give the reason that came nearest to a link."""
    return max(a, b, key=_REASONS.index)
