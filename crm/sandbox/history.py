"""Seven years of business: fills a pool with exactly the promised number of rows in every report."""

from datetime import date
from itertools import count as counter
from random import Random

from aiop.sandbox.world import World
from crm.sandbox.company import TEST_BRANCHES, Company
from crm.sandbox.people import Card, People
from crm.sandbox.pool import (
    FIRST_DAY,
    BadLead,
    Calendar,
    Counts,
    Pool,
    Quote,
    add_jobs,
    book,
    contacts,
    draw_quote,
    lose,
    placeholder_email,
)
from crm.sandbox.vocabulary import LOSS_REASONS

REPEAT_SHARE = 0.12
BAD_LEADS_OF_KNOWN_PEOPLE = 0.3


def build_pool(world: World, counts: Counts, as_of: date) -> Pool:
    """Give the pool of one company on one day."""
    outside = (max(2, counts.bookings // 200), max(2, counts.lost_leads // 200), max(2, counts.jobs // 1000))
    total = counts.lead_status + sum(outside)
    people = People(world, total)
    pool = Pool(world, Company(world), people, as_of.toordinal(), [], [], set())
    strangers = int(counts.bad_leads * (1 - BAD_LEADS_OF_KNOWN_PEOPLE) / 1.15)
    cards = people.cards(int(total * (1 - REPEAT_SHARE)) + strangers)
    calendar = Calendar(FIRST_DAY, as_of)
    unknown = _ask(pool, calendar, total, cards)
    _decide(pool, counts, outside)
    _judge(pool, calendar, counts.bad_leads, unknown)
    for number, card in enumerate(_distinct_cards(pool), start=1):
        card.id = number
        pool.cards = number
    return pool


def _ask(pool: Pool, calendar: Calendar, total: int, cards: list[Card]) -> list[Card]:
    """Let people ask for quotes in order of time; give the cards that never asked for one."""
    rng = pool.world.rng("quotes")
    number = 100_000 + pool.world.rng("first quote").randrange(400)
    used = 0
    for received in calendar.draw(rng, total):
        number += 1 if rng.random() < 0.9 else 2
        draw = rng.random()
        if draw < 0.003:
            card = pool.people.test_card()
        elif used and (draw < REPEAT_SHARE + 0.003 or used >= len(cards)):
            card = cards[int(rng.random() * used)]
        else:
            card = cards[used]
            used += 1
        pool.quotes.append(draw_quote(pool, rng, number, received, card))
    _fill_test_branches(pool)
    return cards[used:]


def _fill_test_branches(pool: Pool) -> None:
    """Put one quote in a thousand into a test branch, with people of their own, so that no real customer hangs on it."""
    count = max(10, len(pool.quotes) // 1000)
    chosen = pool.world.rng("test branches").sample(pool.quotes, count)
    for at, (quote, card) in enumerate(zip(chosen, pool.people.cards(count), strict=True)):
        quote.card, quote.branch, quote.test = card, TEST_BRANCHES[at % len(TEST_BRANCHES)], True
        quote.origin = card.home


def _decide(pool: Pool, counts: Counts, outside: tuple[int, int, int]) -> None:
    """Spread the quotes over the reports and give them their jobs."""
    rng = pool.world.rng("outcomes")
    order = list(pool.quotes)
    rng.shuffle(order)
    bookings_out, losses_out, _ = outside
    for quote in order[sum(outside) :]:
        quote.in_leads = True
    inside = order[sum(outside) :]
    both = max(5, counts.bookings // 50)
    booked = order[:bookings_out] + inside[: counts.bookings - bookings_out]
    rest = inside[counts.bookings - bookings_out :]
    lost_inside = counts.lost_leads - losses_out - both
    lost = order[bookings_out : bookings_out + losses_out] + rest[:lost_inside]
    open_quotes = rest[lost_inside:]
    unbooked_wins = max(22, counts.bookings // 50)
    won = order[bookings_out + losses_out : sum(outside)] + open_quotes[:unbooked_wins]
    for quote in booked:
        quote.in_bookings = True
        book(pool, quote, rng)
    for quote in lost + booked[-both:]:
        lose(pool, quote, rng, LOSS_REASONS)
    for quote in won:
        book(pool, quote, rng)
    _write_up(pool, counts.jobs, booked, won, lost + open_quotes[unbooked_wins:])


def _write_up(pool: Pool, jobs: int, booked: list[Quote], won: list[Quote], others: list[Quote]) -> None:
    """Give the quotes their contacts and jobs, first to those that were booked or won."""
    rng = pool.world.rng("write-up")
    for quote in pool.quotes:
        contacts(pool, quote, rng, anchored=quote.in_bookings or quote.won)
    _blank_few_booking_contacts(booked, rng)
    certain = [quote for quote in booked if rng.random() < 0.984] + won
    rng.shuffle(others)
    _spread_jobs(pool, jobs, certain + others, rng)
    _silence_few(won, rng)


def _blank_few_booking_contacts(booked: list[Quote], rng: Random) -> None:
    """Leave two bookings without e-mail and 0.12 % without phone, never the value that anchors them."""
    by_phone = [quote for quote in booked if quote.card.by_phone]
    by_email = [quote for quote in booked if not quote.card.by_phone]
    for quote in rng.sample(by_phone, 2):
        quote.email = ""
    for quote in rng.sample(by_email, max(1, round(len(booked) * 0.0012))):
        quote.phone = ""


def _silence_few(won: list[Quote], rng: Random) -> None:
    """Leave a few won jobs without booking and without any contact, so that nobody can be found for them."""
    for quote in rng.sample(won, max(2, len(won) // 30)):
        for job in quote.jobs:
            job.email_shown = job.phone_shown = False


def _spread_jobs(pool: Pool, total: int, quotes: list[Quote], rng: Random) -> None:
    """Give jobs to quotes in order until the total is reached: 91.1 % one, 7.8 % two, 1.1 % three."""
    left = total
    for quote in quotes:
        draw = rng.random()
        size = min(left, 1 if draw < 0.911 else 2 if draw < 0.989 else 3)
        if size == 0:
            return
        add_jobs(pool, quote, size, rng)
        left -= size


def _judge(pool: Pool, calendar: Calendar, total: int, unknown: list[Card]) -> None:
    """Make the bad leads: some of people whose quotes are known, most of people of whom nothing else is known."""
    rng = pool.world.rng("bad leads")
    known = [quote for quote in pool.quotes if not quote.test and (quote.in_bookings or quote.jobs)]
    days = iter(rng.sample(calendar.draw(rng, total), total))
    seen: set[tuple[int, int]] = set()
    ids = counter(1)
    while len(pool.bad_leads) < total:
        received = next(days, 0) or int(pool.as_of - rng.random() * 2000)
        draw = rng.random()
        if draw < 0.004:
            card = pool.people.test_card()
        elif draw < BAD_LEADS_OF_KNOWN_PEOPLE or not unknown:
            quote = known[int(rng.random() * len(known))]
            card, received = quote.card, _near(rng, quote.received, pool.as_of)
        else:
            card = unknown[int(rng.random() * len(unknown))]
        if (id(card), received) not in seen:
            seen.add((id(card), received))
            pool.bad_leads.append(draw_bad_lead(pool, rng, next(ids), card, received))
    pool.bad_leads.sort(key=lambda lead: (lead.received, lead.id))


def _near(rng: Random, received: int, latest: int) -> int:
    """Give a day around a quote: most within 60 days, some at the edge of the 90-day window, some far beyond."""
    draw = rng.random()
    if draw < 0.7:
        distance = rng.randint(-60, 60)
    elif draw < 0.85:
        distance = rng.choice((-91, -90, -89, 89, 90, 91))
    else:
        distance = rng.randint(120, 900)
    return max(FIRST_DAY.toordinal(), min(latest, received + distance))


def draw_bad_lead(pool: Pool, rng: Random, lead_id: int, card: Card, received: int) -> BadLead:
    """Give one bad lead; 31.1 % carry no e-mail, 2.4 % no phone, and few of the rest a filler or a mistyped one."""
    email, phone = card.email, card.phone
    draw = rng.random()
    if draw < 0.311:
        email = ""
    elif draw < 0.33:
        email = placeholder_email(pool, card, rng) or email
    elif draw < 0.36:
        email = card.typo_email()
    if rng.random() < 0.028:
        phone = ""
    elif card.other_phone and rng.random() < 0.3:
        phone = card.other_phone
    move = received + rng.randint(3, 90) if rng.random() >= 0.2225 else 0
    return BadLead(lead_id, card, received, move, email, phone, rng.random() >= 0.0019)


def _distinct_cards(pool: Pool) -> list[Card]:
    """Give every card once, in order of first use."""
    seen: dict[int, Card] = {}
    for quote in pool.quotes:
        seen.setdefault(id(quote.card), quote.card)
    for lead in pool.bad_leads:
        seen.setdefault(id(lead.card), lead.card)
    return list(seen.values())
