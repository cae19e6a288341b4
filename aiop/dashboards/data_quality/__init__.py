"""The data-quality dashboard: is it linked, is it all there, is it right, and what to mend first."""

from aiop.dashboards.data_quality.page import DASHBOARD

__all__ = ["DASHBOARD"]
