"""Pages of organisations, people and what they may do."""

from aiop.orgs.admin import organisations, people

__all__ = ["organisations", "people"]
