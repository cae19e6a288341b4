"""The pages of alerts."""

from aiop.alerts.admin import channels, deliveries, incidents, navigation

__all__ = ["channels", "deliveries", "incidents", "navigation"]
