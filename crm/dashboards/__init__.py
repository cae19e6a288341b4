"""The lead pool's dashboards; importing registers their pages."""

from crm.dashboards import lead_pool

__all__ = ["lead_pool"]
