"""A person as a source states them: texts as they were typed, any of which may be missing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """One record that may be someone; blank texts are things that the source does not know."""

    node: int
    first: str = ""
    last: str = ""
    name: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    address: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    birth: str = ""
    suffix: str = ""
    middle: str = ""
    address_more: str = ""
