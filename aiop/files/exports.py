"""The record of what left the platform as a file."""

from __future__ import annotations

from collections.abc import Mapping

from aiop.files.models import ExportLog
from aiop.orgs.models import Org


def record_export(
    org: Org, kind: str, filters: Mapping[str, str], file_format: str, *, by: str, rows: int | None = None
) -> ExportLog:
    """Put an export on record; call inside `org_context`, before the first byte leaves."""
    return ExportLog.objects.create(org=org, kind=kind, filters=dict(filters), format=file_format, actor=by, rows=rows)
