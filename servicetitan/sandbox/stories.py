"""What a case is about: a lead, another visit of the sales unit, small work of the production unit, or what fills counts up."""

from __future__ import annotations

from servicetitan.sandbox.case import Case, customer_id, location_id, tell_people
from servicetitan.sandbox.costs import work_hours
from servicetitan.sandbox.echoes import echo
from servicetitan.sandbox.jobs import bill, book
from servicetitan.sandbox.moments import DAY, HOUR, local_day
from servicetitan.sandbox.money import Bill, collect, pay
from servicetitan.sandbox.production import production_unit
from servicetitan.sandbox.records import Record
from servicetitan.sandbox.selling import tell_lead, tell_visit
from servicetitan.sandbox.staff import Tenant
from servicetitan.sandbox.visits import carry_out, plan_visits


def told(tenant: Tenant, number: int) -> Case:
    """Tell a case from its beginning to its end."""
    case = Case(tenant, number)
    if case.fills:
        _tell_filler(case)
    else:
        _tell(case)
    echo(case)
    return case


def _tell(case: Case) -> None:
    tell_people(case)
    draw = case.chance.random()
    if draw < 0.86:
        tell_lead(case, case.start)
        # One customer in fourteen asks for the inside apart from the outside, mostly in the same week.
        if case.chance.random() < 0.07:
            tell_lead(case, case.after(case.start, 0, 12, 1.5))
    elif draw < 0.90:
        tell_visit(case)
    else:
        _tell_side(case)


def _tell_side(case: Case) -> None:
    """Tell small work: an inspection, a wash, a training; paid at once if it costs anything."""
    chance, tenant = case.chance, case.tenant
    type_id, named = chance.choice([*tenant.types("excluded"), *tenant.types("excluded"), *tenant.types("other")])
    job = book(case, case.start, production_unit(case), type_id, no_charge=named.no_charge)
    main = bill(case, job, 0 if named.no_charge else chance.randrange(80, 600) * 100)
    work = plan_visits(case, job, job.created, case.working_day(case.start, 1, 30, 5), days=1, hours=2)
    done = carry_out(case, job, work)
    main.note(done + HOUR, sync="Posted")
    if chance.random() < 0.6:
        work_hours(case, job, work, crew=1, hours=2)
    collect(case, main, case.start, done)
    main.settle()


def _tell_filler(case: Case) -> None:
    number, missing = case.number - case.plan.cases, case.tenant.missing
    unit = production_unit(case)
    job = None
    if number < missing["jobs"]:
        type_id, _ = case.chance.choice(case.tenant.types("excluded"))
        job = book(case, case.start, unit, type_id, no_charge=True)
    if number < missing["invoices"]:
        _fill_invoice(case, unit, job)
    if number < missing["estimates"]:
        _fill_estimate(case)
    if number < missing["payments"]:
        # A deposit on account, never applied.
        pay(case, case.start, case.chance.randrange(20, 200) * 100, unit)
    if job is not None:
        work = plan_visits(case, job, job.created, local_day(case.start) + 2, days=1, hours=1)
        carry_out(case, job, work)


def _fill_invoice(case: Case, unit: int, job: Record | None) -> None:
    if job is not None:
        bill(case, job, 0).settle()
    else:
        Bill(case, case.start, case.chance.randrange(10, 90) * 100, job=None, unit=unit, type_id=None).settle()


def _fill_estimate(case: Case) -> None:
    """Add an estimate of a project, on no job."""
    offer = case.add(
        "estimates", case.start, job=None, customer=customer_id(case.tenant, case.number), location=location_id(case.tenant, case.number),
        name="Project", status="Open", sold=None, sold_by=None, lines=((1, case.chance.randrange(40, 400) * 1000),), unit=None,
        change_order=False, taxed=False,
    )  # fmt: skip
    if case.chance.random() < 0.1:
        offer.change(case.start + 3 * DAY, status="Sold", sold=case.start + 3 * DAY)
