"""Cleaning: the texts of a person brought into the spelling that keys and comparisons stand on. Paid once, at arrival."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import ClassVar, NamedTuple

from aiop.identity.people.nicknames import root
from aiop.identity.people.record import Person
from aiop.identity.people.street import Street, street_of
from aiop.values.email import email_key, email_typo
from aiop.values.folding import fold, without_punctuation
from aiop.values.person_name import GENERATIONS, generation, name_key
from aiop.values.phone import phone_key
from aiop.values.state import state_code

_MEMO = 1 << 17  # distinct values remembered per kind
_LONGEST = 100  # characters of a name or town
_NO_NAME = frozenset(
    [
        "unknown",
        "test",
        "testing",
        "customer",
        "na",
        "none",
        "null",
        "nil",
        "x",
        "xx",
        "xxx",
        "tba",
        "tbd",
        "anonymous",
        "client",
        "nobody",
        "noname",
        "guest",
        "user",
        "asdf",
    ]
)
_NO_USER = frozenset(
    [
        "none",
        "noemail",
        "no",
        "na",
        "n.a",
        "test",
        "testing",
        "unknown",
        "null",
        "nomail",
        "no-email",
        "no.email",
        "donotreply",
        "noreply",
        "no-reply",
        "nobody",
        "x",
        "xx",
        "xxx",
        "a",
        "aa",
        "abc",
        "asdf",
        "email",
        "mail",
        "user",
        "example",
        "customer",
        "client",
        "me",
        "declined",
        "refused",
        "notprovided",
        "noone",
    ]
)
_PARTICLES = frozenset(
    [
        "de",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "das",
        "du",
        "des",
        "la",
        "le",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "mc",
        "mac",
        "o",
        "st",
    ]
)
_NO_DOMAIN = frozenset(["none", "noemail", "no", "na", "unknown", "null", "nomail", "noone"])
_NOT_DIGIT = re.compile(r"[^0-9]+")
_NOT_ALPHANUMERIC = re.compile(r"[^0-9A-Z]+")
_RUNS = "012345678901234567890 098765432109876543210"
_DOTLESS = frozenset({"gmail.com", "googlemail.com"})
_DATE = re.compile(r"(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})(?:[T ].*)?")


class _Columns(NamedTuple):
    """The columns of a profile."""

    first: str = ""
    root: str = ""
    middle: str = ""
    last: str = ""
    suffix: str = ""
    email: str = ""
    phone: str = ""
    number: str = ""
    street: str = ""
    unit: str = ""
    more: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    birth: str = ""


class Profile(_Columns):
    """A cleaned person: strings alone, blank where nothing is known; several e-mails or phones stand side by side."""

    __slots__ = ()
    COLUMNS: ClassVar[tuple[str, ...]] = _Columns._fields


def profile(person: Person) -> Profile:
    """Clean a person; never raises."""
    first, middle, last = _names(person.first, person.last, person.name)
    zip_code, city, state = _zip(person.zip), _town(person.city), _state(person.state)
    street = street_of(person.address, zip_code, city, state) if person.address else _NO_STREET
    middle = (person.middle and name_key(person.middle)) or middle
    return Profile(
        first,
        root(first),
        middle,
        last,
        _suffix(person),
        _several(person.emails, usable_email),
        _several(person.phones, usable_phone),
        street.number,
        street.street,
        street.unit,
        _town(person.address_more),
        city,
        state,
        zip_code or street.zip,
        _birth(person.birth),
    )


_NO_STREET = Street()


def _several(texts: tuple[str, ...], clean: Callable[[str], str]) -> str:
    if len(texts) == 1:
        return clean(texts[0])
    return " ".join(sorted({cleaned for text in texts if (cleaned := clean(text))}))


def _names(first: str, last: str, name: str) -> tuple[str, str, str]:
    """Give given name, middle names and surname from the parts, or from the whole where a part is missing."""
    given, family = _name(first), _name(last)
    if not (given and family) and name:
        return _divided(name) if _name(name) else (given, "", family)
    if not family and " " in given:
        return _divided(given)
    # `de Calsby` in the place of the given name is a surname that was typed there.
    given, _, middle = (given, "", "") if given.partition(" ")[0] in _PARTICLES else given.partition(" ")
    if not middle and name and name.count(" ") > 1:
        middle = _divided(name)[1] if name.count(" ") > family.count(" ") + 1 else ""
    return given, "" if middle == family else middle, family


@lru_cache(maxsize=_MEMO)
def _name(text: str) -> str:
    key = name_key(text[:_LONGEST]) if text else None
    return "" if key is None or key in _NO_NAME else key


@lru_cache(maxsize=_MEMO)
def _divided(name: str) -> tuple[str, str, str]:
    words = _name(name).split(" ")
    if len(words) == 1:
        return words[0], "", ""
    # Words from a particle on are the surname (`Juan de la Cruz`), unless the name begins with it.
    split = next((n for n in range(1, len(words) - 1) if words[n] in _PARTICLES), len(words) - 1)
    return words[0], " ".join(words[1:split]), " ".join(words[split:])


def _suffix(person: Person) -> str:
    if person.suffix:
        words = without_punctuation(fold(person.suffix)).split()
        return next((word for word in words if word in GENERATIONS), "")
    stated = f"x {person.first} {person.last} {person.name}"
    return (generation(stated) or "") if _MAY_STATE.search(stated) else ""


_MAY_STATE = re.compile(r"\b(?:jr|sr|i[iv]+)\b", re.IGNORECASE)


@lru_cache(maxsize=_MEMO)
def usable_email(text: str) -> str:
    """Give the address with the usual slips of domains put right, or blank for one that is typed to get past a form."""
    address = email_typo(text) or email_key(text)
    if address is None:
        return ""
    user, _, domain = address.rpartition("@")
    user = user.partition("+")[0] or user
    if domain in _DOTLESS:
        user = user.replace(".", "") or user
    if user in _NO_USER or domain.partition(".")[0] in _NO_DOMAIN:
        return ""
    return f"{user}@{domain}"


@lru_cache(maxsize=_MEMO)
def usable_phone(text: str) -> str:
    """Give the number's digits; one with a digit too few stays comparable; blank for fillers."""
    digits = phone_key(text) or _NOT_DIGIT.sub("", text[:40])
    bare = digits[-10:]
    if not 7 <= len(digits) <= 16 or len(set(bare)) <= 2 or bare in _RUNS or len(set(bare[-7:])) == 1:
        return ""
    return digits


@lru_cache(maxsize=_MEMO)
def _town(text: str) -> str:
    key = without_punctuation(fold(text[:_LONGEST])) if text else ""
    return "" if key in _NO_NAME else key


@lru_cache(maxsize=_MEMO)
def _state(text: str) -> str:
    return state_code(text) or without_punctuation(fold(text[:_LONGEST])).upper() if text else ""


@lru_cache(maxsize=_MEMO)
def _zip(text: str) -> str:
    code = _NOT_ALPHANUMERIC.sub("", text.upper()[:20])
    return code[:5] if len(code) == 9 and code.isdigit() else code


@lru_cache(maxsize=_MEMO)
def _birth(text: str) -> str:
    """Give eight digits, year first; what is no date stays as its letters and digits, so that equals still meet."""
    match = _DATE.fullmatch(text.strip())
    if match is None:
        digits = _NOT_ALPHANUMERIC.sub("", text.upper()[:12])
        return digits[4:] + digits[:4] if _is_year_last(digits) else digits
    one, two, three = match.groups()
    if len(one) == 4:
        return f"{one}{int(two):02d}{int(three):02d}"
    return f"{three}{int(one):02d}{int(two):02d}" if int(one) <= 12 else f"{three}{int(two):02d}{int(one):02d}"


def _is_year_last(digits: str) -> bool:
    return len(digits) == 8 and digits.isdigit() and digits[:2] < "13" and digits[4:6] in {"19", "20"}
