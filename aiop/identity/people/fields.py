"""What is compared of two people, and in which grades. Grade 0 of every field is "not known": it carries no evidence."""

from enum import IntEnum
from typing import NamedTuple


class First(IntEnum):
    """Given names."""

    MISSING = 0
    SAME_RARE = 1
    SAME_COMMON = 2
    NICKNAME = 3
    SWAPPED = 4
    SWAPPED_LOOSELY = 5
    INITIAL = 6
    SLIP = 7
    ALIKE = 8
    SAME_LETTER = 9
    DIFFERENT = 10


class Last(IntEnum):
    """Surnames, equal ones by how many bear them."""

    MISSING = 0
    SAME_RARE = 1
    SAME_KNOWN = 2
    SAME_COMMON = 3
    SWAPPED = 4
    SWAPPED_LOOSELY = 5
    SLIP = 6
    PART = 7
    ALIKE = 8
    DIFFERENT = 9


class Middle(IntEnum):
    """Middle names."""

    MISSING = 0
    SAME = 1
    INITIAL = 2
    DIFFERENT = 3


class Suffix(IntEnum):
    """Generation suffixes; most people who have none state none, so one that stands alone says something."""

    MISSING = 0
    SAME = 1
    ONE_ONLY = 2
    CONFLICT = 3


class Email(IntEnum):
    """E-mail addresses; `names` is whose given name stands before the @. A user that is a name alone says little."""

    MISSING = 0
    SAME_NAMES_BOTH = 1
    SAME = 2
    SAME_NAMES_ONE = 3
    SAME_SHARED = 4
    SAME_USER = 5
    SAME_USER_NAME = 6
    SLIP = 7
    OTHER_NAMES_BOTH = 8
    OTHER = 9
    OTHER_NAMES_OTHERS = 10


class Phone(IntEnum):
    """Phone numbers; a shared one is known for people of several names."""

    MISSING = 0
    SAME = 1
    SAME_SHARED = 2
    SAME_SWITCHBOARD = 3
    SLIP = 4
    DIFFERENT = 5


class Address(IntEnum):
    """House number, street and unit."""

    MISSING = 0
    SAME = 1
    SAME_SHARED = 2
    STREET_ALIKE = 3
    OTHER_UNIT = 4
    NUMBER_SLIP = 5
    SAME_STREET = 6
    NUMBER_MISSING = 7
    DIFFERENT = 8


class More(IntEnum):
    """A second address line, such as the name of a property."""

    MISSING = 0
    SAME = 1
    ALIKE = 2
    DIFFERENT = 3


class Place(IntEnum):
    """Postal code and town."""

    MISSING = 0
    SAME_CODE = 1
    CODE_SLIP = 2
    SAME_TOWN = 3
    TOWN_ALIKE = 4
    SAME_STATE = 5
    DIFFERENT = 6


class Birth(IntEnum):
    """Birth dates."""

    MISSING = 0
    SAME = 1
    SLIP = 2
    TWO_PARTS = 3
    DIFFERENT = 4


class Field(NamedTuple):
    """One compared field: its name, its title for people, its grades."""

    name: str
    title: str
    levels: type[IntEnum]


FIELDS: tuple[Field, ...] = (
    Field("first", "First name", First),
    Field("last", "Surname", Last),
    Field("middle", "Middle name", Middle),
    Field("suffix", "Generation", Suffix),
    Field("email", "E-mail", Email),
    Field("phone", "Phone", Phone),
    Field("address", "Address", Address),
    Field("more", "Address, second line", More),
    Field("place", "Place", Place),
    Field("birth", "Birth date", Birth),
)
WIDTHS: tuple[int, ...] = tuple(len(field.levels) for field in FIELDS)
FIRST, LAST, MIDDLE, SUFFIX, EMAIL, PHONE, ADDRESS, MORE, PLACE, BIRTH = range(len(FIELDS))
