"""How a name sounds, roughly: a key that survives most slips and mishearings."""

import re

_STARTS = (("kn", "n"), ("gn", "n"), ("wr", "r"), ("ps", "s"), ("pn", "n"), ("x", "s"), ("ph", "f"), ("pf", "f"))
_CLASSES = str.maketrans(
    {
        **dict.fromkeys("bpfv", "1"),
        **dict.fromkeys("cgjkqsxz", "2"),
        **dict.fromkeys("dt", "3"),
        "l": "4",
        **dict.fromkeys("mn", "5"),
        "r": "6",
        **dict.fromkeys("aeiouyhw -'", ""),
    }
)
_DOUBLED = re.compile(r"(.)\1+")
_LONGEST = 5


def sound(name: str) -> str:
    """Give the first sound and the classes of the consonants after it; blank for a blank name."""
    for written, heard in _STARTS:
        if name.startswith(written):
            name = heard + name[len(written) :]
            break
    first = {"c": "k", "q": "k", "z": "s"}.get(name[:1], name[:1])
    return (first + _DOUBLED.sub(r"\1", name[1:].translate(_CLASSES)))[:_LONGEST]


def initial(name: str) -> str:
    """Give the first letter."""
    return name[:1]
