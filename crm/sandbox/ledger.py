"""Writes the ledger of truth: one table per topic, keyed by what the files themselves carry."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from aiop.sandbox.world import Cell, Ledger
from aiop.values.branch_name import branch_key
from aiop.values.seller_name import seller_key
from aiop.values.source_name import original_category, source_category, source_display, source_key
from crm.sandbox.company import BRANCH_SPELLINGS, HOUSE_OWNERS, PROVINCE_OF_BRANCH, SOURCES, TEST_BRANCHES
from crm.sandbox.expected import expected_checks
from crm.sandbox.files import Seen
from crm.sandbox.links import BadLeadLinker, Customer, job_route, make_customers
from crm.sandbox.people import Card
from crm.sandbox.performance import sellers_by_name, user_names
from crm.sandbox.pool import Pool, Quote

Rows = Iterator[tuple[Cell, ...]]
US_STATES = frozenset({"VA", "TX", "ID", "CO", "NJ", "GA", "TN", "PA", "AZ", "OK", "DC"})


def write_truth(ledger: Ledger, pool: Pool, seen: Seen) -> None:
    """Write every topic of the ledger for a pool and the files that were written from it."""
    customers = make_customers(pool)
    linker = BadLeadLinker(pool, customers)
    linker.date_first_leads(pool.bad_leads)
    _write_people(ledger, pool)
    _write_links(ledger, pool, customers)
    bad_lead_columns = ("line", "natural_hash", "quote", "route", "why_not", "customer", "person", "received")
    ledger.write("bad_leads", bad_lead_columns, _bad_leads(pool, linker, seen))
    spellings = seller_groups(seen)
    _write_lookups(ledger, pool, seen, spellings)
    _write_files(ledger, pool, seen)
    ledger.write("checks", ("check", "value"), sorted(expected_checks(pool, customers, linker, spellings).items()))


def _write_people(ledger: Ledger, pool: Pool) -> None:
    cards = _cards(pool)
    persons = {card.person: card for card in reversed(cards)}
    people = ((person, card.household or None, card.full_name) for person, card in sorted(persons.items()))
    ledger.write("persons", ("person", "household", "name"), people)
    columns = ("card", "person", "household", "relation", "name", "email", "phone", "test")
    ledger.write("cards", columns, ((card.id, card.person, card.household or None, card.relation, card.full_name, card.email, card.phone, card.test) for card in cards))  # fmt: skip
    ledger.write("record_persons", ("kind", "key", "person", "card"), _record_persons(pool))


def _cards(pool: Pool) -> list[Card]:
    by_id = {quote.card.id: quote.card for quote in pool.quotes}
    by_id.update((lead.card.id, lead.card) for lead in pool.bad_leads)
    return [by_id[key] for key in sorted(by_id)]


def _record_persons(pool: Pool) -> Rows:
    """Give whose row each is; bad leads stand in their own table."""
    for quote in pool.quotes:
        number, person, card = str(quote.number), quote.card.person, quote.card.id
        for kind in _kinds(quote):
            yield kind, number, person, card
        for job in quote.jobs:
            yield "jobs", pool.job_id(quote, job), person, card


def _kinds(quote: Quote) -> Iterator[str]:
    if quote.in_leads:
        yield "lead_status"
    if quote.in_bookings:
        yield "booked_opportunities"
    if quote.in_losses:
        yield "lost_leads"


def _write_links(ledger: Ledger, pool: Pool, customers: dict[int, Customer]) -> None:
    ledger.write("quote_links", ("kind", "quote", "booking"), _quote_links(pool))
    columns: tuple[str, ...] = (
        "job_id",
        "job_number",
        "quote",
        "sequence",
        "status",
        "person",
        "should_link",
        "route",
        "customer",
    )
    ledger.write("jobs", columns, _jobs(pool, customers))
    columns = ("customer", "person", "name", "made_from", "emails", "phones", "bookings", "jobs")
    rows = ((customer.founder, customer.person, customer.name, customer.made_from, " ".join(sorted(customer.emails)), " ".join(sorted(customer.phones)), customer.bookings, customer.jobs) for customer in customers.values())  # fmt: skip
    ledger.write("customers", columns, rows)
    ledger.write("bookings", ("quote", "customer"), _bookings(pool, customers))
    timeline = (
        (customer.founder, iso(customer.first_lead), iso(customer.conversion)) for customer in customers.values()
    )
    ledger.write("timeline", ("customer", "first_lead_date", "conversion_date"), timeline)


def iso(ordinal: int) -> str | None:
    """Spell a day as ISO; None for 0."""
    return date.fromordinal(ordinal).isoformat() if ordinal else None


def _quote_links(pool: Pool) -> Rows:
    for quote in pool.quotes:
        booking = str(quote.number) if quote.in_bookings else None
        for kind in _kinds(quote):
            if kind != "booked_opportunities":
                yield kind, str(quote.number), booking


def _bookings(pool: Pool, customers: dict[int, Customer]) -> Rows:
    for quote in pool.quotes:
        if quote.in_bookings:
            yield str(quote.number), None if quote.test else customers[quote.card.id].founder


def _jobs(pool: Pool, customers: dict[int, Customer]) -> Rows:
    for quote in pool.quotes:
        for job in quote.jobs:
            route = job_route(quote, job)
            customer = customers[quote.card.id].founder if route else None
            sequence = job.copy_of or job.sequence
            number = f"{quote.number}-{sequence}"
            yield pool.job_id(quote, job), number, str(quote.number), sequence, quote.status, quote.card.person, route is not None, route, customer  # fmt: skip


def _bad_leads(pool: Pool, linker: BadLeadLinker, seen: Seen) -> Rows:
    for lead in pool.bad_leads:
        line, digest = seen.bad_lead_lines[lead.id]
        link = linker.link(lead)
        quote = None if link.quote is None else str(link.quote)
        yield line, digest, quote, link.route, link.why_not, link.customer, lead.card.person, iso(lead.received)


def seller_groups(seen: Seen) -> dict[str, Counter[str]]:
    """Group the spellings of sellers in jobs, bookings, leads and the sales report by their key."""
    groups: dict[str, Counter[str]] = {}
    for counter in seen.sellers.values():
        for text, count in counter.items():
            groups.setdefault(seller_key(text) or "", Counter())[text.strip()] += count
    return groups


def _write_lookups(ledger: Ledger, pool: Pool, seen: Seen, groups: dict[str, Counter[str]]) -> None:
    truth = sellers_by_name(pool.company)
    reference = set(seen.sellers["sales_performance"])
    shown = {key: _display(counts, reference) for key, counts in groups.items()}
    columns: tuple[str, ...] = ("spelling", "seller_key", "canonical", "person", "kind", "needs_review", "rows")
    ledger.write("sales_people", columns, _spellings(groups, shown, truth))
    columns = ("report", "name", "sales_person", "person", "needs_review")
    ledger.write("performance", columns, _performance(pool, seen, shown, truth))
    columns = ("raw", "branch_key", "canonical", "state", "country", "mark", "test")
    ledger.write("branches", columns, _branches(seen))
    columns = ("raw", "source_key", "display", "category", "original_category", "category_by_meaning")
    ledger.write("lead_sources", columns, _sources(seen))


def _display(counts: Counter[str], reference: set[str]) -> str:
    known = sorted(text for text in counts if text in reference)
    return known[0] if known else min(counts, key=lambda text: (-counts[text], text))


def _spellings(groups: dict[str, Counter[str]], shown: dict[str, str], truth: dict[str, str]) -> Rows:
    """Give every spelling; one whose group shows another name than its seller's needs a person's decision."""
    kinds = dict(HOUSE_OWNERS)
    for key, counts in sorted(groups.items()):
        for text in sorted(counts):
            person = truth[text]
            yield text, key, shown[key], person, kinds.get(person, "person"), shown[key] != person, counts[text]


def _performance(pool: Pool, seen: Seen, shown: dict[str, str], truth: dict[str, str]) -> Rows:
    for name in sorted(seen.sellers["sales_performance"]):
        yield "sales_performance", name, shown[seller_key(name) or ""], truth[name], False
    for name, person in sorted(user_names(pool)):
        linked = shown.get(seller_key(name) or "")
        yield "user_performance", name, linked, person, person is not None and linked != person


def _branches(seen: Seen) -> Rows:
    canonical = {name: (name, "") for name in PROVINCE_OF_BRANCH}
    canonical |= {raw.strip(): (name, mark) for raw, name, mark in BRANCH_SPELLINGS}
    for raw in sorted({text.strip() for counter in seen.branches.values() for text in counter}):
        test = raw in TEST_BRANCHES
        name, mark = canonical.get(raw, (raw, "test"))
        state = PROVINCE_OF_BRANCH.get(name)
        country = None if state is None else "US" if state in US_STATES else "CA"
        yield raw, branch_key(raw), None if test else name, state, country, mark, test


def _sources(seen: Seen) -> Rows:
    meaning = {raw.strip(): category for raw, _, category in SOURCES}
    for raw in sorted({text.strip() for counter in seen.sources.values() for text in counter}):
        yield raw, source_key(raw), source_display(raw), source_category(raw), original_category(raw), meaning[raw]


def _write_files(ledger: Ledger, pool: Pool, seen: Seen) -> None:
    ledger.write("files", ("kind", "file", "genuine_rows"), seen.files)
    ledger.write("quarantine", ("file", "line", "column", "value", "why"), seen.quarantine)
    ledger.write("totals_rows", ("file", "line"), seen.totals)
    ledger.write("test_rows", ("kind", "key"), _test_rows(pool, seen))
    ledger.write("duplicate_jobs", ("job_id", "original_job_id"), _copies(pool))


def _test_rows(pool: Pool, seen: Seen) -> Rows:
    """Give the rows whose own cells show that they are tests: a name, or a branch where the report has one."""
    for quote in pool.quotes:
        named, placed = quote.card.test, quote.branch in TEST_BRANCHES
        shows = {"lead_status": placed, "booked_opportunities": named or placed, "lost_leads": named}
        yield from ((kind, str(quote.number)) for kind in _kinds(quote) if shows[kind])
        if named or placed:
            yield from (("jobs", pool.job_id(quote, job)) for job in quote.jobs)
    for lead in pool.bad_leads:
        if lead.card.test:
            yield "bad_leads", seen.bad_lead_lines[lead.id][1]


def _copies(pool: Pool) -> Rows:
    for quote in pool.quotes:
        for job in quote.jobs:
            if job.copy_of:
                yield pool.job_id(quote, job), pool.job_id(quote, quote.jobs[job.copy_of - 1])
