"""Pages of organisations, people and what they may do."""

from aiop.orgs.admin import closed, organisations, people

__all__ = ["closed", "organisations", "people"]
