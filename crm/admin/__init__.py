"""The lead pool's pages in the admin, one module a family of models."""

from crm import dashboards, tiles
from crm.admin import customers, lead_pool, linking, lookups, navigation, performance, sales

__all__ = ["customers", "dashboards", "lead_pool", "linking", "lookups", "navigation", "performance", "sales", "tiles"]
