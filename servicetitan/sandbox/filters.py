"""The filters of each list, by the parameter's name: what a record must say for it to pass."""

from __future__ import annotations

from collections.abc import Callable

from aiop.sandbox.messages import Request
from servicetitan.sandbox.moments import DAY, parsed
from servicetitan.sandbox.problems import problem
from servicetitan.sandbox.records import Facts

Test = Callable[[Facts], bool]
Filter = Callable[[str], Test]


def _moment(text: str) -> int:
    try:
        return parsed(text)
    except ValueError:
        raise problem(400, f"The value '{text}' is not valid.", field="date") from None


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise problem(400, f"The value '{text}' is not valid.", field="number") from None


def _since(fact: str, days: int = 1) -> Filter:
    """From a moment on, the moment included; `days` turns a fact that is a day number into a moment."""

    def read(text: str) -> Test:
        least = _moment(text)
        return lambda known: known.get(fact) is not None and known[fact] * days >= least

    return read


def _after(fact: str, days: int = 1) -> Filter:
    def read(text: str) -> Test:
        bound = _moment(text)
        return lambda known: known.get(fact) is not None and known[fact] * days > bound

    return read


def _before(fact: str, days: int = 1) -> Filter:
    def read(text: str) -> Test:
        bound = _moment(text)
        return lambda known: known.get(fact) is not None and known[fact] * days < bound

    return read


def _until(fact: str, days: int = 1) -> Filter:
    def read(text: str) -> Test:
        bound = _moment(text)
        return lambda known: known.get(fact) is not None and known[fact] * days <= bound

    return read


def _numbers(fact: str) -> Filter:
    def read(text: str) -> Test:
        wanted = {_whole(part) for part in text.split(",") if part.strip()}
        return lambda known: known.get(fact) in wanted

    return read


def _words(fact: str) -> Filter:
    def read(text: str) -> Test:
        wanted = {part.strip().casefold() for part in text.split(",")}
        return lambda known: str(known.get(fact)).casefold() in wanted

    return read


def _contains(fact: str) -> Filter:
    return lambda text: lambda known: text.casefold() in str(known.get(fact, "")).casefold()


def _number_of(fact: str) -> Filter:
    """Compare with the text by which people call a record."""
    return lambda text: lambda known: str(known.get(fact)) == text


def _flag(fact: str) -> Filter:
    return lambda text: lambda known: bool(known.get(fact, False)) == (text.casefold() == "true")


def _days(fact: str, after: str, before: str) -> dict[str, Filter]:
    return {after.casefold(): _since(fact, DAY), before.casefold(): _before(fact, DAY)}


_NAMED = {"name": _contains("name")}
# Bounds whose name says `After` alone leave their own instant out here; what the system does is not documented.
FILTERS: dict[str, dict[str, Filter]] = {
    "business_units": _NAMED,
    "job_types": _NAMED,
    "campaigns": _NAMED,
    "technicians": _NAMED,
    "customers": _NAMED,
    "locations": {**_NAMED, "customerid": _numbers("customer")},
    "jobs": {
        "completedonorafter": _since("completed"),
        "completedbefore": _before("completed"),
        "jobstatus": _words("status"),
        "businessunitid": _numbers("unit"),
        "jobtypeid": _numbers("type"),
        "campaignid": _numbers("campaign"),
        "customerid": _numbers("customer"),
        "locationid": _numbers("location"),
        "soldbyid": _numbers("sold_by"),
        "invoiceid": _numbers("invoice"),
        "createdfromestimateid": _numbers("from_estimate"),
        "number": _number_of("id"),
        "priority": _words("priority"),
    },
    "appointments": {
        "startsonorafter": _since("start"),
        "startsbefore": _before("start"),
        "status": _words("status"),
        "unused": _flag("unused"),
        "jobid": _numbers("job"),
        "customerid": _numbers("customer"),
    },
    "estimates": {
        "soldafter": _after("sold"),
        "soldbefore": _before("sold"),
        "status": _words("status"),
        "jobid": _numbers("job"),
        "jobnumber": _number_of("job"),
        "locationid": _numbers("location"),
        "soldbyid": _numbers("sold_by"),
    },
    "invoices": {
        "invoicedonorafter": _since("day", DAY),
        "invoicedonbefore": _before("day", DAY),
        "statuses": _words("sync"),
        "businessunitid": _numbers("unit"),
        "customerid": _numbers("customer"),
        "jobid": _numbers("job"),
        "jobnumber": _number_of("job"),
        "adjustmenttoid": _numbers("adjusts"),
    },
    "payments": {
        "paidonafter": _after("day", DAY),
        "paidonbefore": _before("day", DAY),
        "businessunitids": _numbers("unit"),
        "customerid": _numbers("customer"),
        "statuses": _words("sync"),
    },
    "gross_pay_items": {
        "dateonorafter": _since("day", DAY),
        "dateonorbefore": _until("day", DAY),
        "payrollids": _numbers("payroll"),
        "employeeid": _numbers("employee"),
        "employeetype": _words("employee_type"),
    },
    "payroll_adjustments": {
        "postedonorafter": _since("created"),
        "postedonorbefore": _until("created"),
        "employeeids": _numbers("employee"),
    },
    "purchase_orders": {
        **_days("day", "dateOnOrAfter", "dateBefore"),
        "sentonorafter": _since("sent"),
        "sentbefore": _before("sent"),
        "status": _words("status"),
        "jobid": _numbers("job"),
        "jobids": _numbers("job"),
        "technicianid": _numbers("technician"),
    },
    "returns": {
        **_days("day", "returnDateOnOrAfter", "returnDateBefore"),
        "jobid": _numbers("job"),
        "purchaseorderid": _numbers("order"),
        "vendorids": _numbers("vendor"),
        "businessunitids": _numbers("unit"),
    },
}


# The lower bounds on each entity's own business date, and what its facts are counted in.
_LOWER = {
    "jobs": ("completedOnOrAfter", 1), "appointments": ("startsOnOrAfter", 1), "estimates": ("soldAfter", 1),
    "invoices": ("invoicedOnOrAfter", DAY), "payments": ("paidOnAfter", DAY), "gross_pay_items": ("dateOnOrAfter", DAY),
    "purchase_orders": ("dateOnOrAfter", DAY), "returns": ("returnDateOnOrAfter", DAY),
}  # fmt: skip


def earliest_asked(entity: str, request: Request) -> int | None:
    """Give the least business date that a call asks for, as facts count it, or None."""
    name, unit = _LOWER.get(entity, ("", 1))
    text = request.one(name) if name else None
    return None if not text else _moment(text) // unit


def asked_moment(text: str) -> int:
    """Read the moment of a bound on creation or modification; a refusal if it is none."""
    return _moment(text)


def asked_number(text: str | None, default: int, field: str) -> int:
    """Read a page or page size; a refusal if it is no whole number above 0."""
    if text is None:
        return default
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise problem(400, f"The value '{text}' is not valid for {field}.", field=field)
    return int(text)
