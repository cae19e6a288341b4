"""Work that was sold: its job, visits, invoices, payments and costs, and the warranty work that may follow."""

from __future__ import annotations

from servicetitan.sandbox.case import Case
from servicetitan.sandbox.costs import adjust_pay, buy, work_hours
from servicetitan.sandbox.jobs import bill, book
from servicetitan.sandbox.moments import DAY, HOUR, MINUTE
from servicetitan.sandbox.money import Bill, collect
from servicetitan.sandbox.records import Record
from servicetitan.sandbox.visits import Work, cancel_visits, carry_out, plan_visits

WARRANTY_SHARE = 0.08


def produce(case: Case, estimate: Record, sold: int, subtotal: int, *, commercial: bool) -> None:
    """Book and do what an estimate sold."""
    chance, tenant = case.chance, case.tenant
    unit = production_unit(case)
    type_id, _ = chance.choice(tenant.types("production", commercial=commercial))
    if chance.random() < 0.03:
        type_id, _ = chance.choice(tenant.types("other"))
    booked = sold + chance.randrange(20, 900) * MINUTE
    job = book(case, booked, unit, type_id, from_estimate=estimate.id, estimates=(estimate.id,))
    days = min(1 + subtotal // 250_000, 5)
    work = plan_visits(case, job, job.created, case.working_day(booked, 3, 80, 14), days=days, hours=8)
    main = _bill(case, job, subtotal)
    draw = chance.random()
    if draw < 0.035:
        _called_off(case, job, main, sold, work)
        return
    done = _held(case, job, work) if draw < 0.055 else carry_out(case, job, work)
    main.note(done + 30 * MINUTE, sync="Posted", **_day_of(case, done))
    work_hours(case, job, work, crew=chance.choice((1, 2, 2, 3)), hours=8)
    adjust_pay(case, job, done)
    buy(case, job, unit, work, subtotal // 5)
    _afterwards(case, job, main, done)
    collect(case, main, sold, done)
    main.settle()
    if chance.random() < WARRANTY_SHARE:
        _warranty(case, job, unit, done)


def production_unit(case: Case) -> int:
    """Give the unit that does a region's work: mostly its own."""
    if case.region == "PHX" and case.chance.random() < 0.02:
        return case.tenant.unit("EAST", "production")
    region = case.chance.choice(("PHX", "TUC", "NEV")) if case.chance.random() < 0.01 else case.region
    return case.tenant.unit(region, "production")


def _bill(case: Case, job: Record, subtotal: int) -> Bill:
    stock = tuple(
        (case.chance.randrange(1, 6), case.chance.randrange(900, 6_000))
        for _ in range(case.chance.choice((0, 1, 1, 2)))
    )
    if case.chance.random() < 0.08:
        first = subtotal // 200 * 100
        second = bill(case, job, subtotal - first, at=job.created + 9 * DAY)
        main = bill(case, job, first, costs=stock)
        # The main invoice is the one made with the job.
        job.versions[0][2]["invoice"] = main.record.id
        collect(case, second, job.created, job.created + 30 * DAY)
        second.settle()
        return main
    return bill(case, job, subtotal, costs=stock)


def _day_of(case: Case, done: int) -> dict[str, int]:
    # Most invoices are dated again when the work is done.
    return {"day": (done - 7 * HOUR) // DAY} if case.chance.random() < 0.8 else {}


def _called_off(case: Case, job: Record, main: Bill, sold: int, work: Work) -> None:
    at = min(work.start - HOUR, sold + case.chance.randrange(1, 10) * DAY)
    at = max(at, job.created + HOUR)
    cancel_visits(case, job, at)
    late = {"completed": at} if case.chance.random() < 0.3 else {}
    job.change(at, status="Canceled", **late)
    if case.chance.random() < 0.8:
        main.restate(at + MINUTE, 0)
    else:
        main.note(at + MINUTE, active=False)
    main.settle()


def _held(case: Case, job: Record, work: Work) -> int:
    """Stop work for weeks; some of it is never finished."""
    job.change(work.start, status="InProgress")
    job.change(work.end, status="Hold")
    resumed = case.after(work.end, 3, 60, 20)
    if case.chance.random() < 0.6:
        job.change(resumed, status="Completed", completed=resumed)
    return resumed


def _afterwards(case: Case, job: Record, main: Bill, done: int) -> None:
    """Restate history: an adjustment, a void, another amount, another unit or type, a deletion and its undoing."""
    chance = case.chance
    draw = chance.random()
    later = case.after(done, 2, 300, 40)
    if draw < 0.07:
        cents = chance.choice((-1, -1, 1)) * chance.randrange(2_000, 60_000)
        known = main.record.latest()
        extra = Bill(
            case, later, cents, job=job.id, unit=known["unit"], type_id=known["type"], adjusts=main.record.id
        )  # fmt: skip
        extra.settle()
    elif draw < 0.09:
        _replace(case, job, main, later)
    elif draw < 0.13:
        main.restate(later, max(10_000, main.subtotal + chance.randrange(-40_000, 40_000)))
    elif draw < 0.145:
        job.change(later, unit=case.tenant.unit(chance.choice(("PHX", "TUC", "NEV")), "production"))
    elif draw < 0.16:
        job.change(later, type=chance.choice(case.tenant.types("production"))[0])
    elif draw < 0.185:
        job.change(later, active=False)
        if chance.random() < 0.5:
            job.change(case.after(later, 1, 60, 9), active=True)


def _replace(case: Case, job: Record, main: Bill, later: int) -> None:
    """Void the invoice and write it anew, as offices do to correct one."""
    anew = bill(case, job, main.subtotal, at=later)
    anew.note(later + MINUTE, **_day_of(case, later))
    anew.settle()
    main.note(later + HOUR, active=False)


def _warranty(case: Case, job: Record, unit: int, done: int) -> None:
    called = case.after(done, 15, 300, 70)
    type_id, _ = case.chance.choice(case.tenant.types("warranty"))
    again = book(case, called, unit, type_id, no_charge=True, warranty_for=job.id, recall_for=job.id)
    bill(case, again, 0).settle()
    work = plan_visits(case, again, again.created, case.working_day(called, 2, 30, 6), days=1, hours=4)
    carry_out(case, again, work)
    work_hours(case, again, work, crew=1, hours=4)
    if case.chance.random() < 0.5:
        buy(case, again, unit, work, 6_000)
