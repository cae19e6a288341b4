"""Which short names mean the same person, branch or source, with a probability and what speaks for and against."""

from collections.abc import Iterable, Mapping, Sequence
from math import log2
from typing import Any, Literal, NamedTuple

from aiop.identity.names.board import Board
from aiop.identity.names.comparison import Comparison, LabelComparison, PersonComparison
from aiop.identity.names.explain import Step, sentences, waterfall
from aiop.identity.names.weights import PRIOR, WEIGHTS, most_with_rivals
from aiop.identity.names.words import Flavour, NameRules

Value = tuple[int, str]
Zone = Literal["auto", "review", "apart"]

FLOOR = 0.02  # probability under which a pair is not worth anyone's look
_SHOWN_RIVALS = 3
_SEVERAL, _ONE, _CROWD, _NONE = range(4)  # positions in RIVALS
SAFE_RULES = frozenset(
    {
        "same name",
        "words turned round",
        "last name and its initial",
        "short form of the given name",
        "another form of the given name",
        "same words",
        "other order",
        "mistyped",
    }
)


class Scored(NamedTuple):
    """Two names that may mean one: `left` below `right`, vector and weights by the matcher's `parts`."""

    left: int
    right: int
    probability: float
    rule: str
    vector: tuple[int, ...]
    weights: tuple[float, ...]
    rivals: tuple[str, ...] = ()


class NameMatcher:
    """Compares all names of one flavour with each other, or new ones with those at hand."""

    def __init__(self, flavour: Flavour, rules: NameRules | None = None) -> None:
        """Take the flavour and the word lists, the shipped ones by default."""
        self.flavour = flavour
        self.rules = rules or NameRules.shipped(flavour)
        self._comparison: Comparison[Any] = (
            PersonComparison(self.rules) if flavour == "person" else LabelComparison(self.rules, flavour)
        )
        self.parts: Mapping[str, Sequence[str]] = self._comparison.parts
        self._weights: tuple[tuple[float, ...], ...] = tuple(WEIGHTS[flavour][part] for part in self.parts)
        self._hopeless = log2(FLOOR / (1 - FLOOR)) - PRIOR[flavour] - max(self._weights[-1])

    def pairs(self, values: Sequence[Value]) -> list[Scored]:
        """Score every two values (id, name) that may mean one, the likeliest first."""
        board = Board(self._comparison, self._worth, values)
        return self._scored(board, board.pairs())

    def against(self, new: Sequence[Value], existing: Sequence[Value]) -> list[Scored]:
        """Score the pairs of which one value is new, as `pairs` over all values would."""
        board = Board(self._comparison, self._worth, [*existing, *new])
        fresh = {identifier for identifier, _ in new}
        at = {position for position, identifier in enumerate(board.ids) if identifier in fresh}
        return self._scored(board, board.pairs_with(at))

    def veto(self, a: str, b: str) -> str | None:
        """Give why a guard keeps two names apart, or None."""
        left, right = self._comparison.tokens(a), self._comparison.tokens(b)
        if left is None or right is None:
            return "one of the names is empty"
        return self._comparison.veto(left, right)

    def waterfall(self, scored: Scored) -> list[Step]:
        """Give what each part of the comparison is worth in bits, from the odds at the start."""
        return waterfall(self.parts, PRIOR[self.flavour], scored.vector, scored.weights)

    def sentences(self, a: str, b: str, scored: Scored) -> tuple[list[str], list[str]]:
        """Give what speaks for and what against two names being one."""
        left, right = self._comparison.tokens(a), self._comparison.tokens(b)
        if left is None or right is None:
            return [], []
        return sentences(left, right, self.waterfall(scored), scored.rivals)

    def zone(self, scored: Scored, *, auto_from: float) -> Zone:
        """Give the zone of a pair: auto needs the probability and a rule that has proven safe and no rival."""
        if scored.probability < FLOOR:
            return "apart"
        safe = scored.rule in SAFE_RULES and not scored.rivals
        return "auto" if safe and scored.probability >= auto_from else "review"

    def _scored(self, board: Board, pairs: Iterable[tuple[int, int]]) -> list[Scored]:
        found = (self._score(board, i, j) for i, j in pairs)
        kept = [scored for scored in found if scored is not None and scored.probability >= FLOOR]
        return sorted(kept, key=lambda scored: (-scored.probability, scored.left, scored.right))

    def _score(self, board: Board, i: int, j: int) -> Scored | None:
        compared = board.compared(i, j)
        if compared is None or self._worth(compared.vector) < self._hopeless:
            return None
        rivals = board.rivals(i, j)
        crowd = [] if rivals else board.crowd(i, j)
        level = (_ONE if len(rivals) == 1 else _SEVERAL) if rivals else (_CROWD if crowd else _NONE)
        vector = (*compared.vector, level)
        weights = self._weigh(vector)
        if rivals:
            others = PRIOR[self.flavour] + sum(weights[:-1])
            weights = (*weights[:-1], min(weights[-1], most_with_rivals(len(rivals)) - others))
        left, right = sorted((board.ids[i], board.ids[j]))
        named = tuple(board.texts[rival] for rival in (rivals or crowd)[:_SHOWN_RIVALS])
        return Scored(left, right, self._probability(weights), compared.rule, vector, weights, named)

    def _weigh(self, vector: Sequence[int]) -> tuple[float, ...]:
        return tuple([levels[level] for levels, level in zip(self._weights, vector, strict=False)])

    def _worth(self, vector: Sequence[int]) -> float:
        """Bits of a vector that still lacks the rivals."""
        return sum(self._weigh(vector))

    def _probability(self, weights: Sequence[float]) -> float:
        odds: float = 2.0 ** (PRIOR[self.flavour] + sum(weights))
        return odds / (1 + odds)
