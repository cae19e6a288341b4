"""Dashboards of the nine marts; importing registers them in the order in which they stand beside one another."""

from marts.dashboards.boards import executive, finance, people, operations, dealer, everyone  # isort: skip

__all__ = ["dealer", "everyone", "executive", "finance", "operations", "people"]
