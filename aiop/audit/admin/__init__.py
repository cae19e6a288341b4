"""Pages of change sets, and the base of every page of a recorded row."""

from aiop.audit.admin import change_sets

__all__ = ["change_sets"]
