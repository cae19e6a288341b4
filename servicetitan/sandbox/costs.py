"""What work costs: hours of technicians, adjustments of pay, purchase orders, and what goes back to the shop."""

from __future__ import annotations

from servicetitan.sandbox.case import Case
from servicetitan.sandbox.jobs import technician
from servicetitan.sandbox.moments import DAY, HOUR, MINUTE, at_local, local_day
from servicetitan.sandbox.records import TICK, Record
from servicetitan.sandbox.visits import Work

PAY_DAYS = 14


def work_hours(case: Case, job: Record, work: Work, *, crew: int, hours: float) -> None:
    """Add what a crew is paid for each day of work: working, driving, now and then overtime."""
    people = [technician(case, sells=False) for _ in range(crew)]
    entered = work.end + HOUR
    for day in range(local_day(work.start), local_day(work.end) + 1):
        for who in people:
            start = at_local(day, 420 + case.chance.randrange(90))
            rate = 1_600 + who % 12 * 100
            worked = round(hours * case.chance.uniform(0.7, 1.1), 2)
            entered = _pay(case, job, entered, who, "Working", start, worked, rate)
            if case.chance.random() < 0.5:
                entered = _pay(
                    case, job, entered, who, "Driving", start - HOUR, round(case.chance.uniform(0.2, 1), 2), rate
                )


def _pay(case: Case, job: Record, entered: int, who: int, activity: str, start: int, hours: float, rate: int) -> int:
    chance = case.chance
    # Some time sheets are handed in weeks late.
    at = entered + (chance.randrange(3, 40) * DAY if chance.random() < 0.02 else 0)
    item = case.add(
        "gross_pay_items",
        at,
        employee=who,
        employee_type="Technician" if chance.random() < 0.97 else "Employee",
        day=local_day(start),
        payroll=local_day(start) // PAY_DAYS,
        activity=activity,
        amount=round(hours * rate),
        kind="TimesheetTime",
        start=start,
        end=start + round(hours * 3600) * 1_000_000,
        hours=hours,
        source=job.id // 16 + chance.randrange(3),
        job=job.id,
        invoice=None,
        # Many items come without an id; such an item is never edited, since nobody could tell which one it was.
        nameless=chance.random() < 0.15,
    )
    if not item.versions[0][2]["nameless"]:
        _edit_pay(case, item, round(hours * rate))
    return item.created + TICK


def _edit_pay(case: Case, item: Record, amount: int) -> None:
    draw = case.chance.random()
    if draw < 0.02:
        item.change(case.after(item.created, 1, 120, 12), amount=amount + case.chance.randrange(-3_000, 6_000))
    elif draw < 0.03:
        item.change(case.after(item.created, 1, 90, 12), active=False)


def adjust_pay(case: Case, job: Record, done: int) -> None:
    """Add adjustments: direct ones appear among gross pay as well, the others do not."""
    for _ in range(case.chance.choice((0, 1, 1, 2, 3))):
        direct = case.chance.random() < 0.6
        cents = case.chance.randrange(-4_000, 15_000)
        who = technician(case, sells=False)
        at = done + case.chance.randrange(1, 10) * DAY
        adjustment = case.add(
            "payroll_adjustments",
            at,
            employee=who,
            employee_type="Technician",
            amount=cents,
            kind="Direct" if direct else case.chance.choice(("CommissionBased", "MonthlyBonus", "AddOn")),
            invoice=job.latest()["invoice"],
        )
        if direct:
            case.add(
                "gross_pay_items", at, employee=who, employee_type="Technician", day=local_day(at), payroll=local_day(at) // PAY_DAYS,
                activity="Direct Adjustment", amount=cents, kind="CustomBonus", start=None, end=None, hours=None,
                source=adjustment.id, job=job.id, invoice=job.latest()["invoice"], nameless=False,
            )  # fmt: skip
        elif case.chance.random() < 0.05:
            adjustment.change(case.after(at, 1, 60, 10), active=False)


def buy(case: Case, job: Record, unit: int, work: Work, budget: int) -> None:
    """Add purchase orders around the start of the work, about a budget of cents in all, and returns of some."""
    orders = case.chance.choice((2, 3, 4, 4, 5, 6))
    for n in range(orders):
        at = max(job.created + 20 * MINUTE, work.start - case.chance.randrange(1, 72) * HOUR + n * 3 * HOUR)
        order = _order(case, job, unit, at, max(1_500, budget // orders))
        if case.chance.random() < 0.05:
            _give_back(case, job, unit, order)


def _order(case: Case, job: Record, unit: int, at: int, mean: int) -> Record:
    chance = case.chance
    lines = tuple(
        (chance.randrange(1, 6), max(300, int(mean * chance.uniform(0.1, 0.4)))) for _ in range(chance.randrange(1, 4))
    )
    goods = sum(quantity * cents for quantity, cents in lines)
    order = case.add(
        "purchase_orders", at, job=job.id, unit=unit, day=local_day(at), status="Pending", lines=lines,
        tax=goods * 80 // 1000, shipping=chance.choice((0, 0, 0, 1_500)), vendor=401 + chance.randrange(12),
        invoice=job.latest()["invoice"], technician=technician(case, sells=False), sent=None, received=None,
    )  # fmt: skip
    at = order.created
    if chance.random() < 0.03:
        order.change(at + 2 * HOUR, status="Canceled")
        return order
    if chance.random() < 0.003:
        order.vanish(at + DAY)
        return order
    _deliver(case, order, at, lines)
    return order


def _deliver(case: Case, order: Record, at: int, lines: tuple[tuple[int, int], ...]) -> None:
    chance = case.chance
    order.change(at + 15 * MINUTE, status="Sent", sent=at + 15 * MINUTE)
    if chance.random() < 0.03:
        return
    order.change(at + DAY, status="Received", received=at + DAY)
    if chance.random() < 0.04:
        # The bill came higher than the order.
        dearer = tuple((quantity, cents + 200) for quantity, cents in lines)
        order.change(case.after(at + DAY, 1, 60, 8), lines=dearer)
    if chance.random() < 0.77:
        order.change(order.versions[-1][0] + 6 * DAY, status="Exported")


def _give_back(case: Case, job: Record, unit: int, order: Record) -> None:
    chance = case.chance
    at = case.after(order.versions[-1][0], 1, 60, 8)
    quantity, cents = 1, order.versions[0][2]["lines"][0][1]
    back = case.add(
        "returns", at, job=job.id, unit=unit, order=order.id, day=local_day(at), status="Pending", lines=((quantity, cents),),
        tax=cents * 80 // 1000, shipping=0, vendor=order.versions[0][2]["vendor"],
    )  # fmt: skip
    draw = chance.random()
    if draw < 0.1:
        back.change(at + DAY, status="Canceled", canceled=at + DAY)
        return
    if draw < 0.13:
        back.change(at + DAY, active=False)
        return
    back.change(at + 2 * DAY, status="Returned", returned=at + 2 * DAY)
    if chance.random() < 0.7:
        back.change(at + 12 * DAY, status="CreditReceived", credited=at + 12 * DAY)
