"""Tables of alerts: what is wrong, whom it is told, and what was told."""

from aiop.alerts.models.channels import Channel, Route
from aiop.alerts.models.incidents import Happening, Incident, Signal
from aiop.alerts.models.outbox import Delivery

__all__ = ["Channel", "Delivery", "Happening", "Incident", "Route", "Signal"]
