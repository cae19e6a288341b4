"""How exports spell values: one function per kind of cell, each drawing its spelling from a stream of chance."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from random import Random
from typing import TypeVar

from crm.sandbox.people import WITH_FIRST_ONLY, WITH_INITIAL, Card

BLANKS = ("", "", "", "", "--", "nan", "None", "-")
INVALID_EMAILS = ("n/a", "none", "no email", "unknown@")
PLACEHOLDER_EMAILS = ("none@none.com", "noemail@example.com", "na@na.com")
PLACEHOLDER_PHONES = ("5555555555", "0000000000", "1111111111")
UNUSABLE_PHONES = (*PLACEHOLDER_PHONES, "n/a", "123", "555-01", "unknown")
DATE_SENTINEL = "0/0/0"

Choice = TypeVar("Choice")


def pick(rng: Random, options: Sequence[Choice]) -> Choice:
    """Choose one; several times as fast as `Random.choice`, and millions of cells are chosen."""
    return options[int(rng.random() * len(options))]


@lru_cache(maxsize=8192)
def day(ordinal: int) -> str:
    """Spell a day as `M/D/YYYY`; ordinal 0 is blank."""
    if ordinal == 0:
        return ""
    moment = date.fromordinal(ordinal)
    return f"{moment.month}/{moment.day}/{moment.year}"


def moment(ordinal: int, minute: int) -> str:
    """Spell a wall-clock moment as `M/D/YYYY H:MM AM`; minute counts from midnight."""
    hour = minute // 60
    return f"{day(ordinal)} {hour % 12 or 12}:{minute % 60:02d} {'AM' if hour < 12 else 'PM'}"


def moment_with_zone(ordinal: int, minute: int) -> str:
    """Spell a moment with its offset, as start and end times carry it."""
    hour = minute // 60
    return f"{day(ordinal)} {hour % 12 or 12}:{minute % 60:02d}:00 {'AM' if hour < 12 else 'PM'} -05:00"


def money(cents: int) -> str:
    """Spell an amount in cents as `$1,234.56`."""
    return f"${cents / 100:,.2f}" if cents >= 0 else f"-${-cents / 100:,.2f}"


def plain_money(cents: int) -> str:
    """Spell an amount in cents as `1234.56`."""
    return f"{cents / 100:.2f}"


def percent(part: int, whole: int) -> float:
    """Give percent points with two decimals; 0 of nothing."""
    return round(100 * part / whole, 2) if whole else 0.0


def duration(rng: Random) -> str:
    """Spell a time to contact: days, hours, minutes; 1.5 % negative, 1.2 % with days."""
    draw = rng.random()
    minutes = int(rng.random() ** 3 * 600) + 1
    if draw < 0.015:
        return f"-{minutes % 60 + 1}m"
    days = f"{rng.randint(1, 9)}d " if draw < 0.027 else ""
    hours, minutes = divmod(minutes, 60)
    return (days + (f"{hours}h " if hours else "") + (f"{minutes}m" if minutes or not hours else "")).strip()


def phone(rng: Random, digits: str) -> str:
    """Spell ten digits in one of the ways in which people and systems type them."""
    area, middle, line = digits[:3], digits[3:6], digits[6:]
    draw = rng.random()
    if draw < 0.35:
        return f"({area}) {middle}-{line}"
    if draw < 0.6:
        return f"{area}-{middle}-{line}"
    if draw < 0.8:
        return digits
    if draw < 0.9:
        return f"+1 ({area}) {middle}-{line}"
    if draw < 0.94:
        return f"1{digits}"
    if draw < 0.98:
        return f"{area}.{middle}.{line} "
    return f"{area}-{middle}-{line} x{rng.randint(10, 99)}"


def email(rng: Random, address: str) -> str:
    """Spell an address with the capitals and blanks that people leave."""
    draw = rng.random()
    if draw < 0.8:
        return address
    if draw < 0.88:
        return address.capitalize()
    if draw < 0.92:
        return address.upper()
    return f" {address}" if draw < 0.95 else f"{address} "


def name(rng: Random, card: Card) -> str:
    """Spell a card's name; every spelling of a card is compatible with every other."""
    draw = rng.random()
    if card.style == WITH_INITIAL and draw < 0.4:
        text = f"{card.first[0]}{'.' if draw < 0.1 else ''} {card.last}"
    elif card.style == WITH_FIRST_ONLY and draw < 0.3:
        text = card.first
    else:
        text = card.full_name
    return dressed(rng, text)


def dressed(rng: Random, text: str) -> str:
    """Spell a text with capitals and blanks that mean nothing."""
    draw = rng.random()
    if draw < 0.86:
        return text
    if draw < 0.91:
        return text.upper()
    if draw < 0.95:
        return text.lower()
    return f"{text} " if draw < 0.98 else text.replace(" ", "  ")


def blank(rng: Random) -> str:
    """Spell nothing in one of the ways in which exports spell it."""
    return pick(rng, BLANKS)
