"""What each grade of each compared field of two people says, as a sentence with both values. Pure, for every page."""

from __future__ import annotations

from collections.abc import Mapping

# By field and grade; {a} and {b} are the cleaned values. A grade without a sentence says nothing worth reading.
_SENTENCES: Mapping[tuple[str, str], str] = {
    ("first", "SAME_RARE"): "The given name is the same, and not a common one: {a}.",
    ("first", "SAME_COMMON"): "The given name is the same, though many bear it: {a}.",
    ("first", "NICKNAME"): "“{a}” and “{b}” are forms of one given name.",
    ("first", "SWAPPED"): "Given name and surname stand in each other's place.",
    ("first", "SWAPPED_LOOSELY"): "Given name and surname stand in each other's place, nearly spelled alike.",
    ("first", "INITIAL"): "Of one given name only the initial is known, and it agrees: “{a}” and “{b}”.",
    ("first", "SLIP"): "The given names differ by a slip of the keyboard: “{a}” and “{b}”.",
    ("first", "ALIKE"): "The given names are alike: “{a}” and “{b}”.",
    ("first", "SAME_LETTER"): "The given names differ but for their first letter: “{a}” and “{b}”.",
    ("first", "DIFFERENT"): "The given names differ: “{a}” and “{b}”.",
    ("last", "SAME_RARE"): "The surname is the same, and rare: {a}.",
    ("last", "SAME_KNOWN"): "The surname is the same: {a}.",
    ("last", "SAME_COMMON"): "The surname is the same, though many bear it: {a}.",
    ("last", "SWAPPED"): "The surname of one is the given name of the other.",
    ("last", "SWAPPED_LOOSELY"): "The surname of one is nearly the given name of the other.",
    ("last", "SLIP"): "The surnames differ by a slip of the keyboard: “{a}” and “{b}”.",
    ("last", "PART"): "One surname is a part of the other: “{a}” and “{b}”.",
    ("last", "ALIKE"): "The surnames are alike: “{a}” and “{b}”.",
    ("last", "DIFFERENT"): "The surnames differ: “{a}” and “{b}”.",
    ("middle", "SAME"): "The middle name is the same: {a}.",
    ("middle", "INITIAL"): "One middle name is the initial of the other.",
    ("middle", "DIFFERENT"): "The middle names differ: “{a}” and “{b}”.",
    ("suffix", "SAME"): "Both are {a}.",
    ("suffix", "ONE_ONLY"): "Only one states a generation ({a}{b}).",
    ("suffix", "CONFLICT"): "They are two generations: {a} and {b}.",
    ("email", "SAME_NAMES_BOTH"): "The e-mail is the same and holds the given name: {a}.",
    ("email", "SAME"): "The e-mail is the same: {a}.",
    ("email", "SAME_NAMES_ONE"): "The e-mail is the same, but holds only one of the given names: {a}.",
    ("email", "SAME_SHARED"): "The e-mail is the same, but several people use it: {a}.",
    ("email", "SAME_USER"): "The e-mails agree before the @: {a} and {b}.",
    ("email", "SAME_USER_NAME"): "The e-mails agree before the @, where only a name stands: {a} and {b}.",
    ("email", "SLIP"): "The e-mails differ by a slip of the keyboard: {a} and {b}.",
    ("email", "OTHER_NAMES_BOTH"): "The e-mails differ, but each holds the given name: {a} and {b}.",
    ("email", "OTHER"): "The e-mails differ: {a} and {b}.",
    ("email", "OTHER_NAMES_OTHERS"): "The e-mails differ, and each holds its owner's own name: {a} and {b}.",
    ("phone", "SAME"): "The phone number is the same: {a}.",
    ("phone", "SAME_SHARED"): "The phone number is the same, but people of several names have it: {a}.",
    ("phone", "SAME_SWITCHBOARD"): "The phone number is the same, but it is a switchboard's: {a}.",
    ("phone", "SLIP"): "The phone numbers differ by one slip: {a} and {b}.",
    ("phone", "DIFFERENT"): "The phone numbers differ: {a} and {b}.",
    ("address", "SAME"): "The address is the same: {a}.",
    ("address", "SAME_SHARED"): "The address is the same, but people of several names live there: {a}.",
    ("address", "STREET_ALIKE"): "The addresses are alike: {a} and {b}.",
    ("address", "OTHER_UNIT"): "The addresses differ in the unit alone: {a} and {b}.",
    ("address", "NUMBER_SLIP"): "The house numbers differ by a slip: {a} and {b}.",
    ("address", "SAME_STREET"): "They live in one street: {a} and {b}.",
    ("address", "NUMBER_MISSING"): "The street agrees; one house number is missing: {a} and {b}.",
    ("address", "DIFFERENT"): "The addresses differ: {a} and {b}.",
    ("more", "SAME"): "The second address line is the same: {a}.",
    ("more", "ALIKE"): "The second address lines are alike: {a} and {b}.",
    ("more", "DIFFERENT"): "The second address lines differ: {a} and {b}.",
    ("place", "SAME_CODE"): "The postal code is the same: {a}.",
    ("place", "CODE_SLIP"): "The postal codes differ by a slip: {a} and {b}.",
    ("place", "SAME_TOWN"): "The town is the same: {a}.",
    ("place", "TOWN_ALIKE"): "The towns are spelled alike: {a} and {b}.",
    ("place", "SAME_STATE"): "Only the province or state is the same: {a} and {b}.",
    ("place", "DIFFERENT"): "The places differ: {a} and {b}.",
    ("birth", "SAME"): "The birth date is the same.",
    ("birth", "SLIP"): "The birth dates differ by a slip.",
    ("birth", "TWO_PARTS"): "Two parts of the birth date agree.",
    ("birth", "DIFFERENT"): "The birth dates differ.",
}
# Which cleaned values stand for a field, joined by blanks.
_SHOWN: Mapping[str, tuple[str, ...]] = {
    "first": ("first",),
    "last": ("last",),
    "middle": ("middle",),
    "suffix": ("suffix",),
    "email": ("email",),
    "phone": ("phone",),
    "address": ("number", "street", "unit"),
    "more": ("more",),
    "place": ("city", "state", "zip"),
    "birth": ("birth",),
}
_NAMES = frozenset({"first", "last", "middle", "suffix", "address", "place", "more"})


def told(name: str, grade: str, bits: float, left: Mapping[str, str], right: Mapping[str, str]) -> str:
    """Give the sentence of one compared field of two cleaned records, blank where it is not worth one.

    A difference is never told as speaking for one person, whatever it weighs beside the rest: who moved has another address.
    """
    sentence = _SENTENCES.get((name, grade), "")
    if not sentence or (bits > 0 and grade.startswith(("DIFFERENT", "OTHER"))):
        return ""
    said = sentence.format(a=_shown(name, left), b=_shown(name, right))
    return f"{said[:-1]}, as in any household." if bits < 0 and grade.startswith("SAME") else said


def _shown(name: str, values: Mapping[str, str]) -> str:
    text = " ".join(filter(None, (values.get(column, "") for column in _SHOWN[name])))
    return text.title() if name in _NAMES else text
