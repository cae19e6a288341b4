"""A table of results on its way out: what the list's filters leave, streamed as CSV or XLSX, on record."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from typing import Any, Literal

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from aiop.files.models import ExportLog
from aiop.files.row_files import as_file
from aiop.loading.cells import formula_safe
from aiop.orgs.context import org_context
from aiop.orgs.models import Org

Sheet = Literal["csv", "xlsx"]
_AT_ONCE = 2_000


def columns_of(model: type[models.Model]) -> list[str]:
    """Name the columns that go out: all of the table's own but whose rows they are."""
    return [field.attname for field in model._meta.concrete_fields if field.name not in {"id", "org"}]


def stream(rows: models.QuerySet[Any], org: Org, sheet: Sheet, log: ExportLog, *, by: str) -> Iterator[bytes]:
    """Stream rows in a transaction of its own; how many there were goes on record when the last byte has left."""
    names = columns_of(rows.model)
    with org_context(org, actor=by):
        told = rows.values_list(*names).iterator(_AT_ONCE)
        count = yield from as_file(sheet, names, (_plain(row, org.zone) for row in told))
        ExportLog.objects.filter(pk=log.pk).update(rows=count)


def _plain(row: Sequence[Any], zone: dt.tzinfo) -> list[Any]:
    """Give a row as a sheet holds it: moments in the organisation's zone and figures by key as text, no text that would be run."""
    return [_cell(value, zone) for value in row]


def _cell(value: Any, zone: dt.tzinfo) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(zone).isoformat(timespec="seconds")
    if isinstance(value, dict | list):
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
    return formula_safe(value) if isinstance(value, str) else value
