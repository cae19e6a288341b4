"""The company's pages in the admin."""

from hvac import dashboards, tiles
from hvac.admin import (
    company,
    customers,
    figures,
    navigation,
    people,
    places,
    prices,
    results,
    selling,
    suppliers,
    work,
)

__all__ = [
    "company",
    "customers",
    "dashboards",
    "figures",
    "navigation",
    "people",
    "places",
    "prices",
    "results",
    "selling",
    "suppliers",
    "tiles",
    "work",
]
