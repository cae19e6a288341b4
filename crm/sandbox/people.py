"""People, households and the contact cards that they leave with a mover.

A card is one way in which a person presents themselves: a name with its harmless spellings, an e-mail and a phone. The link rules
see cards, not people: two cards of one person (nickname, typing error, marriage, all contacts new) are what matching must find later.
Cards that share a contact value have incompatible names, and every booking of a card repeats the card's anchor value, so that
the rules give the same customers in any order.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from aiop.sandbox.names import FIRST_NAMES, LAST_NAMES
from aiop.sandbox.world import World
from crm.sandbox.vocabulary import (
    AREA_CODES,
    CITIES,
    MAIL_DOMAIN_TYPOS,
    MAIL_DOMAINS,
    NICKNAMES,
    STREET_KINDS,
    STREETS,
)

PLAIN, WITH_INITIAL, WITH_FIRST_ONLY = 0, 1, 2
FORMAL_NAMES = tuple(NICKNAMES)


@dataclass(slots=True)
class Card:
    """One presentation of a person; `person` and `household` are the truth behind it (household 0: lives alone)."""

    person: int
    household: int
    first: str
    last: str
    email: str
    phone: str
    home: int
    suffix: str = ""
    style: int = PLAIN
    by_phone: bool = False
    other_phone: str = ""
    relation: str = "only"
    test: bool = False
    id: int = 0

    @property
    def full_name(self) -> str:
        """The name in full, in ordinary spelling."""
        return f"{self.first} {self.last} {self.suffix}".rstrip()

    def typo_email(self) -> str:
        """The card's e-mail with the usual slip in its domain."""
        local, _, domain = self.email.partition("@")
        return f"{local}@{MAIL_DOMAIN_TYPOS.get(domain, domain)}"


class People:
    """Draws the cards of one company; contact values are its own unless they are shared on purpose."""

    def __init__(self, world: World, count: int) -> None:
        """Prepare for about `count` cards."""
        self._rng = world.rng("people")
        self._commons = random.Random("people known to every mover")  # noqa: S311 - two companies share these on purpose
        self._phones = 0
        self._persons = 0
        self._households = 0
        self._emails = 0
        self._boards = [(self._phone(), set[tuple[str, str]]()) for _ in range(max(2, count // 3000))]

    def cards(self, count: int) -> list[Card]:
        """Give exactly `count` cards in shuffled order, so that relatives do not stand side by side."""
        drawn: list[Card] = []
        while len(drawn) < count:
            drawn.extend(self._family())
        del drawn[count:]
        self._rng.shuffle(drawn)
        return drawn

    def _family(self) -> Iterator[Card]:
        """Draw one person with all their cards, or one household."""
        draw = self._rng.random()
        if draw < 0.05:
            return self._household()
        if draw < 0.055:
            return self._father_and_son()
        if draw < 0.061:
            return iter((self._at_switchboard(),))
        if draw < 0.15:
            return self._several_cards()
        return iter((self._single(),))

    def _single(self) -> Card:
        card = self._common() if self._rng.random() < 0.04 else self._person()
        draw = self._rng.random()
        if draw < 0.08:
            card.style = WITH_INITIAL
        elif draw < 0.13:
            card.style = WITH_FIRST_ONLY
        elif draw < 0.2:
            card.other_phone = self._phone()
        card.by_phone = self._rng.random() < 0.25
        return card

    def _several_cards(self) -> Iterator[Card]:
        """One person twice: by nickname, with a typing error, after a marriage, or with every contact new."""
        rng = self._rng
        card = self._person(rng.choice(FORMAL_NAMES) if rng.random() < 0.4 else "")
        card.relation = "first"
        yield card
        twin = Card(
            card.person, 0, card.first, card.last, card.email, card.phone, card.home, by_phone=rng.random() < 0.4
        )
        draw = rng.random()
        if card.first in NICKNAMES:
            twin.first, twin.relation = NICKNAMES[card.first], "nickname"
        elif draw < 0.4:
            twin.last, twin.relation = _slip(card.last), "typing error"
        elif draw < 0.55:
            twin.last, twin.relation = rng.choice([name for name in LAST_NAMES if name != card.last]), "new last name"
            twin.phone, twin.by_phone = self._phone(), False
        else:
            twin.email, twin.phone, twin.relation = self._email(card.first, card.last), self._phone(), "new contacts"
            twin.home = rng.getrandbits(28)
        yield twin

    def _household(self) -> Iterator[Card]:
        """Two to four people at one address with one landline; a quarter of them share one e-mail as well."""
        rng = self._rng
        self._households += 1
        head = self._person()
        shared_email = rng.random() < 0.25
        firsts = [name for name in rng.sample(FIRST_NAMES, 4) if name != head.first][: rng.choice((1, 1, 2, 3))]
        members = [head] + [self._person(first) for first in firsts]
        for member in members:
            member.household, member.relation = self._households, "household"
            member.phone, member.home = head.phone, head.home
            member.last = head.last if rng.random() < 0.85 else member.last
            member.email = head.email if shared_email else member.email
            member.by_phone = rng.random() < 0.25
            yield member

    def _father_and_son(self) -> Iterator[Card]:
        """Same name at the same address, told apart by Sr and Jr and by their contacts."""
        self._households += 1
        father = self._person()
        son = self._person(father.first)
        son.last, son.home = father.last, father.home
        son.email = self._email(son.first, son.last)
        for card, suffix in ((father, "Sr"), (son, "Jr")):
            card.household, card.suffix, card.relation = self._households, suffix, "same name"
            yield card

    def _at_switchboard(self) -> Card:
        """Someone who gives the number of an office, where each full name occurs once."""
        card = self._person()
        phone, known = self._rng.choice(self._boards)
        if (card.first, card.last) not in known:
            known.add((card.first, card.last))
            card.phone, card.relation = phone, "switchboard"
        return card

    def _common(self) -> Card:
        """A customer whom other movers know by the same name and e-mail."""
        commons = self._commons
        card = self._person(commons.choice(FIRST_NAMES))
        card.last = commons.choice(LAST_NAMES)
        card.email = f"{card.first}.{card.last}.{commons.getrandbits(40):x}@{commons.choice(MAIL_DOMAINS)}".lower()
        return card

    def _person(self, first: str = "") -> Card:
        rng = self._rng
        self._persons += 1
        first = first or rng.choice(FIRST_NAMES)
        last = rng.choice(LAST_NAMES)
        return Card(self._persons, 0, first, last, self._email(first, last), self._phone(), rng.getrandbits(28))

    def _email(self, first: str, last: str) -> str:
        self._emails += 1
        shape = self._rng.random()
        local = f"{first}.{last}" if shape < 0.5 else f"{first[0]}{last}" if shape < 0.8 else f"{last}_{first}"
        return f"{local}{self._emails}@{self._rng.choice(MAIL_DOMAINS)}".lower()

    def _phone(self) -> str:
        """The next free number: 555-01xx in every area code first, then further 555 numbers."""
        line, area = divmod(self._phones, len(AREA_CODES))
        self._phones += 1
        return f"{AREA_CODES[area]}555{100 + line:04d}"

    def test_card(self) -> Card:
        """Someone who does not exist: a row that staff typed to try the system."""
        rng = self._rng
        card = self._person(rng.choice(("Test", "test", "TEST", "Dummy", "Placeholder")))
        card.last, card.test, card.relation = (
            rng.choice(("Test", "Customer", "Lead", "Booking", "Do Not Use")),
            True,
            "test",
        )
        return card


def address(home: int) -> tuple[str, str, str, str, str]:
    """Give street, city, state code, state name and postal code of a home number."""
    city, code, name, area = CITIES[home % len(CITIES)]
    rest = home // len(CITIES)
    street = f"{1 + rest % 4999} {STREETS[rest % len(STREETS)]} {STREET_KINDS[rest % len(STREET_KINDS)]}"
    if len(area) == 3 and area[0].isalpha():
        zip_code = f"{area} {rest % 10}{'ABCEGHJKLM'[rest // 10 % 10]}{rest // 100 % 10}"
    else:
        zip_code = f"{area}{rest % 100:02d}"
    return street, city, code, name, zip_code


def _slip(word: str) -> str:
    """Swap two letters in the middle of a word."""
    at = len(word) // 2
    swapped = word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
    return swapped if swapped != word else word + "s"
