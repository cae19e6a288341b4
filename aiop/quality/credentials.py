"""The check of credentials that come to their end: a source that falls silent for it can be kept from doing so."""

from __future__ import annotations

from aiop.quality.checks import Check, register

DAYS = 10
_SQL = f"""
    SELECT id, name || ': ' || CASE WHEN expires_on < %(today)s::date THEN 'ended on ' ELSE 'end on ' END || expires_on AS detail
    FROM sources_connection
    WHERE org_id = %(org)s AND is_enabled AND expires_on < %(today)s::date + {DAYS}
"""

register(
    Check(
        "credentials_that_end",
        "Connections whose credentials end soon",
        f"Which connections in use have credentials that end within {DAYS} days, or have ended?",
        "sources.Connection",
        _SQL,
        "Give the connection new credentials, or connect it anew where its system asks for that; then test it.",
        has_detail=True,
    )
)
