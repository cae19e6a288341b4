"""What each level of each part is worth, in bits: the logarithm to base 2 of how much likelier it is of one than of two."""

from collections.abc import Mapping
from math import log2

from aiop.identity.names.words import Flavour

Weights = Mapping[str, tuple[float, ...]]

# Fitted to drawn sets of names (ridge logistic towards the judgement of hand), rounded, and held back where such sets are kinder
# than life: a mistyped given name, a name that holds another.
_PERSON: Weights = {
    "first": (-8.0, -3.8, 0.3, -1.5, 0.5, 2.2, 4.0),
    "last": (-8.0, 1.0, -2.0, 3.5, -0.3, 0.8, 4.0, 2.6, 5.5),
    "middle": (-3.0, 0.0, 0.3, 1.0),
    "tags": (-2.0, -0.2, 0.0, 0.7, -3.0),
    "namesakes": (-1.5, 0.3),
    "likeness": (-0.5, -0.2, 0.0, 0.3, 0.5, 1.0),
    "rivals": (-4.0, -3.0, -2.0, 0.5),
}
_LABEL: Weights = {
    "words": (-3.0, 0.5, 1.5, 2.7, 4.3, 5.5, 7.0),
    "extra": (-2.0, -4.5, 0.0, 1.2, 4.0, 2.3),
    "share": (-1.0, -0.5, 0.5, 1.2),
    "numbers": (0.0, 0.5),
    "state": (-13.5, -0.3, 0.0, 0.7),
    "likeness": (-1.5, -0.8, 0.0, 0.7, 1.0, 1.6),
    "rivals": (-6.0, -4.0, -1.0, 0.7),
}

WEIGHTS: Mapping[Flavour, Weights] = {"person": _PERSON, "branch": _LABEL, "source": _LABEL}

# The odds before anything is compared, among pairs that share a word and pass the guards.
PRIOR: Mapping[Flavour, float] = {"person": -2.0, "branch": -3.0, "source": -3.0}


def most_with_rivals(rivals: int) -> float:
    """Give the most bits that a pair can have when so many others have an equal claim."""
    return -log2(rivals) - 0.3
