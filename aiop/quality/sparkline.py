"""A line of values as an image that a screen reader reads as a sentence; drawn on the server."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_MARGIN = 3.0


def sparkline(
    values: Sequence[Decimal], threshold: Decimal, *, says: str, width: int = 120, height: int = 28
) -> SafeString:
    """Draw `values`, earliest first, with a dashed line where the threshold lies in sight; `says` is its sentence."""
    if not values:
        return SafeString()
    low, high = _span(values)
    spots = [(_across(i, len(values), width), _up(value, low, high, height)) for i, value in enumerate(values)]
    wanted = _up(threshold, low, high, height) if low <= threshold <= high else None
    return format_html(
        '<svg class="qc-spark" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" aria-label="{says}">'
        "<title>{says}</title>{wanted}{line}{dot}</svg>",
        w=width,
        h=height,
        says=says,
        wanted=_threshold_line(wanted, width),
        line=_line(spots),
        dot=format_html('<circle cx="{}" cy="{}" r="2.5"/>', *spots[-1]),
    )


def _line(spots: Sequence[tuple[float, float]]) -> SafeString:
    if len(spots) == 1:
        return SafeString()
    return format_html('<polyline points="{}"/>', format_html_join(" ", "{},{}", spots))


def _threshold_line(y: float | None, width: int) -> SafeString:
    if y is None:
        return SafeString()
    return format_html('<line class="qc-wanted" x1="0" x2="{}" y1="{}" y2="{}"/>', width, y, y)


def _span(values: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """Give the lowest and highest value in sight, a point apart at least, so that noise looks like noise."""
    low, high = min(values), max(values)
    room = max(Decimal(1) - (high - low), Decimal(0)) / 2
    return low - room, high + room


def _across(index: int, count: int, width: int) -> float:
    inner = width - 2 * _MARGIN
    return round(_MARGIN + (inner * index / (count - 1) if count > 1 else inner), 1)


def _up(value: Decimal, low: Decimal, high: Decimal, height: int) -> float:
    return round(height - _MARGIN - (height - 2 * _MARGIN) * float((value - low) / (high - low)), 1)
