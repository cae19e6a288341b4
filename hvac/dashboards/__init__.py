"""Dashboards of the HVAC company: operations, finance, people and fleet. Importing registers their pages."""

from hvac.dashboards import finance, fleet, operations, people

__all__ = ["finance", "fleet", "operations", "people"]
