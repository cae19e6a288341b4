"""What incidents are about: topics by name, which of them follow from which, and how patient we are with each; pure.

A topic is `family:name`, such as `run:crm.link`, `check:job_without_status`, `source:hubspot`, `mart:daily_kpis`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass


class TopicError(ValueError):
    """A topic that cannot be meant."""


@dataclass(frozen=True)
class Topic:
    """A declared topic: `after` names the topics whose failure explains its own.

    An incident opens after so many failures in a row and closes after so many good results in a row.
    """

    name: str
    after: tuple[str, ...] = ()
    opens_after: int = 1
    closes_after: int = 1

    def __post_init__(self) -> None:
        if min(self.opens_after, self.closes_after) < 1:
            raise TopicError(f"{self.name}: an incident opens and closes after one result at least.")


_TOPICS: dict[str, Topic] = {}


def of_run(job: str) -> str:
    """Name the topic of the runs of a job."""
    return f"run:{job}"


def of_check(name: str) -> str:
    """Name the topic of a check."""
    return f"check:{name}"


def of_source(system: str) -> str:
    """Name the topic of an outside system: whether it can be asked at all."""
    return f"source:{system}"


def declare(name: str, *, after: Collection[str] = (), opens_after: int = 1, closes_after: int = 1) -> None:
    """Say what a topic follows from, and after how many results in a row its incident opens and closes.

    Declared twice, what it follows from adds up; `after` may name topics that are declared later or never.
    """
    known = _TOPICS.get(name, Topic(name))
    together = tuple(dict.fromkeys([*known.after, *after]))
    _TOPICS[name] = Topic(
        name, together, max(opens_after, known.opens_after), max(closes_after, known.closes_after)
    )  # fmt: skip


def topic_named(name: str) -> Topic:
    """Give a topic as it was declared, or with the usual patience."""
    if not family_of(name) or not name.partition(":")[2]:
        raise TopicError(f"{name} is no topic: write family:name.")
    return _TOPICS.get(name, Topic(name))


def family_of(name: str) -> str:
    """Give the family of a topic, blank where there is none."""
    family, colon, _ = name.partition(":")
    return family if colon else ""


def causes_of(name: str) -> list[str]:
    """List every topic that a topic follows from, near ones first; circles end."""
    return _walk(name, _after)


def effects_of(name: str) -> list[str]:
    """List every declared topic that follows from a topic."""
    return _walk(name, lambda topic: [other.name for other in _TOPICS.values() if topic in other.after])


def _after(name: str) -> Iterable[str]:
    found = _TOPICS.get(name)
    return found.after if found else ()


def _walk(start: str, step: Callable[[str], Iterable[str]]) -> list[str]:
    found: list[str] = []
    waiting = [start]
    while waiting:
        for other in step(waiting.pop(0)):
            if other not in found and other != start:
                found.append(other)
                waiting.append(other)
    return found
