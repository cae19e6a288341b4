"""Who goes to whom and when: every visit of the year, day by day, with a technician of the branch who has the time."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from hvac.sandbox.catalogue import SHELVES, USES
from hvac.sandbox.company import Call, Company, Customer, Device, Part, Technician
from hvac.sandbox.customers import install
from hvac.sandbox.season import demand, visits

# Shortest and longest visit in minutes, before the technician's skill; and the skill that it asks for.
_LENGTH = {"Maintenance": (60, 150), "Repair": (72, 270), "Installation": (252, 480), "Emergency": (72, 240), "Inspection": (60, 120)}  # fmt: skip
_SKILL = {"Maintenance": "customer_service", "Repair": "diagnostics", "Installation": "hvac_installation", "Emergency": "electrical",
          "Inspection": "safety_protocols"}  # fmt: skip
# What an hour is charged at, in cents; firms pay ten dollars more.
PRICES = {"Maintenance": 9_000, "Repair": 11_000, "Installation": 10_500, "Emergency": 15_500, "Inspection": 8_500}
FIRMS_MORE = 1_000
DAY_ENDS, LONGEST_DAY, USUAL_DAY = 1_140, 690, 570
AGAIN_WITHIN = 30


class Dispatch:
    """The year's visits; each makes its day fuller, which the next one finds."""

    def __init__(self, company: Company) -> None:
        """Begin with the first day of the year."""
        self.company = company
        self.chance = company.chance("visits")
        days = range(company.start, company.as_of)
        self._per_demand = company.size(2000, 200) / sum(map(demand, days))
        self._newest = 0
        self._waiting: deque[Customer] = deque()
        self._repaired: deque[Call] = deque(maxlen=company.size(60))
        self._parts = {name: _shelf(company, name) for name in SHELVES}

    def visits_of(self, day: int) -> Iterator[Call]:
        """Give the visits of a day."""
        customers = self.company.customers
        while self._newest < len(customers) and customers[self._newest].since < day:
            if not customers[self._newest].devices:
                self._waiting.append(customers[self._newest])
            self._newest += 1
        wanted = self._per_demand * demand(day) * self.chance.near(1, 0.12, 0.6, 1.4)
        for _ in range(int(wanted + self.chance.random())):
            call = self._visit(day)
            if call is not None:
                yield call

    def _visit(self, day: int) -> Call | None:
        kind = self.chance.pick(visits(day))
        customer, device, again = self._whom(kind, day)
        minutes = self.chance.between(*_LENGTH[kind])
        found = self._who(kind, customer.metro, day, minutes)
        if found is None:
            return None
        technician = found
        minutes = round(minutes * (1.24 - 0.04 * technician.skills[_SKILL[kind]]) / 6) * 6
        start = self._when(technician, kind, day, minutes)
        if start is None:
            return None
        if device is None:
            device = self._installed(customer, day)
        call = Call(
            self.company.number("service_calls"), customer, technician, device, kind, day, start, minutes,
            self._asked(customer, kind, day, start), minutes * (PRICES[kind] + FIRMS_MORE * customer.commercial) // 60,
            self._taken(kind), again,
        )  # fmt: skip
        self._remember(call)
        return call

    def _whom(self, kind: str, day: int) -> tuple[Customer, Device | None, bool]:
        """Give the customer, the device unless one is to be installed, and whether they had to come again."""
        if kind == "Installation":
            return self._buyer(day), None, False
        if kind == "Repair" and self._repaired and self.chance.happens(0.06):
            before = self.chance.pick(self._repaired)
            if before.device.status == "Active" and 0 < day - before.day <= AGAIN_WITHIN:
                return before.customer, before.device, True
        device = self._device(day)
        if kind in ("Repair", "Emergency"):
            other = self._device(day)
            device = min(device, other, key=lambda d: d.installed)
        elif kind == "Maintenance":
            for _ in range(3):
                if device.customer.plan[0] <= day <= device.customer.plan[1]:
                    break
                device = self._device(day)
        return device.customer, device, False

    def _buyer(self, day: int) -> Customer:
        if self._waiting and self.chance.happens(0.7):
            return self._waiting.popleft()
        return self._device(day).customer

    def _device(self, day: int) -> Device:
        devices = self.company.devices
        while True:
            device = self.chance.pick(devices)
            if device.status == "Active" and device.installed < day:
                return device

    def _installed(self, customer: Customer, day: int) -> Device:
        old = next((d for d in customer.devices if d.status == "Active" and day - d.installed > 500), None)
        if old is not None and self.chance.happens(0.5):
            old.status = "Replaced"
        return install(self.company, self.chance, customer, day)

    def _who(self, kind: str, metro: int, day: int, minutes: int) -> Technician | None:
        """Give the ablest of a few technicians with time, or else who has most of it."""
        crew, skill = self.company.crews[metro], _SKILL[kind]
        best: Technician | None = None
        for _ in range(4):
            one = self._at_work(self.chance.pick(crew), day)
            if one and one.worked + minutes <= USUAL_DAY and one.free + minutes < DAY_ENDS:
                best = one if best is None or one.skills[skill] > best.skills[skill] else best
        if best is None:
            free = [one for one in crew if self._at_work(one, day) and one.worked + minutes * 1.3 <= LONGEST_DAY]
            best = min(free, key=lambda one: one.free, default=None)
        return best

    def _at_work(self, one: Technician, day: int) -> Technician | None:
        if one.hired > day or (one.left and one.left <= day):
            return None
        if one.day != day:
            one.day, one.free, one.worked = day, 450 + 6 * self.chance.between(0, 10), 0
            one.visits.clear()
        return one

    def _when(self, one: Technician, kind: str, day: int, minutes: int) -> int | None:
        start = one.free + 6 * self.chance.between(2, 7)
        if kind == "Emergency":
            start = max(start, 6 * self.chance.between(80, 200))
        if start + minutes > 1_430:
            return None
        one.free, one.worked = start + minutes, one.worked + minutes
        return start

    def _asked(self, customer: Customer, kind: str, day: int, start: int) -> int:
        at, chance = day * 1440 + start, self.chance
        if kind == "Emergency":
            return at - chance.between(15, 200)
        if kind == "Repair" and customer.promised[0] <= day <= customer.promised[1]:
            return at - chance.between(20, customer.promised_hours * 55)
        days = chance.between(1, 4) if kind == "Repair" else chance.between(4, 21)
        # Nobody asks before they are a customer.
        return max((day - days) * 1440 + chance.between(480, 1_050), customer.since * 1440 + 540)

    def _taken(self, kind: str) -> list[tuple[Part, int]]:
        lines, categories = USES[kind]
        taken: dict[int, tuple[Part, int]] = {}
        for _ in range(self.chance.pick(lines)):
            category = self.chance.pick(categories)
            part = self.chance.pick(self._parts[category])
            wanted = min(self.chance.between(1, SHELVES[category].most), part.stock)
            if wanted and part.id not in taken:
                part.stock -= wanted
                part.used += wanted
                taken[part.id] = (part, wanted)
        return list(taken.values())

    def _remember(self, call: Call) -> None:
        customer, one = call.customer, call.technician
        one.visits.append((call.start, call.minutes, call.id))
        one.first_day = one.first_day or call.day
        if one.first_day == call.day:
            one.first_calls.append(call.id)
        if not customer.calls:
            customer.first_call = (call.day, call.id)
        customer.calls += 1
        if call.kind in ("Maintenance", "Inspection"):
            call.device.maintained = call.day
        if call.kind in ("Repair", "Emergency") and not call.again:
            self._repaired.append(call)


def _shelf(company: Company, category: str) -> list[Part]:
    """Repeat the parts of a category by how often they are used; the last part of all is new and not used yet."""
    parts = [part for part in company.parts[:-1] if part.category == category]
    least = min(part.weight for part in parts)
    return [part for part in parts for _ in range(max(1, round(part.weight / least)))]
