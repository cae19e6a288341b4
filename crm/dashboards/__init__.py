"""The lead pool's dashboards; importing registers their pages."""

from crm.dashboards import choices, lead_pool

__all__ = ["choices", "lead_pool"]
