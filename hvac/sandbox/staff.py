"""The people of the company: technicians whose pay and skills follow their level, the office, and their documents."""

from __future__ import annotations

from collections.abc import Iterator

from aiop.sandbox.names import FIRST_NAMES, LAST_NAMES
from hvac.sandbox.chance import Chance, Named, Row, day, usd, weighted
from hvac.sandbox.company import Company, Technician
from hvac.sandbox.places import phone

SKILLS = (
    "hvac_installation",
    "electrical",
    "refrigeration",
    "ductwork",
    "diagnostics",
    "customer_service",
    "safety_protocols",
)
# By level: pay of an hour in dollars, years in the trade, the middle of the skills, ranks.
_LEVELS = {
    "junior": ((22, 30), (1, 4), 3, ("Basic", "Basic", "Intermediate")),
    "senior": ((31, 40), (4, 11), 6, ("Intermediate", "Intermediate", "Advanced")),
    "lead": ((41, 50), (8, 19), 8, ("Advanced", "Advanced", "Master")),
    "specialist": ((44, 58), (9, 20), 9, ("Advanced", "Master", "Master")),
}
_DRAWN = ("junior", "senior", "lead", "junior", "senior", "specialist", "junior", "senior", "junior", "lead", "junior",
          "senior", "specialist", "junior", "senior")  # fmt: skip
TITLES = {
    "junior": "Service Technician I", "senior": "Service Technician II", "lead": "Lead Technician",
    "specialist": "Refrigeration Specialist",
}  # fmt: skip
# Title, department and yearly pay of the office; the first is everybody's superior in the end.
_OFFICE = (
    ("General Manager", "Executive", 136_000), ("Office Manager", "HR", 71_000), ("Bookkeeper", "Finance", 62_000),
    ("Dispatcher", "Dispatch", 48_000), ("Parts Manager", "Warehouse", 58_000),
    *[("Sales Representative", "Sales", 56_000)] * 5,
)  # fmt: skip
_MORE_OFFICE = (
    ("Dispatcher", "Dispatch", 46_000), ("Sales Representative", "Sales", 54_000), ("Bookkeeper", "Finance", 57_000),
    ("Marketing Coordinator", "Marketing", 55_000), ("Parts Clerk", "Warehouse", 41_000),
    ("Customer Service Representative", "Dispatch", 42_000), ("HR Assistant", "HR", 47_000),
)  # fmt: skip
_RELATIONS = ("spouse", "mother", "father", "sister", "brother", "partner")
_STATUS = weighted({"Active": 92, "On Leave": 6, "Suspended": 2})
ON_CALL = 9  # technicians of each level come in the same order, so that every branch has all of them


def hire(company: Company) -> None:
    """Draw the technicians, spread over the branches by their business, and number the office."""
    chance = company.chance("technicians")
    crews = len(company.metros)
    for number in range(1, company.size(15, 2 * crews) + 1):
        metro = _crew(number, crews)
        technician = _technician(company, chance, number, metro)
        company.technicians.append(technician)
        company.crews[metro].append(technician)
    if len(company.technicians) > ON_CALL:
        company.technicians[ON_CALL - 1].left = company.as_of - 40
    for number, (title, _, _) in enumerate(office(company), start=len(company.technicians) + 1):
        company.staff[title].append(number)


def _crew(number: int, crews: int) -> int:
    """Give the branch of a technician: the first has twice the crew of any other."""
    at = (number - 1) % (crews + 1)
    return at % crews


def office(company: Company) -> list[tuple[str, str, int]]:
    """List the office: title, department and pay."""
    more = max(0, company.size(10) - len(_OFFICE))
    return [*_OFFICE, *(_MORE_OFFICE[at % len(_MORE_OFFICE)] for at in range(more))]


def _technician(company: Company, chance: Chance, number: int, metro: int) -> Technician:
    level = _DRAWN[(number - 1) % len(_DRAWN)]
    (low, high), years, middle, ranks = _LEVELS[level]
    experience = chance.between(*years)
    # Within a level, who has been in the trade for longer earns more.
    rate = low + (high - low) * (experience - years[0]) // (years[1] - years[0])
    # One in seven came within the year, the others before it began.
    tenure = chance.between(1, min(experience, 7)) * 365 + chance.between(0, 300)
    if number % 7 == 4:
        tenure = chance.between(120, 330)
    skills = {skill: min(10, max(1, middle + chance.between(-2, 2))) for skill in SKILLS}
    return Technician(
        number, _name(chance), phone(chance, company.metros[metro]), level, rate * 100, company.as_of - tenure,
        experience + 1, chance.pick(ranks), skills, metro,
    )  # fmt: skip


def _name(chance: Chance) -> str:
    return f"{chance.pick(FIRST_NAMES)} {chance.pick(LAST_NAMES)}"


def technician_rows(company: Company) -> Iterator[Named]:
    """Give the technicians."""
    for one in company.technicians:
        yield "technicians", {
            "technician_id": one.id, "technician_name": one.name, "phone": one.phone, "technician_level": one.level,
            "hourly_rate": one.rate // 100, "hire_date": day(one.hired), "years_experience": one.years,
            "certification_level": one.rank, **{f"{skill}_skill": value for skill, value in one.skills.items()},
        }  # fmt: skip


def employee_rows(company: Company) -> Iterator[Named]:
    """Give technicians and office as employees, numbered by the day of their hiring."""
    chance = company.chance("employees")
    people = [*_technician_people(company, chance), *_office_people(company, chance)]
    by_hiring = sorted(people, key=lambda row: (row["hire_date"], row["employee_id"]))
    number_of = {row["employee_id"]: f"EMP-{at:04d}" for at, row in enumerate(by_hiring, start=1)}
    codes = {number: f"Sales Rep {at}" for at, number in enumerate(company.staff["Sales Representative"], start=1)}
    for row in people:
        number = row["employee_id"]
        first, last = row["first_name"], row["last_name"]
        yield "employees", {
            **row, "employee_number": number_of[number], "sales_rep_code": codes.get(number),
            "email": f"{first}.{last}.{number}@northwind.test".lower(),
        }  # fmt: skip


def _technician_people(company: Company, chance: Chance) -> Iterator[Row]:
    leads = [next((t for t in crew if t.level == "lead"), crew[0]) for crew in company.crews]
    manager = company.staff["General Manager"][0]
    for one in company.technicians:
        superior = manager if one is leads[one.metro] or one.level == "specialist" else leads[one.metro].id
        title, pay = TITLES[one.level], one.rate * 2080
        status = "Terminated" if one.left else "Active"
        row = _person(company, chance, one.id, "Service", title, one.hired, pay, status, superior)
        yield {**row, **_called(one.name), "phone": one.phone, "termination_date": day(one.left) if one.left else None}


def _office_people(company: Company, chance: Chance) -> Iterator[Row]:
    manager = company.staff["General Manager"][0]
    for number, (title, department, pay) in enumerate(office(company), start=manager):
        hired = company.as_of - chance.between(400, 8 * 365)
        status = "Active" if title == "Sales Representative" or number == manager else chance.pick(_STATUS)
        superior = None if number == manager else manager
        amount = pay * 100 + chance.between(-30, 60) * 10_000
        row = _person(company, chance, number, department, title, hired, amount, status, superior)
        telephone = phone(chance, company.metros[0])
        yield {**row, **_called(_name(chance)), "phone": telephone, "termination_date": None}


def _called(name: str) -> Row:
    first, _, last = name.partition(" ")
    return {"first_name": first, "last_name": last}


def _person(
    company: Company, chance: Chance, number: int, department: str, title: str, hired: int, pay: int, status: str,
    superior: int | None,
) -> Row:  # fmt: skip
    tenure = company.as_of - hired
    contact = f"{_name(chance)} ({chance.pick(_RELATIONS)}) {phone(chance, company.metros[0])}"
    rating = chance.near(3.6, 0.6, 1, 5)
    return {
        "employee_id": number, "employee_number": "", "department": department, "job_title": title,
        "hire_date": day(hired), "salary": usd(pay), "employment_status": status, "supervisor_id": superior,
        "emergency_contact": contact if chance.happens(0.95) else None,
        "benefits_enrolled": tenure >= 90 and chance.happens(0.85),
        "performance_rating": f"{rating:.1f}" if tenure >= 183 else None, "employment_type": "Full-Time",
        "pay_type": "Hourly" if department == "Service" else "Salaried",
    }  # fmt: skip
