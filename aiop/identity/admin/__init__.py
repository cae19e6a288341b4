"""What review adds to the pages of records."""

from aiop.identity.admin import navigation

__all__ = ["navigation"]
