"""A later export: the same reports some days on, with changed, new and repeated rows, and the truth after both."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

from aiop.sandbox.world import Ledger, World
from crm.sandbox import jobs_report, performance, reports
from crm.sandbox.files import Exporter, natural_hash
from crm.sandbox.generate import AS_OF, collector_paused
from crm.sandbox.history import build_pool, draw_bad_lead
from crm.sandbox.ledger import write_truth
from crm.sandbox.pool import SCALES, Calendar, Counts, Pool, Quote, add_jobs, book, contacts, draw_quote, lose
from crm.sandbox.vocabulary import LOSS_REASONS

Prints = dict[tuple[str, str], str]
UPDATE_DAYS = 7


def generate_update(
    folder: Path, *, seed: int, scale: str, company: str = "letsmove", as_of: date = AS_OF, days: int = UPDATE_DAYS
) -> Ledger:
    """Write the exports of `days` after `as_of`, from January on, and the ledger of what is true after both exports.

    The table `update` names each row as new, changed or same; bad leads that this export does not repeat have no line.
    """
    ledger = Ledger(folder / "ledger")
    with collector_paused():
        counts = SCALES[scale]
        pool = build_pool(World(seed, company), counts, as_of)
        since = date(as_of.year, 1, 1).toordinal()
        before = _prints(pool, since)
        _evolve(pool, counts, since, as_of + timedelta(days=days))
        seen = Exporter(folder, pool, since=since, flawed=False).write_all()
        everything = Exporter(None, pool, flawed=False).write_all()
        seen.sellers, seen.branches, seen.sources = everything.sellers, everything.branches, everything.sources
        lines = {lead_id: line for lead_id, (line, _) in seen.bad_lead_lines.items()}
        seen.bad_lead_lines = {
            lead_id: (lines.get(lead_id), digest) for lead_id, (_, digest) in everything.bad_lead_lines.items()
        }
        write_truth(ledger, pool, seen)
        ledger.write("update", ("kind", "key", "state"), _states(before, _prints(pool, since)))
    return ledger


def _states(before: Prints, after: Prints) -> Iterator[tuple[str, str, str]]:
    for (kind, key), print_after in after.items():
        old = before.get((kind, key))
        yield kind, key, "new" if old is None else "same" if old == print_after else "changed"


def _prints(pool: Pool, since: int) -> Prints:
    """Give a fingerprint of every row that an export since that day holds."""
    rng = Random()  # noqa: S311 - invented data; reseeded for every row
    prints: Prints = {}
    for quote in pool.quotes:
        if quote.latest_day < since:
            continue
        number = str(quote.number)
        if quote.in_leads:
            prints["lead_status", number] = natural_hash(reports.lead_status_row(pool, rng, quote))
        if quote.in_bookings:
            prints["booked_opportunities", number] = natural_hash(reports.booked_row(pool, rng, quote))
        if quote.in_losses:
            prints["lost_leads", number] = natural_hash(reports.lost_row(pool, rng, quote))
        for job in quote.jobs:
            prints["jobs", pool.job_id(quote, job)] = natural_hash(jobs_report.row(pool, rng, quote, job))
    for lead in pool.bad_leads:
        if lead.received >= since:
            row = reports.bad_lead_row(pool, rng, lead)
            prints["bad_leads", natural_hash(row[:6])] = natural_hash(row)
    prints.update((("sales_performance", row[0]), natural_hash(row)) for row in performance.sales_rows(pool))
    prints.update((("user_performance", row[0]), natural_hash(row)) for row in performance.user_rows(pool))
    return prints


def _evolve(pool: Pool, counts: Counts, since: int, until: date) -> None:
    """Let some days pass: quotes asked this year change, new ones come in, and some bad leads are looked at again."""
    rng = pool.world.rng(f"update until {until}")
    yesterday, pool.as_of = pool.as_of, until.toordinal()
    for quote in pool.quotes:
        if quote.received >= since and not quote.test:
            _move_on(pool, quote, rng)
    _ask_more(pool, rng, yesterday, max(12, counts.lead_status // 300))
    _judge_more(pool, rng, since, yesterday, max(12, counts.bad_leads // 300))


def _move_on(pool: Pool, quote: Quote, rng: Random) -> None:
    """Let one quote change: what was open may be booked or lost, what was booked may be done or cancelled."""
    draw = rng.random()
    if quote.in_bookings and quote.status == "Booked":
        if quote.service <= pool.as_of:
            quote.status = "Closed"
        elif draw < 0.1:
            quote.status = "Cancelled"
    elif quote.status == "Quoted" and quote.in_leads:
        if draw < 0.1:
            _book_now(pool, quote, rng)
        elif draw < 0.2:
            lose(pool, quote, rng, LOSS_REASONS)
            quote.lost = pool.as_of
        elif draw < 0.25:
            quote.revised += 1


def _book_now(pool: Pool, quote: Quote, rng: Random) -> None:
    quote.in_bookings = True
    book(pool, quote, rng)
    quote.booked = pool.as_of - rng.randint(0, 6)
    quote.service, quote.status = pool.as_of + rng.randint(3, 60), "Booked"
    contacts(pool, quote, rng, anchored=True)
    add_jobs(pool, quote, max(1, len(quote.jobs)), rng)


def _ask_more(pool: Pool, rng: Random, yesterday: int, count: int) -> None:
    """Add the quotes of the new days: some booked at once, some lost, and some people whom the pool knows already."""
    calendar = Calendar(date.fromordinal(yesterday + 1), date.fromordinal(pool.as_of))
    newcomers = iter(pool.people.cards(count))
    known = [quote for quote in pool.quotes if not quote.test]
    number = pool.quotes[-1].number
    for received in calendar.draw(rng, count):
        number += 1
        card = rng.choice(known).card if rng.random() < 0.2 else next(newcomers)
        if not card.id:
            pool.cards += 1
            card.id = pool.cards
        quote = draw_quote(pool, rng, number, received, card)
        quote.in_leads = True
        draw = rng.random()
        if draw < 0.2:
            quote.in_bookings = True
            book(pool, quote, rng)
        elif draw < 0.4:
            lose(pool, quote, rng, LOSS_REASONS)
        contacts(pool, quote, rng, anchored=quote.in_bookings)
        if quote.in_bookings or rng.random() < 0.5:
            add_jobs(pool, quote, 1, rng)
        pool.quotes.append(quote)


def _judge_more(pool: Pool, rng: Random, since: int, yesterday: int, count: int) -> None:
    """Add new bad leads of recent askers, and confirm the reason of few old ones."""
    for lead in pool.bad_leads:
        if lead.received >= since and lead.reason_shown and rng.random() < 0.02:
            lead.revised += 1
    recent = [quote for quote in pool.quotes if quote.received >= since and not quote.test]
    lead_id = max(lead.id for lead in pool.bad_leads)
    seen: set[tuple[int, int]] = set()
    while count:
        card, received = rng.choice(recent).card, rng.randint(yesterday + 1, pool.as_of)
        if (card.id, received) in seen:
            continue
        seen.add((card.id, received))
        lead_id, count = lead_id + 1, count - 1
        pool.bad_leads.append(draw_bad_lead(pool, rng, lead_id, card, received))
    pool.bad_leads.sort(key=lambda lead: (lead.received, lead.id))
