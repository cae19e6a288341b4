"""States and provinces as tiles, each roughly where it lies: no map is more honest about a small state with many rows."""

from __future__ import annotations

import math
from collections.abc import Mapping

from aiop.catalogue.plots.drawing import Box, Drawing, Words
from aiop.dashboards.geometry import Number, compact

_SIZE = 44
_TILES = """
.. .. YT NT NU .. .. .. .. .. .. ..
.. BC AB SK MB .. ON .. QC .. NL PE
AK .. .. .. .. .. .. .. .. NB ME NS
.. .. .. .. .. .. .. .. .. VT NH ..
WA ID MT ND MN IL WI MI NY RI MA ..
OR NV WY SD IA IN OH PA NJ CT .. ..
CA UT CO NE MO KY WV VA MD DE .. ..
.. AZ NM KS AR TN NC SC DC .. .. ..
.. .. .. OK LA MS AL GA .. .. .. ..
HI .. .. TX .. .. .. .. FL .. .. ..
"""
PLACES: Mapping[str, tuple[int, int]] = {
    code: (row, column)
    for row, line in enumerate(_TILES.split("\n")[1:-1])
    for column, code in enumerate(line.split())
    if code != ".."
}


def tiles(name: str, values: Mapping[str, tuple[Number, str]]) -> Drawing | None:
    """Draw a tile for each state and province, as strong as its value; `values` are by code, with their text."""
    placed = {code: found for code, found in values.items() if code in PLACES and math.isfinite(found[0])}
    most = max((float(value) for value, _ in placed.values()), default=0.0)
    if most <= 0:
        return None
    rows = 1 + max(row for row, _ in PLACES.values())
    columns = 1 + max(column for _, column in PLACES.values())
    drawing = Drawing(rows * _SIZE, name, width=columns * _SIZE)
    for code, (row, column) in PLACES.items():
        value, text = placed.get(code, (0, ""))
        strength = round(0.08 + 0.92 * max(float(value), 0.0) / most, 3) if code in placed else 1.0
        x, y = column * _SIZE, row * _SIZE
        said = f"{code}: {text}" if text else f"{code}: none"
        drawing.boxes.append(
            Box(x + 1, y + 1, _SIZE - 2, _SIZE - 2, "cg-heat" if code in placed else "cg-none", said, strength)
        )
        look = "cg-on" if code in placed and strength > 0.55 else "cg-label"
        drawing.words.append(Words(x + _SIZE / 2, y + 19, code, look, "middle"))
        if text:
            drawing.words.append(
                Words(x + _SIZE / 2, y + 33, compact(round(float(value))), look + " cg-small", "middle")
            )
    return drawing
