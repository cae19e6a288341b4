"""Evidence in plain sentences, for and against two records being one person."""

from collections.abc import Sequence
from enum import IntEnum

from aiop.identity.people.fields import FIELDS, Address, Birth, Email, First, Last, Middle, More, Phone, Place, Suffix
from aiop.identity.people.table import Table

_SENTENCES: dict[type[IntEnum], dict[int, str]] = {
    First: {
        First.SAME_RARE: "same first name, {a}",
        First.SAME_COMMON: "same first name, {a}, a common one",
        First.NICKNAME: "{a} and {b} are forms of one name",
        First.SWAPPED: "first name and surname stand in each other's place",
        First.SWAPPED_LOOSELY: "first name and surname stand in each other's place, spelt differently",
        First.INITIAL: "initial fits first name ({a}, {b})",
        First.SLIP: "first names differ by a slip ({a}, {b})",
        First.ALIKE: "first names are alike ({a}, {b})",
        First.SAME_LETTER: "different first names ({a}, {b})",
        First.DIFFERENT: "different first names ({a}, {b})",
    },
    Last: {
        Last.SAME_RARE: "same surname, {a}, a rare one",
        Last.SAME_KNOWN: "same surname, {a}",
        Last.SAME_COMMON: "same surname, {a}, a common one",
        Last.SLIP: "surnames differ by a slip ({a}, {b})",
        Last.PART: "one surname is part of the other ({a}, {b})",
        Last.ALIKE: "surnames are alike ({a}, {b})",
        Last.DIFFERENT: "different surnames ({a}, {b})",
    },
    Middle: {
        Middle.SAME: "same middle name ({a})",
        Middle.INITIAL: "middle initial fits ({a}, {b})",
        Middle.DIFFERENT: "different middle names ({a}, {b})",
    },
    Suffix: {
        Suffix.SAME: "same generation ({a})",
        Suffix.ONE_ONLY: "only one states a generation ({one})",
        Suffix.CONFLICT: "different generations ({a}, {b})",
    },
    Email: {
        Email.SAME_NAMES_BOTH: "same personal e-mail",
        Email.SAME: "same e-mail",
        Email.SAME_NAMES_ONE: "same e-mail, which names only one of them",
        Email.SAME_SHARED: "same e-mail, but people of several names use it",
        Email.SAME_USER: "same e-mail name at another provider",
        Email.SAME_USER_NAME: "same e-mail name at another provider, though many could have it",
        Email.SLIP: "e-mails differ by a slip",
        Email.OTHER_NAMES_BOTH: "different e-mails, one naming the other's first name",
        Email.OTHER: "different e-mails",
        Email.OTHER_NAMES_OTHERS: "different e-mails, each naming its own person",
    },
    Phone: {
        Phone.SAME: "same phone (seen on no one else)",
        Phone.SAME_SHARED: "same phone, which a family or office shares",
        Phone.SAME_SWITCHBOARD: "same phone, but it is a switchboard",
        Phone.SLIP: "phones differ by a slip",
        Phone.DIFFERENT: "different phones",
    },
    Address: {
        Address.SAME: "same address",
        Address.SAME_SHARED: "same address, where people of many names live",
        Address.STREET_ALIKE: "same street, spelt differently",
        Address.OTHER_UNIT: "same building, different unit ({a}, {b})",
        Address.NUMBER_SLIP: "same street, house numbers differ by a slip",
        Address.SAME_STREET: "same street, different house number",
        Address.NUMBER_MISSING: "same street, one without a house number",
        Address.DIFFERENT: "different addresses",
    },
    More: {
        More.SAME: "same second address line",
        More.ALIKE: "second address lines are alike",
        More.DIFFERENT: "different second address lines",
    },
    Place: {
        Place.SAME_CODE: "same postal code",
        Place.CODE_SLIP: "postal codes differ by a slip",
        Place.SAME_TOWN: "same town",
        Place.TOWN_ALIKE: "towns are alike",
        Place.SAME_STATE: "different towns in one state",
        Place.DIFFERENT: "different towns",
    },
    Birth: {
        Birth.SAME: "same birth date",
        Birth.SLIP: "birth dates differ by a slip",
        Birth.TWO_PARTS: "birth dates agree in two of day, month and year",
        Birth.DIFFERENT: "different birth dates",
    },
}
_SHOWN = {"address": "unit"}  # the column whose texts stand in the sentence, where it is not the field's own
_LEAST_BITS = 0.3  # evidence below it is no sentence's worth


def sentences(
    table: Table, left: int, right: int, vec_row: Sequence[int], weights: Sequence[float]
) -> tuple[list[str], list[str]]:
    """Give what speaks for one person and what against, the weightiest first; `weights` are the pair's bits by field."""
    spoken = [(weights[n], _sentence(table, left, right, n, int(vec_row[n]))) for n in range(len(FIELDS))]
    spoken = [(bits, text) for bits, text in spoken if text]
    speaks_for = [text for bits, text in sorted(spoken, key=lambda told: -told[0]) if bits >= _LEAST_BITS]
    against = [_weighed(text) for bits, text in sorted(spoken, key=lambda told: told[0]) if bits <= -_LEAST_BITS]
    # Differences that people who moved have are no argument for one person, whatever they weigh beside the rest.
    return [text for text in speaks_for if not text.startswith("different")], against


def _weighed(text: str) -> str:
    """Say why an agreement speaks against: it is what a household would share too, and more would be expected of one person."""
    return f"{text}, as one household has" if text.startswith("same") else text


def _sentence(table: Table, left: int, right: int, field: int, grade: int) -> str:
    """Give the sentence of one field; blank where nothing is known, or the given name has told it."""
    name = FIELDS[field].name
    template = _SENTENCES[FIELDS[field].levels].get(grade, "")
    if "{" not in template:
        return template
    column = table.columns[_SHOWN.get(name, name)]
    a, b = (column.values[column.codes[row]] for row in (left, right))
    shown = str if name == "address" else str.title
    return template.format(a=shown(a), b=shown(b), one=shown(a or b))
