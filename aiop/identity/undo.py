"""Taking a decision back: the decision no longer stands, and what follows from those that stand is worked out anew."""

from __future__ import annotations


def register() -> None:
    """Have every undo of a decision settle what it touched."""
