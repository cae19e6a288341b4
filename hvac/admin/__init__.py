"""The company's pages in the admin."""

from hvac.admin import company, customers, figures, navigation, people, places, selling, work

__all__ = ["company", "customers", "figures", "navigation", "people", "places", "selling", "work"]
