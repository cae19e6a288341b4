"""How evidence adds up, as bars that start where the one before ended. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 100.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One field's part: where its bar lies between 0 and `WIDTH`, and whether it speaks for one person."""

    label: str
    bits: float
    start: float
    width: float
    end: float

    @property
    def speaks_for(self) -> bool:
        """Tell whether it makes the pair more likely one."""
        return self.bits >= 0

    @property
    def words(self) -> str:
        """Write the bits with their sign."""
        return f"{'+' if self.speaks_for else '−'}{abs(self.bits):.1f}"


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The bars in order, the place of even chances, and the sum."""

    bars: Sequence[Bar]
    even: float
    total: float


def waterfall(parts: Sequence[tuple[str, float]]) -> Waterfall | None:
    """Lay out parts (label, bits) one after the other; None where there are none."""
    if not parts:
        return None
    edges = [0.0]
    for _, bits in parts:
        edges.append(edges[-1] + bits)
    low, high = min(edges), max(edges)
    scale = WIDTH / ((high - low) or 1.0)

    def place(bits: float) -> float:
        return round((bits - low) * scale, 2)

    bars = [
        Bar(label, bits, min(place(a), place(b)), max(abs(place(b) - place(a)), 0.4), place(b))
        for (label, bits), a, b in zip(parts, edges, edges[1:], strict=False)
    ]
    return Waterfall(bars, place(0.0), edges[-1])
