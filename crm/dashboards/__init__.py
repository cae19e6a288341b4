"""The lead pool's dashboards; importing registers their pages."""

from crm.dashboards import boards, choices, lead_pool

__all__ = ["boards", "choices", "lead_pool"]
