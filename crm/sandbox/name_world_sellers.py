"""Sales persons as exports spell them, and pairs of them that a mere likeness of letters would take for one."""

from random import Random
from typing import NamedTuple

from crm.sandbox.people_names import NICKNAMES, lasts, men, women
from crm.sandbox.people_slips import slip
from crm.sandbox.quirks import pick

PEOPLE = 116
_LANGUAGES = ("Spanish", "French", "Spanish & French", "Portuguese", "Russian", "Farsi", "French & English", "Mandarin")
# Given names that differ by a letter or two and are two people, with one initial behind them.
_LOOK_ALIKES = (
    ("Mark", "Mark"), ("Ivan", "Ivana"), ("Dana", "Dan"), ("Lee", "Leo"), ("Kim", "Kimo"), ("Al", "Alina"), ("Jon", "Joan"),
    ("Eric", "Erica"), ("Marc", "Marco"), ("Ana", "Anas"), ("Nadia", "Nadine"), ("Carl", "Carla"),
)  # fmt: skip
_HOUSE = (
    "House Account",
    "Online Queue",
    "Call Centre",
    "Walk In Desk",
    "Toronto Office",
    "Overflow Queue",
    "Corporate Desk",
)


class Seller(NamedTuple):
    """A sales person; language is blank for most, `known` tells whether the given name alone means them."""

    first: str
    last: str
    language: str = ""
    known: bool = True
    house: bool = False


def people(rng: Random) -> list[Seller]:
    """Give a company's sales persons, house accounts and look-alikes in mixed order."""
    firsts: set[str] = set()
    sellers = [Seller(name, "", house=True) for name in _HOUSE]
    for one, other in _LOOK_ALIKES:
        last = lasts().draw(rng.random())
        another = last if one != other else next(name for name in ("Delmar", "Tamber") if name[0] != last[0])
        sellers += [Seller(name, own, known=one != other) for name, own in ((one, last), (other, another))]
        firsts.update((one, other))
    while len(sellers) < PEOPLE + len(_HOUSE):
        first = (men() if rng.random() < 0.5 else women()).draw(rng.random())
        language = pick(rng, _LANGUAGES) if rng.random() < 0.25 else ""
        # A given name that two bear is seldom used alone, and then means either.
        known = first not in firsts or rng.random() < 0.15
        firsts.add(first)
        sellers.append(Seller(first, lasts().draw(rng.random()), language, known))
    rng.shuffle(sellers)
    return sellers


def spell(rng: Random, seller: Seller) -> str:
    """Spell a sales person in one of the shapes of the exports."""
    return _dressed(rng, seller.first if seller.house else _shape(rng, seller))


def _shape(rng: Random, seller: Seller) -> str:
    first, last = seller.first, seller.last
    draw = rng.random()
    if draw < 0.14 and seller.known:
        return f"{first} ({seller.language})" if seller.language and rng.random() < 0.6 else first
    if draw < 0.4:
        return f"{first} {last[0]}"
    if draw < 0.68:
        return f"{first} {last}"
    if draw < 0.78:
        return f"{pick(rng, NICKNAMES.get(first, (first,)))} {last if rng.random() < 0.5 else last[0]}"
    if draw < 0.84:
        return f"{last}, {first}"
    if draw < 0.9:
        return f"{first} {last[0]}{slip(rng, last[1:])}"
    if draw < 0.94 and seller.language:
        return f"{first} {last[0]} ({seller.language})"
    return f"{first} {last[0]}."


def _dressed(rng: Random, name: str) -> str:
    """Put around a name what means nothing: signs, a truck, capitals, blanks."""
    draw = rng.random()
    if draw < 0.62:
        return name
    if draw < 0.69:
        return f"{name} $"
    if draw < 0.75:
        return f"\N{DELIVERY TRUCK}__{name}"
    if draw < 0.8:
        return f"__{name}"
    if draw < 0.88:
        return f"{name.lower()} " if rng.random() < 0.5 else name.lower()
    return name.upper() if draw < 0.93 else name.replace(" ", "  ")
