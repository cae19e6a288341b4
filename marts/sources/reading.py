"""What the clients of outside systems share: decoding what was answered, and calls that a system may refuse by themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from aiop.sources.answers import Answer
from aiop.sources.errors import FixConnection, GiveUp
from aiop.sources.systems import Ability
from marts.sources.told import ShapeError

T = TypeVar("T")


class NotAsDocumented(GiveUp):
    """A source answered, but not in the shape that its documentation promises."""


def decoded(decode: Callable[[Any], T]) -> Callable[[Answer], T]:
    """Make a reader of answers from a decoder of JSON; what lacks a required field is refused by its name."""

    def read(answer: Answer) -> T:
        try:
            return decode(answer.json())
        except ShapeError as error:
            raise NotAsDocumented(f"{answer.url} is not as documented: {error}") from None

    return read


def tried(what: str, call: Callable[[], Any]) -> Ability:
    """Try one thing of a connection and say in words whether it can be read."""
    try:
        call()
    except (FixConnection, GiveUp) as error:
        return Ability(what, can=False, why=str(error))
    return Ability(what, can=True)
