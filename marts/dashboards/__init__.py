"""Pages of the marts; importing registers them."""

from marts.dashboards import definition_page, kpi_page, navigation, records_page, tieout_pages

__all__ = ["definition_page", "kpi_page", "navigation", "records_page", "tieout_pages"]
