"""What customers have agreed to: yearly plans, and contracts with times within which somebody comes."""

from __future__ import annotations

import json
from collections.abc import Iterator

from hvac.sandbox.chance import Chance, Named, day, months_later, usd, weighted
from hvac.sandbox.company import Company, Customer

_PLANS = {
    "Basic": (12_000, "Seasonal Tune-ups, Priority Service"),
    "Premium": (20_000, "Bi-annual Maintenance, Parts Discount"),
    "Comprehensive": (35_000, "Quarterly Inspections, Emergency Service"),
    "Commercial": (50_000, "Monthly Monitoring, Full Coverage"),
}
_HOMES = ("Basic", "Basic", "Premium", "Premium", "Comprehensive")
_FIRMS = ("Premium", "Comprehensive", "Commercial", "Commercial")
_TYPES = weighted({
    "Commercial SLA": 40, "Preventive Maintenance": 25, "Full Service": 15, "Extended Warranty": 10, "Time & Materials": 6,
    "National Account": 4,
})  # fmt: skip
_TERMS = {
    "Commercial SLA": "Repairs and emergencies are answered within the time agreed, at any hour.",
    "Preventive Maintenance": "Two visits a year, spring and fall, filters included.",
    "Full Service": "All visits and parts are included but for compressors.",
    "Extended Warranty": "Parts and labour after the manufacturer's warranty has ended.",
    "Time & Materials": "Hours and parts at the rates of the price list.",
    "National Account": "Prices of the national list, one invoice a month.",
}


def agree(company: Company) -> Iterator[Named]:
    """Draw plans and contracts; the customers remember what is promised to them."""
    yield from _subscriptions(company, company.chance("subscriptions"))
    yield from _contracts(company, company.chance("contracts"))


def _subscriptions(company: Company, chance: Chance) -> Iterator[Named]:
    customers = list(company.customers)
    chance.shuffle(customers)
    for customer in customers[: company.size(200)]:
        begun = chance.between(max(customer.since, company.as_of - 500), company.as_of - 1)
        customer.subscribed = True
        if begun - customer.since > 366 and chance.happens(0.45):
            # They have had one before, and went on.
            yield from _subscription(company, chance, customer, months_later(begun, -12), begun - 1, "Expired")
        until = months_later(begun, chance.pick((12, 12, 24, 36)))
        ended = "Cancelled" if chance.happens(0.07) else "Suspended" if chance.happens(0.03) else ""
        status = ended or ("Expired" if until < company.as_of else "Active")
        if not ended:
            customer.plan = (begun, until)
        yield from _subscription(company, chance, customer, begun, until, status)


def _subscription(
    company: Company, chance: Chance, customer: Customer, begun: int, until: int, status: str
) -> Iterator[Named]:
    plan = chance.pick(_FIRMS if customer.commercial else _HOMES)
    cost, services = _PLANS[plan]
    visit = company.as_of + chance.between(1, 180)
    yield "subscriptions", {
        "subscription_id": company.number("subscriptions"), "customer_id": customer.id, "service_plan": plan,
        "start_date": day(begun), "end_date": day(until), "annual_cost": usd(cost),
        "payment_frequency": chance.pick(("Monthly", "Quarterly", "Annual")), "status": status,
        "auto_renewal": chance.happens(0.6), "services_included": services,
        "discount_percentage": chance.pick((0, 0, 0, 5, 10, 15, 20)),
        "next_service_date": day(visit) if status == "Active" and visit <= until else None,
    }  # fmt: skip


def _contracts(company: Company, chance: Chance) -> Iterator[Named]:
    firms = [customer for customer in company.customers if customer.commercial]
    homes = [customer for customer in company.customers if not customer.commercial]
    chance.shuffle(firms)
    chance.shuffle(homes)
    size = company.size(120)
    for customer in [*firms[: size * 7 // 10], *homes[: size - size * 7 // 10]]:
        yield "customer_contracts", _contract(company, chance, customer)


def _contract(company: Company, chance: Chance, customer: Customer) -> dict[str, object]:
    kind = chance.pick(_TYPES) if customer.commercial else chance.pick(("Preventive Maintenance", "Extended Warranty"))
    begun = chance.between(max(customer.since, company.as_of - 900), company.as_of - 1)
    until = months_later(begun, chance.pick((12, 24, 36))) - 1
    promised = chance.pick((4, 8, 24, 48)) if kind == "Commercial SLA" else None
    if promised:
        customer.promised_hours, customer.promised = promised, (begun, until)
    return {
        "contract_id": company.number("customer_contracts"), "customer_id": customer.id, "contract_type": kind,
        "start_date": day(begun), "end_date": day(until), "terms": _TERMS[kind], "sla_response_time": promised,
        "penalty_clauses": "Five per cent of the month's fee for each visit that comes late." if promised else None,
        "auto_renewal": chance.happens(0.6),
        "escalation_clauses": "Prices rise by three per cent a year." if chance.happens(0.5) else None,
        "performance_metrics": _metrics(promised) if promised else None,
    }  # fmt: skip


def _metrics(promised: int) -> str:
    return json.dumps([
        {"metric": f"response within {promised} h", "target": 95, "unit": "%"},
        {"metric": "uptime", "target": 99, "unit": "%"},
    ])  # fmt: skip
