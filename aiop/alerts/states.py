"""What may become of an incident: its states and the moves between them; pure."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where an incident stands."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"
    REOPENED = "reopened"


class Act(StrEnum):
    """What moves an incident."""

    ACKNOWLEDGE = "acknowledge"
    SNOOZE = "snooze"
    WAKE = "wake"
    RESOLVE = "resolve"
    REOPEN = "reopen"


class NotPossible(Exception):  # noqa: N818  (an answer for people, not an error of ours)
    """The incident's state does not allow what was asked."""


LIVE = frozenset(State) - {State.RESOLVED}
# Each act with the states that it starts from. Waking goes back to open or reopened, by how often the incident has opened.
MOVES: dict[Act, tuple[frozenset[State], State]] = {
    Act.ACKNOWLEDGE: (frozenset({State.OPEN, State.REOPENED, State.SNOOZED}), State.ACKNOWLEDGED),
    Act.SNOOZE: (frozenset({State.OPEN, State.REOPENED, State.ACKNOWLEDGED, State.SNOOZED}), State.SNOOZED),
    Act.WAKE: (frozenset({State.SNOOZED}), State.OPEN),
    Act.RESOLVE: (LIVE, State.RESOLVED),
    Act.REOPEN: (frozenset({State.RESOLVED}), State.REOPENED),
}


def after(state: State | str, act: Act, *, episode: int) -> State:
    """Give the state that `act` leads to; raises NotPossible in one plain sentence."""
    starts, target = MOVES[act]
    if State(state) not in starts:
        raise NotPossible(f"An incident that is {state} cannot be {_DONE[act]}.")
    return State.REOPENED if act is Act.WAKE and episode > 1 else target


def possible(state: State | str) -> list[Act]:
    """List what can be done with an incident in a state."""
    return [act for act, (starts, _) in MOVES.items() if State(state) in starts]


_DONE = {
    Act.ACKNOWLEDGE: "acknowledged",
    Act.SNOOZE: "snoozed",
    Act.WAKE: "woken",
    Act.RESOLVE: "resolved",
    Act.REOPEN: "reopened",
}
