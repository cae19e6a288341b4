"""The company's pages in the admin."""

from hvac.admin import company, customers, navigation, people, selling, work

__all__ = ["company", "customers", "navigation", "people", "selling", "work"]
