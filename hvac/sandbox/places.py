"""Where the company works: metropolitan areas with ZIP codes, territories and taxes; rates of tax are invented."""

from __future__ import annotations

from dataclasses import dataclass

from hvac.sandbox.chance import Chance


@dataclass(frozen=True, slots=True)
class Metro:
    """An area around one branch; rates are in ten-thousandths, `winter` says how cold it is."""

    city: str
    state: str
    code: str
    first_zip: int
    area_code: int
    zone: str
    state_rate: int
    local_rate: int
    local_tax: str
    winter: float

    def territory_zips(self, quarter: int) -> list[str]:
        """Give the ten ZIP codes of one of its four territories."""
        return [f"{self.first_zip + quarter * 10 + at:05d}" for at in range(10)]

    @property
    def rate(self) -> int:
        """Rate of all taxes together."""
        return self.state_rate + self.local_rate


METROS = (
    Metro("Columbus", "OH", "CMH", 43201, 614, "America/New_York", 575, 175, "County Sales", 1.1),
    Metro("Cincinnati", "OH", "CVG", 45201, 513, "America/New_York", 575, 210, "County Sales", 1.0),
    Metro("Indianapolis", "IN", "IND", 46201, 317, "America/Indiana/Indianapolis", 700, 50, "Special District", 1.1),
    Metro("Louisville", "KY", "SDF", 40201, 502, "America/Kentucky/Louisville", 600, 50, "Special District", 0.9),
    Metro("Cleveland", "OH", "CLE", 44101, 216, "America/New_York", 575, 225, "County Sales", 1.3),
    Metro("Pittsburgh", "PA", "PIT", 15201, 412, "America/New_York", 600, 100, "County Sales", 1.2),
    Metro("Detroit", "MI", "DTW", 48201, 313, "America/Detroit", 600, 50, "City Sales", 1.3),
    Metro("Nashville", "TN", "BNA", 37201, 615, "America/Chicago", 700, 225, "County Sales", 0.7),
    Metro("St. Louis", "MO", "STL", 63101, 314, "America/Chicago", 425, 250, "City Sales", 1.0),
    Metro("Chicago", "IL", "ORD", 60601, 312, "America/Chicago", 625, 250, "City Sales", 1.3),
    Metro("Milwaukee", "WI", "MKE", 53201, 414, "America/Chicago", 500, 60, "County Sales", 1.4),
    Metro("Charlotte", "NC", "CLT", 28201, 704, "America/New_York", 475, 250, "County Sales", 0.6),
)
QUARTERS = ("North", "East", "South", "West")

_STREETS = (
    "Aspen", "Beacon", "Chestnut", "Dublin", "Fairview", "Grant", "Harrison", "Indianola", "Jefferson", "Kenwood",
    "Linden", "Mill", "Neil", "Orchard", "Park", "Quarter Horse", "Ridge", "Summit", "Tremont", "Union", "Vernon",
    "Walnut", "York", "Zollinger",
)  # fmt: skip
_KINDS = ("St", "Ave", "Rd", "Blvd", "Dr", "Ln", "Ct", "Pl")
_PHONES = (
    "({0}){1}", "({0}) {1}", "{0}-{1}", "{0}.{2}", "+1-{0}-{1}", "001-{0}-{1}", "{0}{3}", "({0}){1}x{4}", "{0}-{1}x{4}",
    "{0}.{2}x{4}", "+1-{0}-{1}x{4}",
)  # fmt: skip


def address(chance: Chance, metro: Metro, zip_code: str) -> str:
    """Make an address on one line."""
    street = f"{chance.between(100, 9899)} {chance.pick(_STREETS)} {chance.pick(_KINDS)}"
    return f"{street}, {metro.city}, {metro.state} {zip_code}"


def phone(chance: Chance, metro: Metro) -> str:
    """Make a telephone number of the ones that belong to nobody, written in one of eleven ways."""
    area = metro.area_code if chance.happens(0.3) else chance.between(201, 989)
    line = chance.between(0, 99)
    return chance.pick(_PHONES).format(
        area, f"555-01{line:02d}", f"555.01{line:02d}", f"55501{line:02d}", chance.between(1, 9999)
    )
