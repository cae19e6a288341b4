"""Ids of things that no outside system has numbered. Pure but for chance."""

from __future__ import annotations

from uuid import uuid4


def own_id() -> str:
    """Give the id by which files name a row that staff entered by hand."""
    return f"own {uuid4().hex[:12]}"
