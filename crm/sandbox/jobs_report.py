"""The All Jobs report: 89 columns, one row per job."""

from random import Random

from crm.sandbox import quirks
from crm.sandbox.people import address
from crm.sandbox.pool import Job, Pool, Quote
from crm.sandbox.vocabulary import JOB_TYPES, PROPERTY_TYPES

_FEES = (
    "Labor", "Materials", "Fuel Surcharges", "Insurance", "Valuation", "Additional Services", "Other Fees", "Trip Fees",
    "Storage in Transit", "Prepaid Storage", "Warehouse Handling",
)  # fmt: skip
_PLACE = ("Street", "City", "State", "Zip", "Unit", "Type", "Address")

HEADERS: tuple[str, ...] = (
    "Job Id", "Job Number", "Opportunity Status", "Opportunity Type", "Job Type", "Pricing Method",
    "Branch Name", "Customer Name", "Customer Email", "Customer Phone", "Sales Person Name", "Estimator Name",
    "Move Coordinator Name", "Crew Member Names", "Truck Names", "Referral Source", "Affiliate Name",
    *(f"Origin {part}" for part in _PLACE), *(f"Destination {part}" for part in _PLACE),
    "Job Date", "End Date", "Created at Utc", "Booked at Utc", "Start Time Utc", "End Time Utc", "Completed at Utc",
    "Closed at Utc", "Move Date Is TBD",
    *(f"Estimated {fee} Cost" for fee in _FEES), "Truck Fees Estimated Cost", "Travel Time Fees Estimated Cost",
    "Estimated Tax Amount", "Estimated Discount", "Total Estimated Cost",
    *(f"Actual {fee} Cost" for fee in _FEES), "Truck Fees Actual Cost", "Travel Time Fees Actual Cost",
    "Credit Card Fees Actual Cost", "Actual Tax Amount", "Actual Discount", "Total Actual Cost", "Tip Amount", "Wages",
    "Estimated Number of Crew", "Actual Number of Crew", "Estimated Number of Trucks", "Actual Number of Trucks",
    "Total Estimated Time Hours", "Actual Time Hours", "Total Job Time Deductions Minutes",
    "Origin to Destination Mileage", "Round Trip Mileage",
    "Hourly Rate Quoted", "Hourly Rate Billed", "Job Rating", "Volume", "Weight",
)  # fmt: skip

# Shares of the total before tax, in the order of the fees, then trucks and travel time.
_FEE_SHARES = (0.70, 0.05, 0.05, 0.0, 0.02, 0.03, 0.02, 0.0, 0.0, 0.0, 0.0, 0.05)
_TAX = 0.13
_WAGES_OF_LABOR = 0.348
_AFFILIATES = ("N/A", "N/A", "N/A", "  ", "None Listed", "Harbour Realty", "Northgate Condos", "Relocate Now")
_TRUCKS = ("Truck 1", "Truck 7", "Truck 12", "26ft #3")
_CREWS = ("Ivo; Tomas", "Ari; Ben; Cal", "Dov; Eli", "Finn; Gus; Hal; Jed")
_STAFF = ("", "", "Maren Estimator", "Ola Coordinator")


def row(pool: Pool, rng: Random, quote: Quote, job: Job) -> list[str]:
    """Give the 89 cells of one job."""
    truth = quote.jobs[job.copy_of - 1] if job.copy_of else job
    # A duplicate repeats its original's details, so it draws from the original's stream.
    pool.world.reseed(rng, quote.number * 64 + truth.sequence * 8 + 1)
    closed = quote.status in ("Closed", "Completed")
    return [
        # One job exported twice has an id of each export, but one number; two numbers of a quote are two jobs.
        *_identity(pool, rng, quote, job, truth.sequence),
        *_people(pool, rng, quote, job),
        *_place(rng, quote.origin, (0.0715, 0.0266)),
        *_place(rng, quote.destination, (0.1667, 0.1021)),
        *_dates(rng, quote, truth, closed=closed),
        *_estimate(job.cents),
        *_actuals(rng, truth.cents, closed=closed),
        *_effort(rng, closed=closed),
        *_rates(rng, closed=closed),
    ]


def status_text(rng: Random, status: str) -> str:
    """Spell a status in title case, seldom in another; open quotes go by several names."""
    if status == "Quoted":
        status = quirks.pick(rng, ("Quoted", "Quoted", "Quoted", "Opportunity", "Lead In Progress"))
    draw = rng.random()
    return status if draw < 0.92 else status.upper() if draw < 0.97 else status.lower()


def _identity(pool: Pool, rng: Random, quote: Quote, job: Job, sequence: int) -> tuple[str, ...]:
    local = "Local" if quote.origin % 28 == quote.destination % 28 else quirks.pick(rng, ("Intrastate", "Interstate"))
    return (
        pool.job_id(quote, job),
        f"{quote.number}-{sequence}",
        status_text(rng, quote.status),
        local,
        quirks.pick(rng, JOB_TYPES),
        "Hourly" if rng.random() < 0.8 else "Flat Rate",
    )


def _people(pool: Pool, rng: Random, quote: Quote, job: Job) -> tuple[str, ...]:
    company = pool.company
    return (
        company.branch_text(rng, quote.branch),
        quirks.name(rng, quote.card),
        _email(rng, quote.email, shown=job.email_shown),
        _phone(rng, quote.phone, shown=job.phone_shown),
        company.sellers[quote.seller].spelled(rng),
        quirks.pick(rng, _STAFF),
        quirks.pick(rng, _STAFF),
        quirks.pick(rng, _CREWS),
        quirks.pick(rng, _TRUCKS),
        company.sources[quote.source],
        quirks.pick(rng, _AFFILIATES),
    )


def _email(rng: Random, key: str, *, shown: bool) -> str:
    if shown and key:
        return quirks.email(rng, key)
    return quirks.pick(rng, quirks.INVALID_EMAILS) if rng.random() < 0.1 else quirks.blank(rng)


def _phone(rng: Random, key: str, *, shown: bool) -> str:
    if shown and key:
        return quirks.phone(rng, key)
    return quirks.pick(rng, quirks.UNUSABLE_PHONES) if rng.random() < 0.1 else quirks.blank(rng)


def _place(rng: Random, home: int, blanks: tuple[float, float]) -> tuple[str, ...]:
    """Give the seven cells of an address; `blanks` are the shares without street and without state."""
    street, city, code, _, zip_code = address(home)
    unit = str(home % 40 + 1) if rng.random() < 0.3 else ""
    street = "" if rng.random() < blanks[0] else street
    state = "" if rng.random() < blanks[1] else code
    whole = ", ".join(part for part in (street, city, f"{state} {zip_code}".strip()) if part)
    return street, city, state, zip_code, unit, quirks.pick(rng, PROPERTY_TYPES), whole


def _dates(rng: Random, quote: Quote, job: Job, *, closed: bool) -> tuple[str, ...]:
    day = quirks.day(job.day)
    start = 420 + int(rng.random() * 300)
    end = start + 120 + int(rng.random() * 480)
    done = quirks.day(job.day) if closed else ""
    return (
        day,
        day,
        quirks.day(quote.received),
        quirks.day(job.booked),
        quirks.moment_with_zone(job.day, start) if day else "",
        quirks.moment_with_zone(job.day, end) if day else "",
        done,
        quirks.day(job.day + 2) if quote.status == "Closed" else "",
        quirks.pick(rng, ("false", "False", "0", "no")) if day else "true",
    )


def _fees(cents: int) -> tuple[list[int], int]:
    """Split a total into its fees and the tax, in cents that add up."""
    net = round(cents / (1 + _TAX))
    fees = [int(net * share) for share in _FEE_SHARES]
    return [*fees, net - sum(fees)], cents - net


def _estimate(cents: int) -> tuple[str, ...]:
    fees, tax = _fees(cents)
    return (*(quirks.money(fee) for fee in fees), quirks.money(tax), quirks.money(0), quirks.money(cents))


def _actuals(rng: Random, estimated: int, *, closed: bool) -> tuple[str, ...]:
    """Give what was charged; tips are inside the total, and on 12 % of jobs the parts do not add up to it."""
    if not closed:
        return ("",) * 19
    cents = int(estimated * (0.85 + 0.4 * rng.random()))
    fees, tax = _fees(cents)
    tip = int(rng.random() * 8_000) if rng.random() < 0.3 else 0
    total = cents + tip + (0 if rng.random() < 0.88 else 200 + int(rng.random() * 8_800))
    spell = quirks.plain_money if rng.random() < 0.1 else quirks.money
    wages = int(fees[0] * _WAGES_OF_LABOR)
    return (*map(spell, fees), spell(0), spell(tax), spell(0), spell(total), spell(tip), spell(wages))


def _effort(rng: Random, *, closed: bool) -> tuple[str, ...]:
    crew, trucks, hours = 2 + int(rng.random() * 4), 1 + int(rng.random() * 2), 3 + int(rng.random() * 28) / 4
    miles = 2 + int(rng.random() * 90)
    return (
        str(crew),
        str(crew + (rng.random() < 0.1)) if closed else "",
        str(trucks),
        str(trucks) if closed else "",
        f"{hours:.2f}",
        f"{hours * 1.1:.2f}" if closed else "",
        "0",
        str(miles),
        str(2 * miles),
    )


def _rates(rng: Random, *, closed: bool) -> tuple[str, ...]:
    """Give rates, rating, volume and weight; the billed rate is empty on 62 % of all rows."""
    rate = 12_000 + 500 * int(rng.random() * 25)
    cubic_feet = 100 + int(rng.random() * 1_500)
    billed = quirks.money(rate) if rng.random() < 0.38 else ""
    rating = str(3 + int(rng.random() * 3)) if closed and rng.random() < 0.4 else ""
    known = rng.random() < 0.8
    return (
        quirks.money(rate),
        billed,
        rating,
        f"{cubic_feet} cuft" if known else "--",
        f"{cubic_feet * 7} lbs" if known else "--",
    )
