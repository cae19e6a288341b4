"""Clusters out of decisions: a function of what stands, so that any decision can be taken back from anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Verdict = Literal["same", "different", "unsure", "apart"]


@dataclass(frozen=True, slots=True)
class Said:
    """One standing link, in the order in which it was decided."""

    left: int
    right: int
    verdict: Verdict


class Clusters:
    """Who belongs together: the union of what was decided the same, except where it would join what was decided different."""

    def __init__(self, links: Iterable[Said]) -> None:
        """`links` in the order of their decisions; of several for one pair the last holds."""
        latest: dict[tuple[int, int], Verdict] = {}
        for link in links:
            pair = (link.left, link.right)
            # A pair that is decided anew takes the place of the new decision in the order; apart and unsure never part.
            if link.verdict in ("same", "different"):
                latest.pop(pair, None)
                latest[pair] = link.verdict
        self._members: dict[int, set[int]] = {}
        self._root: dict[int, int] = {}
        self._foes: dict[int, set[int]] = {}
        for (left, right), verdict in latest.items():
            if verdict == "different":
                self._foes.setdefault(left, set()).add(right)
                self._foes.setdefault(right, set()).add(left)
        self.blocked = [
            (left, right)
            for (left, right), verdict in latest.items()
            if verdict == "same" and not self._join(left, right)
        ]

    def members(self, node: int) -> frozenset[int]:
        """Give everyone in a node's cluster, itself included."""
        return frozenset(self._members.get(self._root.get(node, node), {node}))

    def all(self) -> list[frozenset[int]]:
        """List the clusters of two or more."""
        return [frozenset(members) for members in self._members.values()]

    def _join(self, left: int, right: int) -> bool:
        one, other = self._root.get(left, left), self._root.get(right, right)
        if one == other:
            return True
        ours, theirs = self._members.get(one, {one}), self._members.get(other, {other})
        smaller, larger = sorted((ours, theirs), key=len)
        if any(self._foes.get(node, set()) & larger for node in smaller):
            return False
        root = min(one, other)
        joined = ours | theirs
        self._members.pop(one, None)
        self._members.pop(other, None)
        self._members[root] = joined
        for node in joined:
            self._root[node] = root
        return True


def bars(links: Sequence[Said], ours: frozenset[int], theirs: frozenset[int]) -> list[tuple[int, int]]:
    """List the pairs that people decided different and that stand between two clusters."""
    latest: dict[tuple[int, int], Verdict] = {}
    for link in links:
        if link.verdict in ("same", "different"):
            latest[(link.left, link.right)] = link.verdict
    return [
        pair
        for pair, verdict in latest.items()
        if verdict == "different"
        and ((pair[0] in ours and pair[1] in theirs) or (pair[0] in theirs and pair[1] in ours))
    ]


def ties(links: Iterable[Said], part: frozenset[int]) -> list[tuple[int, int]]:
    """List the pairs that would hold a part of a cluster together: none where it holds by what was decided within it.

    What held before is not decided once more, so that taking it back still takes the part asunder.
    """
    within = Clusters(link for link in links if link.left in part and link.right in part)
    first = min(part)
    held, found = set(within.members(first)), []
    for node in sorted(part):
        if node not in held:
            found.append((first, node))
            held |= within.members(node)
    return found
