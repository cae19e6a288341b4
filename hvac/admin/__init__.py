"""The company's pages in the admin."""

from hvac import tiles
from hvac.admin import company, customers, figures, navigation, people, places, selling, work

__all__ = ["company", "customers", "figures", "navigation", "people", "places", "selling", "tiles", "work"]
