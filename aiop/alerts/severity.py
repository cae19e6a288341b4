"""How much something matters; pure."""

from __future__ import annotations

from enum import StrEnum


class Severity(StrEnum):
    """How much a failure matters."""

    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"

    @property
    def weight(self) -> int:
        """Give its place in the order, the gravest the highest."""
        return list(Severity).index(self)

    def reaches(self, least: str) -> bool:
        """Tell whether it is at least as grave as another."""
        return self.weight >= Severity(least).weight
