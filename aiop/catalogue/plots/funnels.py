"""A funnel: stages under one another, each as wide as its share of the first."""

from __future__ import annotations

from collections.abc import Sequence

from aiop.adminkit import format as fmt
from aiop.catalogue.plots.drawing import WIDTH, Box, Drawing, Words, shortened
from aiop.dashboards.geometry import Number

_NAMES, _VALUES, _HIGH, _GAP = 170, 150, 30, 10


def funnel(name: str, labels: Sequence[str], values: Sequence[Number | None], texts: Sequence[str]) -> Drawing | None:
    """Draw a funnel; a stage beyond the first is drawn as wide as the first and says what it is."""
    whole = float(values[0] or 0) if values else 0.0
    if whole <= 0:
        return None
    drawing = Drawing(len(labels) * (_HIGH + _GAP), name)
    inner = WIDTH - _NAMES - _VALUES
    for at, (label, value, text) in enumerate(zip(labels, values, texts, strict=True)):
        y = at * (_HIGH + _GAP)
        share = float(value or 0) / whole
        width = round(max(inner * min(share, 1.0), 0.6), 1)
        said = f"{text} · {fmt.percent(round(share * 100, 1))}"
        drawing.words.append(Words(_NAMES - 10, y + 20, shortened(label, 26), "cg-label", "end"))
        drawing.boxes.append(
            Box(
                round(_NAMES + (inner - width) / 2, 1),
                y,
                width,
                _HIGH,
                "cg-s0",
                f"{label}: {said}",
                1 - 0.12 * min(at, 5),
            )
        )
        drawing.words.append(Words(WIDTH - _VALUES + 10, y + 20, said, "cg-value"))
    return drawing
