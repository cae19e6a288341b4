"""Prices that follow the season and the hour: the rules, and what they add to the bills of calls."""

from __future__ import annotations

from collections.abc import Iterator

from hvac.sandbox.billing import MARK_UP
from hvac.sandbox.chance import Named, Row, day, moment, rounded, usd
from hvac.sandbox.company import Call, Company
from hvac.sandbox.season import SATURDAY, season_name, weekday

_SEASONS = (
    ("Winter Peak", "12-01", "02-29", "High"), ("Spring Shoulder", "03-01", "05-31", "Low"),
    ("Summer Peak", "06-01", "08-31", "Peak"), ("Fall Shoulder", "09-01", "11-30", "Normal"),
)  # fmt: skip
# Name, season, kind of visit, type of customer, urgency, hours, how, by how much, of what, whether it comes on top.
_RULES = (
    ("Summer repairs", 3, "Repair", None, None, None, "Percent", "15", "Labour", False),
    ("Summer emergencies", 3, "Emergency", None, None, None, "Percent", "20", "Labour", False),
    ("Winter repairs", 1, "Repair", None, None, None, "Percent", "12", "Labour", False),
    ("Winter emergencies", 1, "Emergency", None, None, None, "Percent", "18", "Labour", False),
    ("Spring tune-ups", 2, "Maintenance", None, None, None, "Percent", "-20", "Labour", False),
    ("Fall tune-ups", 4, "Maintenance", None, None, None, "Percent", "-25", "Labour", False),
    ("After hours", None, "Emergency", None, "Emergency", ("18:00:00", "07:00:00"), "Fixed", "95", "Total", True),
    ("Weekend emergencies", None, "Emergency", None, "Emergency", None, "Fixed", "75", "Total", True),
    ("Firms' inspections", None, "Inspection", "commercial", None, None, "Percent", "-5", "Labour", False),
)
_RETIRED = ("Opening offer", "Refer a friend", "Furnace fortnight", "Heat pump bonus", "Ductless days", "New mover")
_WEEKEND = 8


class Pricing:
    """Applies the rules to calls."""

    def __init__(self, company: Company) -> None:
        """Know the company."""
        self.company = company

    def lists(self) -> Iterator[Named]:
        """Give seasons and rules."""
        for number, (name, first, last, demand) in enumerate(_SEASONS, start=1):
            yield "pricing_seasons", {
                "season_id": number, "name": name, "start_mmdd": first, "end_mmdd": last, "location_id": None,
                "demand_level": demand,
            }  # fmt: skip
        for number, rule in enumerate(_RULES, start=1):
            yield "price_rules", self._rule(number, *rule)
        for number, name in enumerate(_RETIRED, start=len(_RULES) + 1):
            old = (name, None, "Installation", "residential", None, None, "Fixed", "-150", "Total", False)
            yield (
                "price_rules",
                {**self._rule(number, *old), "status": "Retired", "valid_to": day(self.company.start - 1)},
            )

    def _rule(
        self, number: int, name: str, season: int | None, kind: str, customer: str | None, urgency: str | None,
        span: tuple[str, str] | None, how: str, value: str, of: str, on_top: bool,
    ) -> Row:  # fmt: skip
        return {
            "rule_id": number, "name": name, "season_id": season, "service_type": kind, "customer_type": customer,
            "equipment_type": None, "service_plan": None, "territory_id": None, "location_id": None,
            "weekdays": "-----SS" if number == _WEEKEND else None, "time_from": span and span[0], "time_to": span and span[1],
            "urgency": urgency, "adjust_kind": how, "value": value, "applies_to": of, "floor": None, "ceiling": None,
            "priority": 10 * number, "stackable": on_top, "valid_from": day(self.company.start - 400), "valid_to": None,
            "approved_by": self.company.staff["General Manager"][0], "status": "Active",
        }  # fmt: skip

    def changes(self, call: Call) -> list[tuple[int, int]]:
        """Give the rules that hold for a call, each with the cents that it adds: the best one, then those on top."""
        season, labor = season_name(call.day), rounded(call.labor * MARK_UP / 100)
        found: list[tuple[int, int]] = []
        for number, (_, of, kind, customer, _, span, how, value, _, _) in enumerate(_RULES, start=1):
            if kind != call.kind or (of and _SEASONS[of - 1][0] != season):
                continue
            if customer and not call.customer.commercial:
                continue
            if (span and not (call.start >= 1_080 or call.start < 420)) or (
                number == _WEEKEND and weekday(call.day) < SATURDAY
            ):
                continue
            percent = int(value)
            added = (
                percent * 100 if how == "Fixed" else rounded(labor * abs(percent) / 100) * (1 if percent > 0 else -1)
            )
            found.append((number, added))
        return found

    def rows(self, call: Call, changes: list[tuple[int, int]]) -> Iterator[Named]:
        """Give the changes of a bill one after the other, each from the amount that the one before came to."""
        base = rounded(call.total * MARK_UP / 100)
        for rule, added in changes:
            yield "price_adjustments", {
                "adjustment_id": self.company.number("price_adjustments"), "quote_id": None, "service_call_id": call.id,
                "rule_id": rule, "base_amount": usd(base), "adjustment": usd(added), "final_amount": usd(base + added),
                "applied_at": moment(call.day, call.start + call.minutes), "overridden_by": None, "override_reason": None,
            }  # fmt: skip
            base += added
