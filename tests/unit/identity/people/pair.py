"""Two people in a town of others: what the matcher says of them."""

from functools import cache
from random import Random

import numpy as np

from aiop.identity.people.clean import Profile, profile
from aiop.identity.people.guards import RULES
from aiop.identity.people.mixture import shipped
from aiop.identity.people.model import Matcher, Scored, shipped_experience
from aiop.identity.people.record import Person
from aiop.identity.people.snapshot import Snapshot, take
from aiop.identity.people.table import Table

FIRSTS = [
    "James",
    "Mary",
    "Robert",
    "Linda",
    "Michael",
    "Susan",
    "David",
    "Karen",
    "Thomas",
    "Nancy",
    "Kevin",
    "Laura",
    "Brian",
    "Emma",
    "Eric",
    "Anna",
]
LASTS = [
    "Smith",
    "Brown",
    "Miller",
    "Wilson",
    "Moore",
    "Clark",
    "Lewis",
    "Young",
    "Hall",
    "Allen",
    "King",
    "Wright",
    "Scott",
    "Green",
    "Baker",
    "Adams",
]


def person(**given: str) -> Person:
    """Give a person from texts: `email` and `phone` are single ones."""
    emails, phones = given.pop("email", ""), given.pop("phone", "")
    return Person(1, emails=(emails,) if emails else (), phones=(phones,) if phones else (), **given)


@cache
def town() -> Snapshot:
    """Give what is common and shared among two thousand people, thirty of whom are behind one switchboard."""
    random = Random(5)
    profiles = [_inhabitant(random, number) for number in range(2000)]
    return take(Table.from_profiles(profiles))


def _inhabitant(random: Random, number: int) -> Profile:
    phone = "4165550100" if number < 30 else f"647{random.randrange(2_000_000, 9_999_999)}"
    first, last = random.choice(FIRSTS), random.choice(LASTS) if random.random() < 0.6 else f"Ze{number}lle"
    return profile(person(first=first, last=last, phone=phone, city="Toronto", zip=f"M{number % 9}A 1A1"))


def judged(one: Person, other: Person) -> Scored:
    """Score two people as an ordinary run would."""
    table = Table.from_profiles([profile(one), profile(other)])
    tables = shipped()
    matcher = Matcher(tables, tables.usual, town(), shipped_experience())
    return matcher.score(table, np.array([0], np.int32), np.array([1], np.int32))


def chance(one: Person, other: Person) -> float:
    """Give the probability that two are one person."""
    return float(judged(one, other).probability[0])


def rule(one: Person, other: Person) -> str:
    """Give the guard rule that two people pass, or the veto."""
    return RULES[int(judged(one, other).rule[0])]
