"""Customers of invented movers with the truth of who is who: duplicates that differ, and households that look alike.

What makes matching hard is settable: `households` is the share of addresses where several customers live, who share the landline,
mostly the surname and in a quarter of cases an e-mail. Besides them fathers and sons of one name, near-twins, colleagues behind one
switchboard, and what people type to get past a form.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

from crm.sandbox.generate import collector_paused
from crm.sandbox.people_contacts import PLACEHOLDER_EMAILS, PLACEHOLDER_PHONES, Contacts, written_email, written_phone
from crm.sandbox.people_names import NICKNAMES, lasts, men, women
from crm.sandbox.people_places import Home, Places
from crm.sandbox.people_slips import misheard, slip
from crm.sandbox.quirks import pick

HEADERS = (
    "customer_id",
    "first_name",
    "last_name",
    "name",
    "phone",
    "email",
    "address",
    "city",
    "state",
    "zip",
    "created",
)
DUPLICATE_SHARE = 0.15
# How many rows someone has who has more than one, and how often.
_CLUSTERS = ((0.72, 2), (0.9, 3), (0.97, 4), (1.0, 5))
_EXTRA_ROWS = 1.41  # the mean of those beyond the first
_REPEATERS = DUPLICATE_SHARE / (1 - DUPLICATE_SHARE) / _EXTRA_ROWS
# Shares of households with two of one name, and with two whose names sound alike.
_NAMESAKES, _TWINS = 0.008, 0.004
_SUFFIX_STATED = 0.93
_FORMAL = {short: formal for formal, shorts in NICKNAMES.items() for short in shorts}
_DAYS = [(date(2019, 1, 1) + timedelta(days=n)).isoformat() for n in range(2500)]

USUAL, NEW, NONE = "usual", "new", "none"


class Noise(NamedTuple):
    """How carelessly a row is taken down: shares of rows, each between 0 and 1."""

    nickname: float
    initial: float
    first_slip: float
    last_slip: float
    swapped: float
    married: float
    no_phone: float
    other_phone: float
    no_email: float
    other_email: float
    no_address: float
    moved: float
    care: float


FIRST_ROW = Noise(0.04, 0.012, 0.012, 0.012, 0.004, 0, 0.045, 0, 0.13, 0, 0.05, 0, 0.975)
LATER_ROW = Noise(0.3, 0.05, 0.1, 0.1, 0.03, 0.05, 0.045, 0.085, 0.13, 0.17, 0.06, 0.15, 0.955)


@dataclass(slots=True)
class Person:
    """One customer as they are; blank texts are things that they do not have."""

    first: str
    last: str
    man: bool
    phone: str
    email: str
    home: Home
    middle: str = ""
    suffix: str = ""
    landline: str = ""
    family_email: str = ""
    new_last: str = ""
    new_phone: str = ""
    new_email: str = ""
    new_home: Home | None = None


class PeopleWorld:
    """Draws households, and of each member the rows by which movers know them."""

    def __init__(self, seed: int, size: int, households: float) -> None:
        """Fix the world by its seed, about how many rows it has, and the share of addresses with several customers."""
        self._rng = Random(f"{seed}:customers")  # noqa: S311 - invented people
        self._households = households
        self._places = Places(self._rng, size)
        self._contacts = Contacts(self._rng)
        offices = size // 600 + 1
        self._switchboards = [(self._contacts.phone(), f"{self._surname()} office") for _ in range(offices)]

    def people(self) -> Iterator[Person]:
        """Give customers without end, household by household."""
        while True:
            if self._rng.random() < self._households:
                yield from self._household()
            else:
                yield self._person(self._places.home(), self._surname())

    def rows(self, person: Person) -> Iterator[str]:
        """Give every row of a person as CSV without its number; the first is taken down with more care."""
        r = self._rng.random
        started = int(r() * 1800)
        yield self._row(person, FIRST_ROW, _DAYS[started])
        if r() < _REPEATERS:
            draw = r()
            count = next(size for share, size in _CLUSTERS if draw < share)
            for _ in range(count - 1):
                yield self._row(person, LATER_ROW, _DAYS[started + int(r() * 700)])

    def _person(self, home: Home, last: str) -> Person:
        r = self._rng.random
        man = r() < 0.5
        first = (men() if man else women()).draw(r())
        person = Person(first, last, man, self._contacts.phone(), self._contacts.email(first, last), home)
        if r() < 0.3:
            person.middle = pick(self._rng, "ABCDEFGHIJKLMNOPRSTVW")
        if r() < 0.012:
            person.phone = pick(self._rng, self._switchboards)[0]
        return person

    def _surname(self) -> str:
        return lasts().draw(self._rng.random())

    def _household(self) -> Iterator[Person]:
        """Two to four customers at one address with one landline, mostly of one surname; a quarter share an e-mail."""
        r = self._rng.random
        home, last, landline = self._places.home(), self._surname(), self._contacts.phone()
        draw = r()
        count = 2 if draw < 0.68 else 3 if draw < 0.9 else 4
        members: dict[str, Person] = {}
        while len(members) < count:
            member = self._person(home, last if not members or r() < 0.86 else self._surname())
            members.setdefault(_FORMAL.get(member.first, member.first), member)
        family = list(members.values())
        alike = self._look_alikes(family[0], family[1])
        shared = ""
        if r() < 0.25:
            # Two of one name would hardly go by an address that names one of them.
            shared = family[0].email if not alike and r() < 0.6 else self._contacts.family_email(last)
        for member in family:
            member.landline, member.family_email = landline, shared
            yield member

    def _look_alikes(self, one: Person, other: Person) -> bool:
        """Make now and then of two relatives a father and son of one name, or twins whose names differ by a sound."""
        draw = self._rng.random()
        if draw >= _NAMESAKES + _TWINS:
            return False
        other.last, other.man, other.first = one.last, one.man, one.first
        if draw < _NAMESAKES:
            one.suffix, other.suffix = pick(self._rng, (("Sr", "Jr"), ("Sr", "Jr"), ("", "Jr"), ("", "II")))
        while not other.suffix and other.first == one.first:
            other.first = misheard(self._rng, one.first)
        other.email = self._contacts.email(other.first, other.last)
        return True

    def _row(self, person: Person, noise: Noise, day: str) -> str:
        phone, email, home = self._changes(noise)
        cells = (
            *self._names(person, noise),
            self._phone(person, phone, noise.care),
            self._email(person, email, noise.care),
            *self._where(person, home, noise.care),
            day,
        )
        line = ",".join(cells)
        return line if line.count(",") == len(cells) - 1 else ",".join([f'"{c}"' if "," in c else c for c in cells])

    def _changes(self, noise: Noise) -> list[str]:
        """Say of phone, e-mail and home whether the row has the usual one, a new one or none; seldom is nothing usual."""
        changes = [self._change(noise.no_phone, noise.other_phone), self._change(noise.no_email, noise.other_email)]
        changes.append(self._change(noise.no_address, noise.moved))
        if noise.moved and USUAL not in changes and self._rng.random() < 0.9:
            changes[int(self._rng.random() * 3)] = USUAL
        return changes

    def _change(self, none: float, new: float) -> str:
        draw = self._rng.random()
        return NONE if draw < none else NEW if draw < none + new else USUAL

    def _phone(self, person: Person, change: str, care: float) -> str:
        """The landline of a household, else the person's own number, at times one that is new."""
        r = self._rng.random
        if change == NONE:
            return pick(self._rng, PLACEHOLDER_PHONES) if r() < 0.1 else ""
        if change == NEW:
            person.new_phone = person.new_phone or self._contacts.phone()
            return written_phone(self._rng, person.new_phone, care)
        return written_phone(self._rng, person.landline if person.landline and r() < 0.88 else person.phone, care)

    def _email(self, person: Person, change: str, care: float) -> str:
        r = self._rng.random
        if change == NONE:
            return pick(self._rng, PLACEHOLDER_EMAILS) if r() < 0.08 else ""
        if change == NEW:
            person.new_email = person.new_email or self._contacts.email(person.first, person.last)
            return written_email(self._rng, person.new_email, care)
        shared = person.family_email and r() < 0.85
        return written_email(self._rng, person.family_email if shared else person.email, care)

    def _where(self, person: Person, change: str, care: float) -> tuple[str, str, str, str]:
        if change == NONE:
            return "", "", "", ""
        if change == NEW:
            person.new_home = person.new_home or self._places.home(near=person.home)
            return self._places.spelled(person.new_home, care)
        return self._places.spelled(person.home, care)

    def _names(self, person: Person, noise: Noise) -> tuple[str, str, str]:
        """Spell first name, last name and full name; some systems fill only the parts, some only the whole."""
        r = self._rng.random
        first, last = self._first(person, noise), self._last(person, noise)
        if r() < noise.swapped:
            first, last = last, first
        suffix = f" {person.suffix}" if person.suffix and r() < _SUFFIX_STATED else ""
        middle = f" {person.middle}." if person.middle and r() < 0.25 else ""
        draw = r()
        if draw < 0.05:
            return "", "", f"{last}, {first}{middle}" if r() < 0.3 else f"{first}{middle} {last}{suffix}"
        if draw < 0.1:
            first, last = (first.upper(), last.upper()) if draw < 0.075 else (first.lower(), last.lower())
        return first, f"{last}{suffix}", "" if r() < 0.06 else f"{first}{middle} {last}{suffix}"

    def _first(self, person: Person, noise: Noise) -> str:
        draw = self._rng.random()
        first = person.first
        if draw < noise.nickname:
            return pick(self._rng, NICKNAMES.get(first, (first,)))
        draw -= noise.nickname
        if draw < noise.initial:
            return first[0] if draw < noise.initial / 2 else f"{first[0]}."
        draw -= noise.initial
        if draw < noise.first_slip:
            return slip(self._rng, first) if draw < noise.first_slip * 0.6 else misheard(self._rng, first)
        return first

    def _last(self, person: Person, noise: Noise) -> str:
        r = self._rng.random
        if r() < noise.married * (0.3 if person.man else 1.7):
            person.new_last = person.new_last or (f"{person.last}-{self._surname()}" if r() < 0.2 else self._surname())
            return person.new_last
        if r() < noise.last_slip:
            return slip(self._rng, person.last) if r() < 0.6 else misheard(self._rng, person.last)
        return person.last


def write(path: Path, *, seed: int, size: int, households: float = 0.18) -> None:
    """Write `size` customers to `customers.csv` in a folder, and to `truth.csv` which of them are the same person."""
    path.mkdir(parents=True, exist_ok=True)
    with collector_paused():
        world = PeopleWorld(seed, size, households)
        lines: list[str] = []
        owners: list[int] = []
        for number, person in enumerate(world.people()):
            rows = list(world.rows(person))
            lines += rows
            owners += [number] * len(rows)
            if len(lines) >= size:
                break
        places = list(range(size))
        Random(f"{seed}:order").shuffle(places)  # noqa: S311 - the order of invented rows
        _write_customers(path / "customers.csv", lines, places)
        _write_truth(path / "truth.csv", owners[:size], places)


def _write_customers(path: Path, lines: list[str], places: list[int]) -> None:
    """Write the rows in mixed order; a row's number is its place in the file, so that it tells nothing."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(",".join(HEADERS) + "\n")
        file.writelines(f"{100_001 + at},{lines[place]}\n" for at, place in enumerate(places))


def _write_truth(path: Path, owners: list[int], places: list[int]) -> None:
    """Write all pairs of rows of one person, the smaller number left."""
    rows_of: dict[int, list[int]] = {}
    for at, place in enumerate(places):
        rows_of.setdefault(owners[place], []).append(100_001 + at)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("left,right\n")
        for rows in rows_of.values():
            file.writelines(f"{left},{right}\n" for n, left in enumerate(rows) for right in rows[n + 1 :])
