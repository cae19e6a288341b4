"""Pages of the marts; importing registers them."""

from marts.dashboards import (
    boards,
    completeness_page,
    definition_page,
    kpi_page,
    navigation,
    records_page,
    search_page,
    tieout_pages,
)

__all__ = [
    "boards",
    "completeness_page",
    "definition_page",
    "kpi_page",
    "navigation",
    "records_page",
    "search_page",
    "tieout_pages",
]
