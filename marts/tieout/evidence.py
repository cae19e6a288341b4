"""The evidence of a comparison as one sealed archive: the report itself, figures, differences, and what they stand on."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings

from aiop.loading.cells import formula_safe
from marts.models import TieOut

_FIGURES = ("week", "unit", "kpi", "theirs", "theirs_below", "ours", "ours_below", "verdict")
_DIFFERENCES = ("week", "unit_id", "kpi", "part", "record", "where", "theirs", "ours", "amount", "cause", "evidence")


def pack(tie_out: TieOut) -> bytes:
    """Give the archive: `manifest.json` holds the SHA-256 of every other member, and the seal of the comparison."""
    members = {
        "figures.csv": _csv(_FIGURES, tie_out.figures.order_by("week", "unit", "kpi").values_list(*_FIGURES)),
        "differences.csv": _csv(
            _DIFFERENCES,
            tie_out.differences.order_by("week", "unit_id", "kpi", "record", "id").values_list(*_DIFFERENCES),
        ),
        "comparison.json": json.dumps(_summary(tie_out), indent=2, sort_keys=True).encode(),
    }
    report = Path(settings.MEDIA_ROOT) / tie_out.file
    if tie_out.file and report.is_file():
        members[f"report{report.suffix}"] = report.read_bytes()
    sums = {name: hashlib.sha256(body).hexdigest() for name, body in sorted(members.items())}
    manifest = {"seal": tie_out.digest, "report_sha256": tie_out.sha256, "members": sums}
    members["manifest.json"] = json.dumps(manifest, indent=2, sort_keys=True).encode()
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            # A fixed moment: the same comparison always packs to the same bytes.
            archive.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), body)
    return sink.getvalue()


def _summary(tie_out: TieOut) -> dict[str, Any]:
    return {
        "tie_out": tie_out.pk,
        "report": tie_out.report,
        "file": tie_out.file_name,
        "from": tie_out.start_date.isoformat(),
        "to": tie_out.end_date.isoformat(),
        "extracted_at": tie_out.extracted_at.isoformat() if tie_out.extracted_at else None,
        "compared_at": tie_out.compared_at.isoformat(),
        "compared_by": tie_out.compared_by,
        "kpi_run": tie_out.kpi_run_id,
        "facts_up_to_change_set": tie_out.mark,
        "verdicts": tie_out.verdicts,
        "doubts": tie_out.doubts,
        "header": tie_out.header,
        "signed_by": tie_out.signed_by,
        "signed_at": tie_out.signed_at.isoformat() if tie_out.signed_at else None,
        "remark": tie_out.remark,
    }


def _csv(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\r\n")
    writer.writerow(heads)
    for row in rows:
        writer.writerow(["" if cell is None else formula_safe(cell) if isinstance(cell, str) else cell for cell in row])
    return sink.getvalue().encode()
