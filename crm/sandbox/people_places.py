"""Homes of invented customers: streets and towns of very different sizes, apartment houses, and how people write an address."""

from functools import cache
from random import Random
from typing import NamedTuple

from crm.sandbox.people_names import LASTS, Pool, ranked, words
from crm.sandbox.people_slips import slip
from crm.sandbox.quirks import pick
from crm.sandbox.vocabulary import CITIES, STREETS

KINDS = {
    "St": "Street", "Ave": "Avenue", "Rd": "Road", "Dr": "Drive", "Ln": "Lane", "Ct": "Court", "Blvd": "Boulevard",
    "Cres": "Crescent", "Pl": "Place", "Way": "Way", "Ter": "Terrace", "Cir": "Circle",
}  # fmt: skip
_SHORT_KINDS = tuple(KINDS)
_POINTS = {"North": "N", "South": "S", "East": "E", "West": "W"}
_TOWN_STARTS = words(
    "Ash Bell Cedar Clear Fair Glen Green Hill King Lake Maple North Oak Pine River Rose Spring Stone West Wood"
)
_TOWN_ENDS = words("brook dale field ford haven mont port side ton view ville wood")
_PLACEHOLDERS = ("unknown", "TBD", "n/a", "123 Main St", "same", "-", "to be confirmed")
_BUILDING_SHARE = 0.1


class Home(NamedTuple):
    """One address in its official spelling; unit is blank in a house."""

    number: int
    street: str
    kind: str
    unit: str
    city: str
    state: str
    zip: str


class Town(NamedTuple):
    """A town, its state or province, and the first part of its postal codes."""

    city: str
    state: str
    zip: str


@cache
def streets() -> Pool:
    """Give street names: Main and Park in every town, most others in few."""
    numbered = [
        f"{n}{'th' if n % 10 > 3 or n % 10 == 0 or 10 < n < 14 else ('st', 'nd', 'rd')[n % 10 - 1]}"
        for n in range(1, 60)
    ]
    compound = [f"{a} {b}" for a in STREETS for b in ("Hill", "Ridge", "Creek", "Grove", "Park", "Glen", "Hollow")]
    pointed = [f"{name} {point}" for name in ("Main", "King", "Queen", "Park") for point in _POINTS]
    head = [
        "Main",
        "Park",
        "Oak",
        "Maple",
        "Cedar",
        "Pine",
        "Church",
        "Mill",
        "King",
        "Queen",
        "Lake",
        "Hill",
        "High",
        "Elm",
    ]
    return ranked(head, [*STREETS, *numbered, *pointed, *LASTS, *compound], head_share=0.2)


@cache
def towns() -> Pool:
    """Give towns as `city|state|zip`, the large ones of the lead pool first."""
    large = [f"{city}|{code}|{area}" for city, code, _, area in CITIES]
    names = [start + end for start in _TOWN_STARTS for end in _TOWN_ENDS]
    states = [(code, area) for _, code, _, area in CITIES]
    small = [f"{name}|{states[i % 28][0]}|{_neighbour(states[i % 28][1], i)}" for i, name in enumerate(names)]
    return ranked(large, small, head_share=0.65)


class Places:
    """Draws homes of one world and spells them."""

    def __init__(self, rng: Random, size: int) -> None:
        """Prepare for about `size` customers, who share some apartment houses."""
        self._rng = rng
        self._buildings = [self._house() for _ in range(size // 400 + 1)]

    def home(self, near: Home | None = None) -> Home:
        """Draw an address, a house of its own or a unit among many at one number; mostly in the town one moves from."""
        if self._rng.random() < _BUILDING_SHARE:
            unit = str(self._rng.randrange(1, 25) * 100 + self._rng.randrange(1, 13))
            return pick(self._rng, self._buildings)._replace(unit=unit)
        if near is not None and self._rng.random() < 0.6:
            return self._house()._replace(city=near.city, state=near.state, zip=near.zip)
        return self._house()

    def _house(self) -> Home:
        r = self._rng.random
        city, state, area = towns().draw(r()).split("|")
        code = int(r() * 25)
        number = 1 + int(10 ** (1 + 3 * r()))
        unit = pick(self._rng, ("A", "B", "1", "2", "3")) if r() < 0.06 else ""
        return Home(number, streets().draw(r()), pick(self._rng, _SHORT_KINDS), unit, city, state, _zip(area, code))

    def spelled(self, home: Home, care: float) -> tuple[str, str, str, str]:
        """Spell a home as street, city, state and postal code; `care` is the share of rows without a slip or gap."""
        r = self._rng.random
        street = self._street(home)
        if r() < care:
            return street, home.city, home.state, home.zip
        draw = r()
        if draw < 0.3:
            street = slip(self._rng, street)
        elif draw < 0.4:
            return street, "", "", home.zip
        elif draw < 0.55:
            return street, home.city, home.state, ""
        elif draw < 0.65:
            return street, slip(self._rng, home.city), home.state, home.zip
        elif draw < 0.78:
            return "", home.city, home.state, home.zip
        elif draw < 0.8:
            return pick(self._rng, _PLACEHOLDERS), home.city, home.state, ""
        return street, home.city, home.state, home.zip.replace(" ", "")

    def _street(self, home: Home) -> str:
        r = self._rng.random
        kind = home.kind if r() < 0.62 else KINDS[home.kind] if r() < 0.8 else f"{home.kind}." if r() < 0.7 else ""
        name, space, point = home.street.rpartition(" ")
        name = f"{name}{space}{_POINTS.get(point, point) if r() < 0.4 else point}"
        street = f"{home.number} {name} {kind}".rstrip()
        if home.unit and r() < 0.85:
            street = _with_unit(r(), street, home.unit)
        return street if r() < 0.93 else street.upper() if r() < 0.6 else street.lower()


def _with_unit(draw: float, street: str, unit: str) -> str:
    if draw < 0.4:
        return f"{street} Apt {unit}"
    if draw < 0.6:
        return f"{street} #{unit}"
    if draw < 0.75:
        return f"{street}, Unit {unit}"
    return f"{unit}-{street}" if draw < 0.88 else f"{street} {unit}"


def _zip(area: str, code: int) -> str:
    """Complete the first part of a postal code, Canadian or of the United States."""
    if area[0].isalpha():
        return f"{area} {code % 10}{'ABCEGHJKLM'[code // 3]}{code * 7 % 10}"
    return f"{area}{code * 3:02d}"


def _neighbour(area: str, shift: int) -> str:
    """Give a town near a large one another area."""
    if area[0].isalpha():
        return f"{area[0]}{shift % 10}{'ABCEGHJKLM'[shift // 10 % 10]}"
    return f"{(int(area) + shift) % 900 + 100}"
