"""What others are asked to pay: manufacturers under warranty, insurers after a loss."""

from __future__ import annotations

from collections.abc import Iterator

from aiop.sandbox.names import FIRST_NAMES, LAST_NAMES
from hvac.sandbox.chance import Chance, Named, Row, day, months_later, rounded, usd
from hvac.sandbox.company import Call, Company, Device
from hvac.sandbox.fleet import Vehicle

_LINES = (
    ("Commercial Auto", "Harbor Mutual", 26_000, 1_000, 1_000_000), ("General Liability", "Northgate Casualty", 19_000, 2_500, 1_000_000),
    ("Workers Compensation", "Ohio Valley Comp", 34_000, 0, 1_000_000), ("Property", "Harbor Mutual", 8_500, 2_500, 2_000_000),
    ("Inland Marine/Tools", "Northgate Casualty", 3_200, 500, 250_000), ("Umbrella", "Summit Re", 6_400, 10_000, 5_000_000),
    ("Professional", "Summit Re", 4_100, 5_000, 1_000_000), ("Cyber", "Keystone Cyber", 2_900, 5_000, 1_000_000),
)  # fmt: skip
_DENIALS = ("Not Registered", "Maintenance Missing", "Installation Error", "Misuse", "No Fault Found")
_STATES = ("Closed", "Closed", "Closed", "Settled", "Open", "Under Investigation", "Reported")


class Warranty:
    """Claims that follow repairs of devices under warranty."""

    def __init__(self, company: Company) -> None:
        """Begin with no claims."""
        self.company = company
        self.chance = company.chance("warranty")

    def claim(self, call: Call) -> Iterator[Named]:
        """Give the claim that a repair leads to, where it does."""
        on = call.day + self.chance.between(0, 8)
        if call.kind not in ("Repair", "Emergency") or not call.parts or on >= self.company.as_of:
            return
        late = call.device.warranty < on
        if self.chance.happens(0.02 if late else 0.19):
            claim = self._claim(call, on, late=late)
            yield "warranty_claims", claim
            yield from (("warranty_claim_parts", row) for row in self._parts(call, claim))

    def _parts(self, call: Call, claim: Row) -> Iterator[Row]:
        """Give what was replaced; once the claim is allowed it has gone back, and is credited by its share."""
        resolved = claim["resolution_date"]
        allowed = claim["approved_amount"] if resolved and "Parts" in claim["claim_type"] else None
        for at, (part, quantity) in enumerate(call.parts):
            cost = part.cost * quantity
            share = min(cost, rounded(float(allowed) * 100 * cost / call.parts_cost)) if allowed else None
            yield {
                "claim_part_id": self.company.number("warranty_claim_parts"), "warranty_claim_id": claim["warranty_claim_id"],
                "part_id": part.id, "quantity": quantity, "failed_serial": f"F{call.id:06d}-{at + 1}",
                "rma_number": claim["rma_number"], "returned_on": resolved if claim["rma_number"] else None,
                "credit_amount": None if share is None else usd(share),
            }  # fmt: skip

    def _claim(self, call: Call, on: int, *, late: bool) -> Row:
        chance = self.chance
        kind = chance.pick(("Parts", "Parts", "Parts", "Parts & Labor", "Labor", "Extended Labor"))
        amount = {"Parts": call.parts_cost, "Parts & Labor": call.total}.get(kind, call.labor)
        status, answer, allowed = self._ending(on, amount, late=late)
        resolved = status in ("Approved", "Partially Approved", "Denied", "Paid", "Closed")
        reason = ("Out of Warranty" if late else chance.pick(_DENIALS)) if answer == "Denied" else None
        number = self.company.number("warranty_claims")
        return {
            "warranty_claim_id": number, "installed_device_id": call.device.id, "claim_date": day(on), "claim_type": kind,
            "claim_amount": usd(amount), "manufacturer_response": answer, "claim_status": status,
            "resolution_date": day(min(self.company.as_of - 1, on + chance.between(5, 45))) if resolved else None,
            "parts_replaced": "; ".join(part.name for part, _ in call.parts), "service_call_id": call.id,
            "approved_amount": usd(allowed) if allowed is not None else None,
            "paid_amount": usd(allowed) if status in ("Paid", "Closed") and allowed is not None else None,
            "rma_number": f"RMA-{number:05d}" if kind != "Labor" and resolved else None, "denial_reason": reason,
        }  # fmt: skip

    def _ending(self, on: int, amount: int, *, late: bool) -> tuple[str, str, int | None]:
        """Give status, answer and the amount that is allowed, None while that is not decided."""
        age, chance = self.company.as_of - on, self.chance
        if late:
            return "Denied", "Denied", 0
        if age <= 45:
            return chance.pick(
                (("Submitted", "Pending", None), ("Under Review", "Pending", None), ("Draft", "Info Requested", None))
            )
        luck = chance.random()
        if luck < 0.12:
            return "Denied", "Denied", 0
        if luck < 0.3:
            return chance.pick(("Partially Approved", "Paid")), "Partially Approved", amount * 6 // 10
        return chance.pick(("Approved", "Paid", "Paid", "Closed")), "Approved", amount


def policy_rows(company: Company) -> Iterator[Named]:
    """Give two years of policies of every line."""
    for year in (1, 0):
        for at, (line, carrier, premium, deductible, limit) in enumerate(_LINES):
            begun = _policy_begins(company, year)
            yield "insurance_policies", {
                "policy_id": company.number("insurance_policies"), "policy_number": f"POL-{at + 1:02d}-{company.year_of(begun)}",
                "carrier": carrier, "line": line, "effective_date": day(begun), "expiration_date": day(months_later(begun, 12)),
                "premium": usd(round(premium * company.scale) * 100), "deductible": usd(deductible * 100),
                "limit_per_occurrence": usd(limit * 100), "aggregate_limit": usd(limit * 200), "agent": "Whitlock Insurance Agency",
                "location_id": None, "status": "Expired" if year else "Active",
            }  # fmt: skip


def _policy_begins(company: Company, years_back: int) -> int:
    return months_later(company.as_of - 150, -12 * years_back)


def insurance_claim_rows(company: Company, fleet: list[Vehicle]) -> Iterator[Named]:
    """Give losses of two years: collisions, damage at customers, theft from vans."""
    chance = company.chance("insurance")
    first = _policy_begins(company, 1)
    cars = [one for one in fleet if one.bought <= first]
    devices = [one for one in company.devices if one.installed <= first]
    for number in range(1, company.size(30) + 1):
        on = chance.between(first, company.as_of - 12)
        this_year = len(_LINES) if on >= _policy_begins(company, 0) else 0
        yield "insurance_claims", _loss(company, chance, number, on, this_year, chance.pick(cars), chance.pick(devices))


def _loss(
    company: Company, chance: Chance, number: int, on: int, policies: int, vehicle: Vehicle, device: Device
) -> Row:  # fmt: skip
    line, kind, story = chance.pick((
        (1, "Collision", "Backed into a post."), (1, "Collision", "Hit at a crossing."), (1, "Comprehensive", "Hail."),
        (2, "Water Damage", "Drain pan overflowed below the unit."), (2, "Property Damage", "Ladder through a window."),
        (5, "Theft", "Tools taken from the van overnight."),
    ))  # fmt: skip
    reported, asked = on + chance.between(0, 10), chance.between(600, 18_000) * 100
    deductible = min(asked, _LINES[line - 1][3] * 100)
    status = chance.pick(_STATES if company.as_of - on > 120 else _STATES[4:])
    over = status in ("Closed", "Settled")
    paid = (asked - deductible) * chance.between(70, 100) // 100 if over else 0
    by_vehicle = line in (1, 5)
    return {
        "claim_id": number, "claim_number": f"IC-{company.year_of(on)}-{number:04d}", "policy_id": policies + line,
        "claim_type": kind, "loss_date": day(on), "reported_date": day(reported), "description": story,
        "vehicle_id": vehicle.id if by_vehicle else None, "safety_incident_id": None, "service_call_id": None,
        "installed_device_id": device.id if not by_vehicle else None, "location_id": None,
        "claimant": f"{chance.pick(FIRST_NAMES)} {chance.pick(LAST_NAMES)}", "adjuster": chance.pick(LAST_NAMES),
        "amount_claimed": usd(asked), "reserve_amount": usd(0 if over else asked - deductible),
        "deductible_applied": usd(deductible), "amount_paid": usd(paid),
        "subrogation_recovery": usd(paid // 2 if kind == "Collision" and over and chance.happens(0.4) else 0), "status": status,
        "closed_date": day(min(company.as_of - 1, reported + chance.between(30, 90))) if status == "Closed" else None,
    }  # fmt: skip
