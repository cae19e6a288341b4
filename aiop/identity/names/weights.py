"""What each level of each part is worth, in bits: the logarithm to base 2 of how much likelier it is of one than of two."""

from collections.abc import Mapping

from aiop.identity.names.words import Flavour

Weights = Mapping[str, tuple[float, ...]]

# The odds before anything is compared, among pairs that share a word and pass the guards.
PRIOR: Mapping[Flavour, float] = {"person": -3.0, "branch": -3.0, "source": -3.0}

WEIGHTS: Mapping[Flavour, Weights] = {
    "person": {
        "first": (-8.0, 0.0, 0.0, 2.5, 4.0),
        "last": (-8.0, 1.0, 3.0, 0.0, 2.0, 3.5, 4.0, 6.0),
        "middle": (-3.0, 0.0, 0.0, 1.0),
        "tags": (-3.0, 0.0, 0.0, 1.0),
        "likeness": (-0.5, -0.2, 0.0, 0.3, 0.6, 1.0),
        "rivals": (-6.0, -4.0, 0.5),
    },
    "branch": {
        "words": (-3.0, 1.0, 1.5, 2.5, 4.0, 5.5, 7.0),
        "extra": (-2.0, -4.0, 0.0, 1.5, 2.0),
        "share": (-1.0, 0.0, 0.5, 1.0),
        "numbers": (0.0, 0.5),
        "state": (-8.0, -0.3, 0.0, 0.7),
        "likeness": (-1.0, -0.5, 0.0, 0.5, 1.0, 1.5),
        "rivals": (-6.0, -4.0, 0.5),
    },
    "source": {
        "words": (-3.0, 1.0, 1.5, 2.5, 4.0, 5.5, 7.0),
        "extra": (-2.0, -4.0, 0.0, 1.5, 2.0),
        "share": (-1.0, 0.0, 0.5, 1.0),
        "numbers": (0.0, 0.5),
        "state": (0.0, 0.0, 0.0, 0.0),
        "likeness": (-1.0, -0.5, 0.0, 0.5, 1.0, 1.5),
        "rivals": (-6.0, -4.0, 0.5),
    },
}
