"""Short and pet forms of given names, and whether two given names can be one person's."""

from functools import lru_cache

from aiop.values.nicknames import FORMS

_FULL_NAMES: dict[str, tuple[str, ...]] = {}
for _words in FORMS:
    for _form in _words:
        _FULL_NAMES[_form] = (*_FULL_NAMES.get(_form, ()), _words[0])


def root(first: str) -> str:
    """Give the full name that a given name most likely stands for; itself when none is known."""
    names = _FULL_NAMES.get(first)
    return first if names is None or first in names else names[0]


@lru_cache(maxsize=1 << 16)
def full_names(first: str) -> frozenset[str]:
    """Give every name that a given name can stand for, itself included."""
    return frozenset((first, *_FULL_NAMES.get(first, ())))


def may_be_one(a: str, b: str) -> bool:
    """Tell whether two different given names can be forms of one name."""
    return not full_names(a).isdisjoint(full_names(b))
