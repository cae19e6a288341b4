"""Pages of the marts; importing registers them."""

from marts.dashboards import (
    completeness_page,
    definition_page,
    kpi_page,
    navigation,
    records_page,
    search_page,
    tieout_pages,
)

__all__ = [
    "completeness_page",
    "definition_page",
    "kpi_page",
    "navigation",
    "records_page",
    "search_page",
    "tieout_pages",
]
