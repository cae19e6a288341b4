"""The two performance reports: sales figures per seller and call figures per telephone user."""

from collections.abc import Iterator
from random import Random

from crm.sandbox import quirks
from crm.sandbox.company import Company
from crm.sandbox.pool import Pool

SALES = (
    "Name        ", "# Leads Received", "Bad", "% Bad", "Sent", "% Sent", "Pending", "% Pending", "Booked", "% Booked",
    "Lost", "% Lost", "Cancelled", "% Cancelled", "Booked Total", "Average Booking",
)  # fmt: skip
USERS = (
    "Name", "User Status", "Total Calls", "Avg. Calls/Day", "# Inbound", "# Outbound", "% Missed (w/VM) ", "Avg. Handle Time",
)  # fmt: skip
TELEPHONE_USERS = 59
# Extensions that belong to nobody who sells.
NON_SELLERS = (
    "Main Line", "Claims Desk", "Dispatch Queue", "After Hours", "Conference Room", "Accounting", "Human Resources",
    "Fax Line", "Warehouse Ext. 40", "Reception", "Support Overflow", "Test Extension", "IT Desk", "Fleet Office",
)  # fmt: skip
# Sellers whom the telephone system knows by a name that no other report has: someone must decide.
UNSETTLED_USERS = (("Xiomara Lombardi", "Xiomara L"),)
_OUTCOMES = ("bad", "sent", "pending", "booked", "lost", "cancelled")
_PERIOD_DAYS = 365
# Percentages that do not fit their count: one, of the seller with most leads.
SALES_FIGURES_OFF = 1


def sales_rows(pool: Pool) -> Iterator[list[str]]:
    """Give the 149 sellers' figures of the last year; the busiest row has one percentage that does not fit its count."""
    figures = _figures(pool)
    rng = pool.world.rng("sales performance")
    wrong = max(range(len(figures)), key=lambda at: figures[at]["received"])
    for at, (seller, counts) in enumerate(zip(pool.company.sellers, figures, strict=True)):
        yield _sales_row(rng, seller.name, counts, off_by=5 if at == wrong else 0)


def sales_totals(pool: Pool) -> list[str]:
    """Give the totals row that the report ends with."""
    figures = _figures(pool)
    total = {key: sum(counts[key] for counts in figures) for key in figures[0]}
    return _sales_row(pool.world.rng("sales totals"), "Total", total, off_by=0)


def _figures(pool: Pool) -> list[dict[str, int]]:
    """Count each seller's leads of the last year by what became of them, and the money of those that were booked."""
    rng = pool.world.rng("sales outcomes")
    figures = [dict.fromkeys(("received", "cents", *_OUTCOMES), 0) for _ in pool.company.sellers]
    for quote in pool.quotes:
        if not quote.in_leads or quote.received <= pool.as_of - _PERIOD_DAYS:
            continue
        counts = figures[quote.seller]
        counts["received"] += 1
        if quote.status == "Cancelled":
            counts["cancelled"] += 1
        elif quote.in_bookings:
            counts["booked"] += 1
            counts["cents"] += quote.cents
        elif quote.in_losses:
            counts["lost"] += 1
        else:
            counts[rng.choice(("bad", "sent", "sent", "pending"))] += 1
    return figures


def _sales_row(rng: Random, name: str, counts: dict[str, int], *, off_by: int) -> list[str]:
    received = counts["received"]
    row = [name, f"{received:,}"]
    for at, outcome in enumerate(_OUTCOMES):
        share = quirks.percent(counts[outcome], received) + (off_by if at == 1 else 0)
        row += [f"{counts[outcome]:,}", f"{share:.2f}%" if rng.random() < 0.9 else f"{share:.2f}"]
    average = counts["cents"] // counts["booked"] if counts["booked"] else 0
    return [*row, quirks.money(counts["cents"]), quirks.money(average)]


def user_names(pool: Pool) -> list[tuple[str, str | None]]:
    """Give the 59 telephone users: the name there, and the seller's reference spelling or None."""
    company, rng = pool.company, pool.world.rng("telephone users")
    names: list[tuple[str, str | None]] = [(name, None) for name in NON_SELLERS]
    names += UNSETTLED_USERS
    taken = {seller for _, seller in UNSETTLED_USERS}
    people = [seller for seller in company.sellers if seller.kind == "person" and seller.name not in taken]
    people.sort(key=lambda seller: not seller.spellings)
    for seller in people[: TELEPHONE_USERS - len(names)]:
        texts = [text for text, shape in seller.spellings if shape in ("tag", "full name")]
        names.append((rng.choice(texts) if texts else seller.name, seller.name))
    rng.shuffle(names)
    return names


def user_rows(pool: Pool) -> Iterator[list[str]]:
    """Give the call figures of the 59 telephone users."""
    rng = pool.world.rng(f"calls until {pool.as_of}")
    for name, _ in user_names(pool):
        inbound, outbound = rng.randint(0, 900), rng.randint(0, 4_000)
        seconds = rng.randint(20, 900)
        yield [
            name,
            rng.choice(("Enabled", "Enabled", "Enabled", "Disabled", "Not Activated")),
            f"{inbound + outbound:,}",
            f"{(inbound + outbound) / 30:.2f}",
            f"{inbound:,}",
            f"{outbound:,}",
            f"{rng.random() * 40:.1f}%",
            f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}",
        ]


def sellers_by_name(company: Company) -> dict[str, str]:
    """Give every spelling of every seller with the reference spelling that it truly means."""
    truth = {seller.name: seller.name for seller in company.sellers}
    for seller in company.sellers:
        truth.update((text.strip(), seller.name) for text, _ in seller.spellings)
    return truth | dict(UNSETTLED_USERS)
