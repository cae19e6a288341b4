"""The visit that ends in an estimate, or does not: leads, their estimates, sales, reversals and change orders."""

from __future__ import annotations

from servicetitan.sandbox.case import Case, customer_id, location_id
from servicetitan.sandbox.jobs import bill, book, technician
from servicetitan.sandbox.moments import DAY, HOUR, MINUTE
from servicetitan.sandbox.production import produce
from servicetitan.sandbox.records import Record
from servicetitan.sandbox.visits import Work, cancel_visits, carry_out, plan_visits

_HOW_MANY = ((0, 0.11), (1, 0.50), (2, 0.25), (3, 0.10), (4, 0.04))


def tell_lead(case: Case, called: int) -> None:
    """Tell a call for an estimate: the visit, what was offered, whether it was sold, and the work."""
    chance, tenant = case.chance, case.tenant
    commercial = case.region in {"COMM_AZ", "TUC_COMM"}
    type_id, named = chance.choice(tenant.types("estimate", commercial=commercial))
    booked = called + chance.randrange(1, 20) * MINUTE
    job = book(
        case, booked, tenant.unit(case.region, "sales"), type_id, no_charge=named.no_charge or chance.random() < 0.05
    )
    bill(case, job, 0).settle()
    work = plan_visits(
        case, job, job.created, case.working_day(booked, 0.5, 30, 4), days=1, hours=chance.choice((1, 1, 1.5))
    )
    if chance.random() < 0.09:
        at = max(job.created + 20 * MINUTE, work.start - chance.randrange(1, 40) * HOUR)
        cancel_visits(case, job, at)
        job.change(at, status="Canceled", **({"completed": at} if chance.random() < 0.3 else {}))
        return
    offers = _offers(case, job, work)
    if not offers:
        carry_out(case, job, work)
        return
    if chance.random() >= 0.42:
        done = carry_out(case, job, work)
        _not_sold(case, offers, done)
        return
    done = carry_out(case, job, work)
    # Two in five are sold at the table, before the visit ends.
    sold = work.end - 5 * MINUTE if chance.random() < 0.4 else case.after(done, 0.2, 90, 6)
    _sold(case, job, offers, max(sold, offers[-1].created + MINUTE), commercial=commercial)


def tell_visit(case: Case) -> None:
    """Tell a visit of the sales unit that is no estimate: a consultation, a walk through the house."""
    chance, tenant = case.chance, case.tenant
    type_id, named = chance.choice(tenant.types("sales"))
    job = book(case, case.start + MINUTE, tenant.unit(case.region, "sales"), type_id, no_charge=named.no_charge)
    bill(case, job, 15_000 if named.threshold and chance.random() < 0.2 else 0).settle()
    work = plan_visits(case, job, job.created, case.working_day(case.start, 0.5, 20, 4), days=1, hours=1)
    carry_out(case, job, work)
    if chance.random() < 0.25:
        offer = _offer(case, job, work.start + 20 * MINUTE, chance.choice((20_000, 48_000, 90_000)))
        offer.change(
            offer.created + 30 * MINUTE,
            status="Sold",
            sold=offer.created + 30 * MINUTE,
            sold_by=technician(case, sells=True),
        )


def _offers(case: Case, job: Record, work: Work) -> list[Record]:
    count = case.chance.choices([n for n, _ in _HOW_MANY], [share for _, share in _HOW_MANY])[0]
    price = int(case.chance.lognormvariate(12.9, 0.55)) // 100 * 100
    offers = []
    for n in range(count):
        cents = int(price * (1 + 0.3 * n)) // 25 * 25
        offers.append(_offer(case, job, work.start + (15 + 10 * n) * MINUTE, cents))
    return offers


def _offer(case: Case, job: Record, at: int, cents: int, *, change_order: bool = False) -> Record:
    known = job.latest()
    draw = case.chance.random()
    unit = known["unit"] if draw < 0.9 else (None if draw < 0.95 else known["unit"] + 1)
    labour = cents * 7 // 10
    offer = case.add(
        "estimates",
        at,
        job=job.id,
        customer=customer_id(case.tenant, case.number),
        location=location_id(case.tenant, case.number),
        name=case.chance.choice(("Exterior", "Interior", "Exterior and trim", "Whole house", "Option A", "Option B")),
        status="Open",
        sold=None,
        sold_by=None,
        lines=((1, labour), (1, cents - labour)),
        unit=unit,
        change_order=change_order,
        taxed=case.region == "GUAR_TX",
    )
    first = job.versions[0][2]
    first["estimates"] = (*first.get("estimates", ()), offer.id)
    return offer


def _not_sold(case: Case, offers: list[Record], done: int) -> None:
    for offer in offers:
        draw = case.chance.random()
        if draw < 0.25:
            offer.change(case.after(done, 5, 120, 30), status="Dismissed")
        elif draw < 0.30:
            offer.change(case.after(done, 1, 60, 10), active=False)
        elif draw < 0.36:
            _edit(case, offer, case.after(done, 1, 200, 20))


def _edit(case: Case, offer: Record, at: int) -> None:
    cents = max(5_000, subtotal(offer) + case.chance.randrange(-400, 400) * 25)
    offer.change(at, lines=((1, cents * 7 // 10), (1, cents - cents * 7 // 10)))


def subtotal(offer: Record) -> int:
    """Give the amount of an estimate in cents, as last edited."""
    return sum(quantity * cents for quantity, cents in offer.latest()["lines"])


def _sold(case: Case, job: Record, offers: list[Record], sold: int, *, commercial: bool) -> None:
    chance = case.chance
    seller = technician(case, sells=True)
    chosen = chance.sample(offers, 2 if len(offers) > 1 and chance.random() < 0.14 else 1)
    if chance.random() < 0.1:
        _edit(case, chosen[0], sold - MINUTE)
    for n, offer in enumerate(chosen):
        offer.change(sold + n * MINUTE, status="Sold", sold=sold + n * MINUTE, sold_by=seller)
    job.change(sold + 2 * MINUTE, sold_by=seller)
    if _taken_back(case, chosen, sold):
        return
    if chance.random() < 0.93:
        produce(case, chosen[0], sold, sum(map(subtotal, chosen)), commercial=commercial)
    _later(case, job, chosen[0], sold)


def _taken_back(case: Case, chosen: list[Record], sold: int) -> bool:
    """Reverse three sales in a hundred; some of them are sold again."""
    if case.chance.random() >= 0.03:
        return False
    back = case.after(sold, 1, 40, 8)
    for offer in chosen:
        offer.change(back, status="Open", sold=None, sold_by=None)
    if case.chance.random() < 0.3:
        again = case.after(back, 1, 40, 8)
        chosen[0].change(again, status="Sold", sold=again, sold_by=technician(case, sells=True))
    return True


def _later(case: Case, job: Record, offer: Record, sold: int) -> None:
    """Tell what still happens to a sale: a change order, another amount after the fact, a deletion and its undoing."""
    draw = case.chance.random()
    if draw < 0.07:
        at = case.after(sold, 6, 40, 10)
        extra = _offer(case, job, at, case.chance.randrange(60, 1_600) * 50, change_order=True)
        extra.change(
            extra.created + 20 * MINUTE,
            status="Sold",
            sold=extra.created + 20 * MINUTE,
            sold_by=technician(case, sells=True),
        )
    elif draw < 0.085:
        _edit(case, offer, case.after(sold, 30, 200, 40))
    elif draw < 0.095:
        at = case.after(sold, 5, 100, 20)
        offer.change(at, active=False)
        if case.chance.random() < 0.5:
            offer.change(at + 4 * DAY, active=True)
    elif draw < 0.1:
        # The office finds the job in the wrong unit, and moves it.
        job.change(
            case.after(sold, 3, 90, 15), unit=case.tenant.unit(case.chance.choice(("PHX", "TUC", "NEV")), "sales")
        )
