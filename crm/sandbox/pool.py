"""The lead pool as it really was: quotes with their bookings, losses and jobs, and leads that were judged bad."""

from dataclasses import dataclass
from datetime import date
from hashlib import md5
from random import Random
from uuid import UUID

from aiop.sandbox.world import World
from crm.sandbox.company import Company
from crm.sandbox.people import PLAIN, Card, People
from crm.sandbox.quirks import PLACEHOLDER_EMAILS


@dataclass(frozen=True)
class Counts:
    """Genuine rows of each report."""

    jobs: int
    lead_status: int
    bad_leads: int
    lost_leads: int
    bookings: int


SCALES = {
    "small": Counts(jobs=1_816, lead_status=2_772, bad_leads=2_932, lost_leads=1_293, bookings=566),
    "full": Counts(jobs=181_618, lead_status=277_176, bad_leads=293_228, lost_leads=129_347, bookings=56_570),
}
FIRST_DAY = date(2019, 1, 1)
MONTH_WEIGHTS = (5, 5, 8, 9, 14, 15, 15, 14, 9, 8, 6, 5)
WON = frozenset({"Booked", "Closed", "Completed"})


@dataclass(slots=True)
class Job:
    """One visit of a crew; days are ordinals, 0 when the report leaves them blank."""

    sequence: int
    day: int
    booked: int
    email_shown: bool = True
    phone_shown: bool = True
    cents: int = 0
    copy_of: int = 0


@dataclass(slots=True)
class Quote:
    """One quote number in one account: who asked, what became of it, and in which reports it stands."""

    number: int
    received: int
    minute: int
    card: Card
    branch: str
    seller: int
    source: int
    email: str = ""
    phone: str = ""
    status: str = "Quoted"
    reason: str = ""
    service: int = 0
    booked: int = 0
    lost: int = 0
    lost_received: int = 0
    cents: int = 0
    origin: int = 0
    destination: int = 0
    in_leads: bool = False
    in_bookings: bool = False
    in_losses: bool = False
    test: bool = False
    revised: int = 0
    jobs: tuple[Job, ...] = ()

    @property
    def latest_day(self) -> int:
        """The latest day on which the quote counts: exports of a period hold it when this day falls into it."""
        return max(self.received, self.booked, self.lost, self.service)

    @property
    def won(self) -> bool:
        """Whether its jobs stand as booked, closed or completed."""
        return self.status in WON


@dataclass(slots=True)
class BadLead:
    """One row of the bad leads report; `email` and `phone` are keys, empty when the row carries none that is valid."""

    id: int
    card: Card
    received: int
    move: int
    email: str
    phone: str
    reason_shown: bool = True
    revised: int = 0


@dataclass
class Pool:
    """All quotes by number and all bad leads by id, as of one day."""

    world: World
    company: Company
    people: People
    as_of: int
    quotes: list[Quote]
    bad_leads: list[BadLead]
    placeholder_names: set[tuple[str, str, str]]
    cards: int = 0

    def job_id(self, quote: Quote, job: Job) -> str:
        """Give the CRM's id of a job."""
        digest = md5(f"{self.world.salt}:{quote.number}:{job.sequence}".encode(), usedforsecurity=False).digest()
        return str(UUID(bytes=digest, version=4))


class Calendar:
    """Days of business between two dates, with the season's weight."""

    def __init__(self, first: date, latest: date) -> None:
        """Prepare the weights of every day."""
        self._days = range(first.toordinal(), latest.toordinal() + 1)
        total = 0
        self._weights = []
        for ordinal in self._days:
            total += MONTH_WEIGHTS[date.fromordinal(ordinal).month - 1]
            self._weights.append(total)

    def draw(self, rng: Random, count: int) -> list[int]:
        """Give that many days, in order."""
        return sorted(rng.choices(self._days, cum_weights=self._weights, k=count))


def contacts(pool: Pool, quote: Quote, rng: Random, *, anchored: bool) -> None:
    """Choose the contact values of a quote; an anchored one always carries its card's anchor."""
    card, draw = quote.card, rng.random()
    quote.email, quote.phone = card.email, card.phone
    if card.by_phone:
        if draw < 0.1:
            quote.email = card.typo_email()
        elif draw < 0.16:
            quote.email = placeholder_email(pool, card, rng) or card.email
    elif card.other_phone and draw < 0.4:
        quote.phone = card.other_phone
    if not anchored and draw > 0.995:
        quote.email = ""


def placeholder_email(pool: Pool, card: Card, rng: Random) -> str:
    """Give a shared filler address, once for each full name and never to someone who also abbreviates theirs; else empty."""
    text = rng.choice(PLACEHOLDER_EMAILS)
    use = (text, card.first, card.last)
    if card.style != PLAIN or card.test or use in pool.placeholder_names:
        return ""
    pool.placeholder_names.add(use)
    return text


def draw_quote(pool: Pool, rng: Random, number: int, received: int, card: Card) -> Quote:
    """Give a quote that nothing has happened to yet; the card moves house with some of them."""
    company = pool.company
    quote = Quote(
        number,
        received,
        480 + int(rng.random() * 720),
        card,
        company.draw_branch(rng),
        company.draw_seller(rng),
        int(rng.random() * len(company.sources)),
    )
    quote.origin, quote.destination = card.home, rng.getrandbits(28)
    quote.cents = int(40_000 + rng.random() ** 3 * 600_000)
    quote.service = received + 5 + int(rng.random() * 70)
    quote.test = card.test
    return quote


def book(pool: Pool, quote: Quote, rng: Random) -> None:
    """Book a quote: dates in order, the state that the move has reached, and the customer's new home."""
    quote.booked = min(quote.received + int(rng.random() ** 2 * 30), pool.as_of)
    quote.service = max(quote.service, quote.booked + 1)
    draw = rng.random()
    if quote.service > pool.as_of:
        quote.status = "Booked" if draw < 0.93 else "Cancelled"
    else:
        quote.status = (
            "Closed" if draw < 0.85 else "Completed" if draw < 0.91 else "Cancelled" if draw < 0.97 else "Lost"
        )
    if quote.won:
        quote.card.home = quote.destination


def lose(pool: Pool, quote: Quote, rng: Random, reasons: tuple[str, ...]) -> None:
    """Put a quote into the lost report; a booked one keeps its state because it was booked again later."""
    quote.in_losses = True
    quote.reason = rng.choice(reasons)
    quote.lost = min(quote.received + 1 + int(rng.random() ** 2 * 40), pool.as_of)
    quote.lost_received = quote.received - (rng.randint(1, 3) if rng.random() < 0.02 else 0)
    if not quote.in_bookings:
        quote.status = "Lost" if rng.random() < 0.9 else "Cancelled"


def add_jobs(pool: Pool, quote: Quote, count: int, rng: Random) -> None:
    """Give a quote its jobs; which contacts their rows show is the same for all jobs of one quote."""
    draw, phone_draw = rng.random(), rng.random()
    bound = quote.won and not quote.in_bookings and not quote.test
    email_shown = draw >= 0.051 or (bound and not quote.card.by_phone)
    phone_shown = phone_draw >= 0.0095 or (bound and quote.card.by_phone)
    won_day = quote.booked if quote.status not in ("Quoted", "Lost") else 0
    jobs = []
    for sequence in range(1, count + 1):
        day = quote.service + (0 if sequence == 1 else rng.randint(0, 3))
        stamp = 0 if quote.won and rng.random() < 0.015 else won_day
        jobs.append(Job(sequence, day, stamp, email_shown, phone_shown, int(quote.cents * (0.8 + 0.4 * rng.random()))))
    if not quote.won and rng.random() < 0.002:
        _mistype(jobs[0], rng)
    if count > 1 and rng.random() < 0.15:
        jobs[1].day, jobs[1].cents, jobs[1].booked = jobs[0].day, jobs[0].cents, jobs[0].booked
        jobs[1].copy_of = 1 if rng.random() < 0.3 else 0
    if not quote.won and rng.random() < 0.006:
        for job in jobs:
            job.day = 0
    quote.jobs = tuple(jobs)


def _mistype(job: Job, rng: Random) -> None:
    """Give a job an amount or a day that cannot be right but can be stored."""
    slip = rng.choice(("huge", "negative", "far ahead", "long ago"))
    if slip == "huge":
        job.cents = 12_345_600
    elif slip == "negative":
        job.cents = -job.cents
    elif job.day:
        job.day += 365 * (10 if slip == "far ahead" else -12)
