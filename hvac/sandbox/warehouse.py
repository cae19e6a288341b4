"""The warehouse: parts go out with visits, are ordered when they run low, and come in, from some vendors late."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator

from hvac.sandbox.catalogue import SHELVES, USES
from hvac.sandbox.chance import Named, Row, day, moment, rounded, usd
from hvac.sandbox.company import YEAR, Call, Company, Part
from hvac.sandbox.season import weekday

_ORDER_DAY = 0  # Monday
_SHARES = {"Maintenance": 0.30, "Repair": 0.34, "Installation": 0.13, "Emergency": 0.09, "Inspection": 0.13}
_SERVICE_LEVEL = 1.645  # of a normal distribution: stock lasts in 95 of 100 cases
# Every so many vendors there is one that comes late, and one whose goods are sent back.
LATE_EVERY, FAULTY_EVERY = 5, 7


class Warehouse:
    """Stock of every part from the opening count to the last day."""

    def __init__(self, company: Company) -> None:
        """Fill the shelves as far as they go."""
        self.company = company
        self.chance = company.chance("warehouse")
        self.place = len(company.metros) + 1
        self._coming: dict[int, list[tuple[Part, int, int]]] = defaultdict(list)
        self._trucks: dict[int, int] = {}
        for part, daily in zip(company.parts, _daily_uses(company), strict=True):
            wait = part.lead + 7
            part.reorder = math.ceil(daily * wait + _SERVICE_LEVEL * math.sqrt(daily * wait)) + 1
            part.most = part.reorder + max(4, math.ceil(daily * 40))
            part.stock = part.most

    def trucks(self, places: dict[int, int]) -> None:
        """Take the places of the trucks, by technician."""
        self._trucks = places

    def opening(self) -> Iterator[Named]:
        """Give the count with which the year began."""
        for part in self.company.parts:
            yield self._moved("Count", part, part.stock, moment(self.company.start - 1, 1_020))

    def issue(self, call: Call) -> Iterator[Named]:
        """Give the parts that a visit takes, and their way there: from the shelf, or by a truck."""
        truck = self._trucks.get(call.technician.id)
        by_truck = truck if call.parts and truck and self.chance.happens(0.03) else None
        transfer = self.company.number("stock_transfers") if by_truck else 0
        if by_truck:
            yield "stock_transfers", {
                "stock_transfer_id": transfer, "from_location_id": self.place, "to_location_id": by_truck,
                "sent_on": day(call.day), "received_on": day(call.day), "status": "Received",
            }  # fmt: skip
        for part, quantity in call.parts:
            usage = self.company.number("parts_usage")
            yield "parts_usage", {
                "usage_id": usage, "service_call_id": call.id, "part_id": part.id, "quantity_used": quantity,
                "usage_date": day(call.day),
            }  # fmt: skip
            if by_truck:
                yield from self._by_truck(call, part, quantity, transfer, by_truck)
            at = moment(call.day, call.start)
            yield self._moved("Issue", part, -quantity, at, usage_id=usage, location_id=by_truck or self.place)

    def _by_truck(self, call: Call, part: Part, quantity: int, transfer: int, truck: int) -> Iterator[Named]:
        line = self.company.number("stock_transfer_lines")
        yield "stock_transfer_lines", {
            "stock_transfer_line_id": line, "stock_transfer_id": transfer, "part_id": part.id, "quantity": quantity,
        }  # fmt: skip
        at = moment(call.day, 400)
        yield self._moved("Transfer Out", part, -quantity, at, stock_transfer_line_id=line)
        yield self._moved("Transfer In", part, quantity, at, stock_transfer_line_id=line, location_id=truck)

    def receive(self, today: int) -> Iterator[Named]:
        """Give what comes in on a day."""
        for part, good, line in self._coming.pop(today, ()):
            part.stock += good
            part.on_order, part.received, part.received_quantity = False, today, good
            if good:
                yield self._moved("Receipt", part, good, moment(today, 480), purchase_order_line_id=line)

    def review(self, today: int) -> Iterator[Named]:
        """Order, once a week, what has run low, one order a vendor."""
        if weekday(today) != _ORDER_DAY:
            return
        low: dict[int, list[Part]] = defaultdict(list)
        for part in self.company.parts:
            if part.stock <= part.reorder and not part.on_order:
                low[part.vendor].append(part)
        for vendor in sorted(low):
            yield from self._order(vendor, low[vendor], today)

    def _order(self, vendor: int, parts: list[Part], today: int) -> Iterator[Named]:
        number = self.company.number("purchase_orders")
        promised = today + max(part.lead for part in parts)
        late = self.chance.happens(0.55 if vendor % LATE_EVERY == 0 else 0.07)
        comes = promised + (self.chance.between(2, 12) if late else -self.chance.between(0, 2))
        here = comes < self.company.as_of
        buyer = self.company.staff["Parts Manager"][0]
        yield "purchase_orders", {
            "purchase_order_id": number, "po_number": f"PO-{self.company.year_of(today)}-{number:05d}", "vendor_id": vendor,
            "location_id": self.place, "ordered_on": day(today), "promised_on": day(promised),
            "status": "Received" if here else "Sent", "ordered_by": buyer,
        }  # fmt: skip
        for part in parts:
            yield "purchase_order_lines", self._line(number, vendor, part, comes, here=here)

    def _line(self, order: int, vendor: int, part: Part, comes: int, *, here: bool) -> Row:
        line, wanted, chance = self.company.number("purchase_order_lines"), part.most - part.stock, self.chance
        faulty = here and chance.happens(0.2 if vendor % FAULTY_EVERY == 0 else 0.01)
        rejected = chance.between(1, max(1, wanted // 4)) if faulty else 0
        dearer = chance.near(1.04, 0.02, 1.01, 1.09) if chance.happens(0.1) else 1
        part.on_order = True
        if here:
            self._coming[comes].append((part, wanted - rejected, line))
        return {
            "purchase_order_line_id": line, "purchase_order_id": order, "part_id": part.id, "qty_ordered": wanted,
            "unit_price": usd(rounded(part.cost * dearer)), "qty_received": wanted if here else 0,
            "qty_rejected": rejected, "received_on": day(comes) if here else None,
        }  # fmt: skip

    def _moved(self, kind: str, part: Part, quantity: int, at: str, **cause: int) -> Named:
        return "stock_movements", {
            "movement_id": self.company.number("stock_movements"), "location_id": self.place, "part_id": part.id,
            "movement_type": kind, "quantity": quantity, "unit_cost": usd(part.cost), "occurred_at": at,
            "purchase_order_line_id": None, "usage_id": None, "stock_transfer_line_id": None, "warranty_claim_id": None, **cause,
        }  # fmt: skip

    def inventory(self) -> Iterator[Named]:
        """Give the stock as it stands at the end."""
        classes = _classes(self.company.parts)
        for part in self.company.parts:
            bin_ = f"{self.chance.pick('ABC')}-{self.chance.between(1, 20):02d}-{self.chance.between(1, 10)}"
            yield "inventory", {
                "inventory_id": part.id, "part_id": part.id, "warehouse_location": bin_, "current_stock": part.stock,
                "reorder_point": part.reorder, "max_stock_level": part.most,
                "last_restock_date": day(part.received or self.company.start - self.chance.between(5, 90)),
                "last_restock_quantity": part.received_quantity or part.most,
                "avg_monthly_usage": rounded(part.used / 12),
                "stock_status": "Low Stock" if part.stock <= part.reorder else "In Stock",
                "supplier_lead_time_days": part.lead, "abc_classification": classes[part.id],
                "last_count_date": day(self.company.as_of - self.chance.between(1, 90)), "unit_cost": usd(part.cost),
                "total_value": usd(part.stock * part.cost),
            }  # fmt: skip


def _daily_uses(company: Company) -> list[float]:
    """Give how many of each part go out on a usual day."""
    lines: dict[str, float] = defaultdict(float)
    for kind, (counts, categories) in USES.items():
        for category in categories:
            lines[category] += _SHARES[kind] * sum(counts) / len(counts) / len(categories)
    weights: dict[str, float] = defaultdict(float)
    for part in company.parts:
        weights[part.category] += part.weight
    visits = company.size(2000, 200) / YEAR
    return [
        visits * lines[part.category] * part.weight / weights[part.category] * (1 + SHELVES[part.category].most) / 2
        for part in company.parts
    ]


def _classes(parts: list[Part]) -> dict[int, str]:
    """Class parts by the value used in the year: A up to 80 %, B up to 95 %, C the rest."""
    total, run = sum(part.used * part.cost for part in parts), 0
    found: dict[int, str] = {}
    for part in sorted(parts, key=lambda part: (-part.used * part.cost, part.id)):
        found[part.id] = "A" if run < 0.8 * total else "B" if run < 0.95 * total else "C"
        run += part.used * part.cost
    return found
