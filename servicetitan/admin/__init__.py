"""Pages of ServiceTitan's records, and of what staff decide about them."""

from servicetitan.admin import decisions, lists, navigation, records, tiles, units

__all__ = ["decisions", "lists", "navigation", "records", "tiles", "units"]
