"""Blocking: keys that two records of one person are likely to share, and the pairs that share one.

A key is a 64-bit hash whose last five bits are its rule. Keys that many share say little and are dropped (the cap).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aiop.identity.people.clean import Profile
from aiop.identity.people.hashing import Hashes, combined, distinct
from aiop.identity.people.sound import initial, sound
from aiop.identity.people.table import Table

Keys = NDArray[np.int64]
Rows = NDArray[np.int32]
CAP = 10
_RULE_BITS = 5
_NOT_LETTER = re.compile(r"[^a-z]")


def _user(email: str) -> str:
    user = email.partition("@")[0]
    return user if len(user) > 4 else ""


def _letters(email: str) -> str:
    letters = _NOT_LETTER.sub("", email.partition("@")[0])
    return letters if len(letters) > 6 else ""


def _start(name: str) -> str:
    return name[:2] if len(name) > 1 else ""


def _back(phone: str) -> str:
    return phone[-4:] if len(phone) > 8 else ""


def _word(street: str) -> str:
    return sound(max(street.split(" "), key=len))


def _name(table: Table) -> Hashes:
    """Hash given name and surname in whichever order they were written."""
    first, last = table.hashes("root"), table.hashes("last")
    swapped = table.hashes("first")
    plain = combined([first, last], 1)
    # A surname in the place of the given name has no full form; both orders are made from texts as written.
    turned = combined([np.minimum(swapped, last), np.maximum(swapped, last)], 2)
    return np.where((swapped == first) & (plain != 0), turned, plain)


def _last(table: Table) -> Hashes:
    return table.hashes("last", sound)


def _street(table: Table) -> Hashes:
    return table.hashes("street", _word)


def _bare(table: Table) -> Hashes:
    """Mark those of whom neither phone nor e-mail is known: they have to be found by less."""
    known = (table.codes("phone") != 0).any(axis=1) | (table.codes("email") != 0).any(axis=1)
    return np.where(known, np.uint64(0), np.uint64(1))


def _sounds(table: Table) -> Hashes:
    """Hash the sounds of given name and surname in whichever order they were written."""
    first, last = table.hashes("root", sound), _last(table)
    return combined([np.minimum(first, last), np.maximum(first, last)], 3)


@dataclass(frozen=True, slots=True)
class Rule:
    """What two records must share, in words, and the parts of the key; `cap` is how many may share it."""

    title: str
    parts: Callable[[Table], list[Hashes]]
    cap: int = CAP


RULES: tuple[Rule, ...] = (
    Rule("phone", lambda t: [t.hashes("phone")]),
    Rule("e-mail", lambda t: [t.hashes("email")]),
    Rule("e-mail before the @", lambda t: [t.hashes("email", _user)], 6),
    Rule("name", lambda t: [_name(t)], 5),
    Rule("name and postal code", lambda t: [_name(t), t.hashes("zip")]),
    Rule("sound of name", lambda t: [_sounds(t)], 4),
    Rule("surname's sound, initial, postal code", lambda t: [_last(t), t.hashes("root", initial), t.hashes("zip")], 6),
    Rule("surname's sound, end of phone", lambda t: [_last(t), t.hashes("phone", _back)], 5),
    Rule("given name, end of phone", lambda t: [t.hashes("root"), t.hashes("phone", _back)], 5),
    Rule("address", lambda t: [t.hashes("number"), _street(t), t.hashes("zip")], 8),
    Rule("given name, number, postal code", lambda t: [t.hashes("root"), t.hashes("number"), t.hashes("zip")]),
    Rule("number, street, initial", lambda t: [t.hashes("number"), _street(t), t.hashes("root", initial)], 4),
    Rule("surname, start of given name", lambda t: [t.hashes("last"), t.hashes("first", _start)], 4),
    Rule("letters of the e-mail", lambda t: [t.hashes("email", _letters)], 4),
    Rule("birth date", lambda t: [t.hashes("birth")]),
    Rule("birth date, initial", lambda t: [t.hashes("birth"), t.hashes("root", initial)]),
    Rule("birth date, surname's sound", lambda t: [t.hashes("birth"), _last(t)]),
    # Without phone and e-mail less must do; where such people are many, the caps keep these rules small.
    Rule("no contact: postal code", lambda t: [_bare(t), t.hashes("zip")]),
    Rule("no contact: second address line", lambda t: [_bare(t), t.hashes("more")]),
    Rule("no contact: street", lambda t: [_bare(t), t.hashes("street")]),
    Rule("no contact: number, street", lambda t: [_bare(t), t.hashes("number"), _street(t)]),
    Rule("no contact: number, postal code", lambda t: [_bare(t), t.hashes("number"), t.hashes("zip")]),
    Rule("no contact: surname's sound, street", lambda t: [_bare(t), _last(t), _street(t)]),
    Rule("no contact: given name, street", lambda t: [_bare(t), t.hashes("root"), _street(t)]),
    Rule("no contact: surname", lambda t: [_bare(t), t.hashes("last")], 5),
    Rule("no contact: surname's sound, postal code", lambda t: [_bare(t), _last(t), t.hashes("zip")], 6),
    Rule("no contact: surname's sound, town", lambda t: [_bare(t), _last(t), t.hashes("city")], 6),
)


def rule_of(key: int) -> int:
    """Give the number of the rule that made a key."""
    return key & ((1 << _RULE_BITS) - 1)


def block_keys(profile: Profile) -> list[int]:
    """Give the keys of one profile, ascending: what the database stores for it."""
    return sorted(set(key_arrays([profile])[0].tolist()))


def key_arrays(profiles: Sequence[Profile]) -> tuple[Keys, Rows]:
    """Give all keys of profiles with the row of each, rows ascending."""
    return table_keys(Table.from_profiles(profiles))


def table_keys(table: Table) -> tuple[Keys, Rows]:
    """Give all keys of a table's people with the row of each, rows ascending."""
    keys, rows = zip(*(_rule_keys(table, rule) for rule in range(len(RULES))), strict=True)
    all_rows = np.concatenate(rows)
    order = np.argsort(all_rows, kind="stable")
    return np.concatenate(keys)[order], all_rows[order]


def table_pairs(table: Table, cap: int = CAP) -> tuple[Rows, Rows]:
    """Give the pairs of rows that share a key, rule by rule, so that a million people fit in little memory."""
    found = np.zeros(0, np.int64)
    for _, numbers in pairs_by_rule(table, cap):
        found = distinct(np.concatenate((found, numbers)))
    return _unpacked(found, table.size)


def pairs_by_rule(
    table: Table, cap: int = CAP, without: Keys | None = None
) -> Iterator[tuple[Rule, NDArray[np.int64]]]:
    """Give for each rule the pairs it proposes, each as left row times number of rows plus right row; some keys may be left out."""
    for number, rule in enumerate(RULES):
        keys, rows = _rule_keys(table, number)
        if without is not None and len(without):
            kept = ~np.isin(keys, without)
            keys, rows = keys[kept], rows[kept]
        left, right = pairs(keys, rows, cap)
        yield rule, left.astype(np.int64) * table.size + right


def pairs(keys: Keys, rows: Rows, cap: int = CAP) -> tuple[Rows, Rows]:
    """Give the distinct pairs (left < right) of rows that share a key which at most `cap` rows (and the rule's cap) have."""
    # Rows mostly come ascending, and a stable sort then keeps them so within a key.
    ascending = bool((rows[1:] >= rows[:-1]).all())
    order = np.argsort(keys, kind="stable") if ascending else np.lexsort((rows, keys))
    keys, rows = keys[order], rows[order]
    fresh = np.ones(len(keys), bool)
    fresh[1:] = (keys[1:] != keys[:-1]) | (rows[1:] != rows[:-1])
    keys, rows = keys[fresh], rows[fresh]
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.zeros(0, np.int64)
    sizes = np.diff(np.r_[starts, len(keys)])
    kept = np.repeat((sizes > 1) & (sizes <= np.minimum(cap, _CAPS[rule_numbers(keys[starts])])), sizes)
    keys, rows = keys[kept], rows[kept]
    span = int(rows.max()) + 1 if len(rows) else 1
    found = [np.zeros(0, np.int64)]
    for step in range(1, int(sizes.max(initial=1)) if len(rows) else 1):
        same = keys[step:] == keys[:-step]
        if not same.any():
            break
        found.append(rows[:-step][same].astype(np.int64) * span + rows[step:][same])
    return _unpacked(distinct(np.concatenate(found)), span)


def rule_numbers(keys: Keys) -> NDArray[np.int64]:
    """Give the rule of each key."""
    return keys & ((1 << _RULE_BITS) - 1)


_CAPS = np.array([rule.cap for rule in RULES] + [CAP] * ((1 << _RULE_BITS) - len(RULES)))


def _unpacked(numbers: NDArray[np.int64], span: int) -> tuple[Rows, Rows]:
    left, right = np.divmod(numbers, max(span, 1))
    return left.astype(np.int32), right.astype(np.int32)


def _rule_keys(table: Table, number: int) -> tuple[Keys, Rows]:
    parts = RULES[number].parts(table)
    width = max((part.shape[1] for part in parts if part.ndim == 2), default=1)
    rows = np.repeat(np.arange(table.size, dtype=np.int32), width)
    spread = [part.reshape(-1) if part.ndim == 2 else np.repeat(part, width) for part in parts]
    hashed = combined(spread, number + 1)
    known = hashed != 0
    signed = (hashed[known] << np.uint64(_RULE_BITS)) | np.uint64(number)
    return signed.view(np.int64), rows[known]
