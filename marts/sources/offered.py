"""The outside systems that marts are filled from, with the twins that stand for them: what is registered at the start."""

from __future__ import annotations

from aiop.sandbox.sources import register_twin
from aiop.sources import systems
from marts.sources.azure_sql.system import SYSTEM as AZURE_SQL
from marts.sources.bigquery.system import SYSTEM as BIGQUERY
from marts.sources.hubspot.system import SYSTEM as HUBSPOT
from marts.sources.quickbooks.system import SYSTEM as QUICKBOOKS
from marts.sources.softbase.system import SYSTEM as SOFTBASE
from marts.sources.zoom.system import SYSTEM as ZOOM

SYSTEMS = (QUICKBOOKS, HUBSPOT, ZOOM, SOFTBASE, AZURE_SQL, BIGQUERY)


def register() -> None:
    """Make the systems and their twins known."""
    for system in SYSTEMS:
        systems.register(system)
        register_twin(system.name, f"marts.sources.{system.name}.sandbox.service.build")
