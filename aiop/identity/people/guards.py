"""Guard rules: what must hold besides a high probability before a pair may be merged without a look, and what forbids it."""

import numpy as np
from numpy.typing import NDArray

from aiop.identity.people.fields import (
    BIRTH,
    EMAIL,
    FIRST,
    LAST,
    PHONE,
    SUFFIX,
    Birth,
    Email,
    First,
    Last,
    Phone,
    Suffix,
)
from aiop.identity.people.mixture import Reals
from aiop.identity.people.vectors import Vectors

Rules = NDArray[np.int8]
NONE, AUTO, BULK, GENERATION, BORN, SHARED, CLUSTER = range(7)
RULES: tuple[str, ...] = (
    "",
    "auto: same personal e-mail, first name fits",
    "bulk: first name fits, e-mails do not conflict",
    "veto: generations differ",
    "veto: birth dates differ",
    "veto: a contact shared by many",
    "veto: more than five records",
)
LARGEST_CLUSTER = 5
AUTO_FROM, BULK_FROM = 0.9, 0.99

_SAME_FIRST = (First.SAME_RARE, First.SAME_COMMON, First.NICKNAME)
_FITTING_FIRST = (*_SAME_FIRST, First.SWAPPED, First.INITIAL)
_CONFLICTING = (Email.OTHER, Email.OTHER_NAMES_BOTH, Email.OTHER_NAMES_OTHERS, Email.SAME_NAMES_ONE)
_MANY = (Phone.SAME_SWITCHBOARD,)


def zone_rules(vec: Vectors, probability: Reals, cluster_sizes: NDArray[np.int64] | None = None) -> Rules:
    """Give for each pair the number in `RULES` of the guard it passes or the veto it meets; a veto goes before a guard."""
    first, email = vec[:, FIRST], vec[:, EMAIL]
    rules = np.zeros(len(vec), np.int8)
    rules[(probability >= BULK_FROM) & np.isin(first, _SAME_FIRST) & ~np.isin(email, _CONFLICTING)] = BULK
    personal = email == Email.SAME_NAMES_BOTH
    # A new surname beside one e-mail is a marriage or a mistyped address: for people to say.
    personal &= vec[:, LAST] != Last.DIFFERENT
    rules[(probability >= AUTO_FROM) & personal & np.isin(first, _FITTING_FIRST)] = AUTO
    if cluster_sizes is not None:
        rules[cluster_sizes > LARGEST_CLUSTER] = CLUSTER
    rules[np.isin(vec[:, PHONE], _MANY) | (email == Email.SAME_SHARED)] = SHARED
    rules[np.isin(vec[:, BIRTH], (Birth.DIFFERENT, Birth.TWO_PARTS))] = BORN
    # One suffix beside none is how father and son mostly stand in a list.
    rules[np.isin(vec[:, SUFFIX], (Suffix.CONFLICT, Suffix.ONE_ONLY))] = GENERATION
    return rules
