"""A comparison made, kept as it was, and signed by somebody."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import timezone

from aiop.audit.models import ChangeSet
from aiop.audit.record import change_set
from aiop.builders.windows import Window
from aiop.files.uploads import folder_of
from aiop.orgs.models import Org
from aiop.runs.models import Run
from aiop.runs.running import Failed
from marts.kpi.completeness import complete_days
from marts.kpi.definitions import BY_KEY
from marts.kpi.words import explained
from marts.models import BuildMark, TieOut, TieOutDifference, TieOutFigure
from marts.tieout.compare import Comparison, compare
from marts.tieout.explain import monday
from marts.tieout.extract import Extract, read_report
from marts.tieout.verdicts import Compared, Verdict, judge, worst

BUILD = "marts.kpi"
UNPLACED = "UNIT_UNMAPPED"


class NeedsPeriod(Failed):
    """The report names no days, so somebody has to say which ones it is of."""


class AlreadySigned(Failed):
    """A signature is given once."""


def tie(
    org: Org,
    path: Path,
    *,
    by: str,
    name: str = "",
    window: Window | None = None,
    extracted_at: dt.datetime | None = None,
    keep: bool = True,
) -> tuple[TieOut, list[TieOutFigure], list[TieOutDifference]]:
    """Compare a report's file with our figures and, with `keep`, store the comparison; inside the organisation.

    Raises Refused or NotAReport about the file, NeedsPeriod where neither the report nor `window` says which days.
    """
    extract = read_report(path)
    days = _days(extract, window)
    found = compare(org, extract, days, extracted_at)
    figures, differences = _figures(org, found), _differences(org, found)
    made = _made(org, extract, found, figures)
    made.digest = _digest(figures, differences)
    made.file_name, made.extracted_at, made.compared_by = name or path.name, extracted_at, by
    if keep:
        made.file = _kept(org, path, extract.sha256)
        _save(made, figures, differences)
    return made, figures, differences


def _made(org: Org, extract: Extract, found: Comparison, figures: list[TieOutFigure]) -> TieOut:
    mark = BuildMark.objects.for_org(org).first()
    days: Any = found.window
    return TieOut(
        org=org,
        report=extract.report.name,
        sha256=extract.sha256,
        start_date=days.start,
        end_date=days.end,
        kpi_run_id=_latest_build(org),
        mark=mark.change_set_id if mark else 0,
        verdicts={kpi: str(verdict) for kpi, verdict in _overall(figures).items()},
        doubts=found.doubts,
        header=_header(org, extract, found),
    )


def _save(made: TieOut, figures: list[TieOutFigure], differences: list[TieOutDifference]) -> None:
    with change_set(made.org, kind=ChangeSet.Kind.SYSTEM, title=f"Compared: {made}"):
        made.save()
    rows: list[Any] = [*figures, *differences]
    for row in rows:
        row.tie_out = made
    TieOutFigure.objects.bulk_create(figures)
    TieOutDifference.objects.bulk_create(differences, batch_size=2000)


def sign(tie_out: TieOut, *, by: str, remark: str = "") -> None:
    """Put a name to a comparison; raises AlreadySigned the second time."""
    rows = TieOut.objects.filter(pk=tie_out.pk, signed_by="")
    with change_set(tie_out.org, kind=ChangeSet.Kind.EDIT, title=f"Signed: {tie_out}", reason=remark):
        if not rows.update(signed_by=by, signed_at=timezone.now(), remark=remark):
            raise AlreadySigned("Somebody has signed this comparison already.")


def _days(extract: Extract, window: Window | None) -> Window:
    if window is not None and window.start is not None and window.end is not None:
        return window
    named = extract.days()
    if named is None:
        raise NeedsPeriod(f"{extract.report.title} names no days: say with --from and --to which ones it is of.")
    first, last = named
    return Window(monday(first), monday(last) + dt.timedelta(days=6))


def _figures(org: Org, found: Comparison) -> list[TieOutFigure]:
    unexplained: defaultdict[tuple[dt.date, int, str], Decimal] = defaultdict(Decimal)
    otherwise = {(one.week, one.kpi) for one in found.differences if one.unit_id == 0 and one.reason.cause != UNPLACED}
    for one in found.differences:
        if one.reason.cause == "UNKNOWN":
            unexplained[one.week, one.unit_id, one.kpi] += abs(one.reason.amount)
    figures = []
    for week, unit, kpi in sorted({(week, unit, kpi) for week, unit, kpi, _ in found.sums}):
        zero = (Decimal(0), Decimal(0))
        there, here = found.sums.get((week, unit, kpi, "numerator"), zero)
        below = found.sums.get((week, unit, kpi, "denominator"), zero) if BY_KEY[kpi].is_ratio else (None, None)
        figure = TieOutFigure(
            org=org,
            week=week,
            unit_id=unit,
            unit=found.unit_names.get(unit, str(unit)),
            kpi=kpi,
            theirs=there,
            theirs_below=below[0],
            ours=here,
            ours_below=below[1],
        )
        figure.verdict = judge(kpi, compared(figure, unexplained[week, unit, kpi]))
        if unit == 0:
            # Where nothing else differs it ties as soon as somebody places the unit.
            figure.verdict = Verdict.FAILED if (week, kpi) in otherwise else Verdict.ACCEPTED
        figures.append(figure)
    return figures


def compared(figure: TieOutFigure, unexplained: Decimal = Decimal(0)) -> Compared:
    """Give both values of a figure as they are read: percentages of ratios, else sums."""
    return Compared(
        _read(figure.kpi, figure.theirs, figure.theirs_below),
        _read(figure.kpi, figure.ours, figure.ours_below),
        unexplained,
    )


def _read(kpi: str, value: Decimal | None, below: Decimal | None) -> Decimal | None:
    if not BY_KEY[kpi].is_ratio:
        return value
    return value / below * 100 if value is not None and below else None


def _overall(figures: list[TieOutFigure]) -> dict[str, Verdict]:
    """Judge each KPI by its worst unit and week, and margin by the whole company besides."""
    found: dict[str, Verdict] = {}
    for kpi in dict.fromkeys(figure.kpi for figure in figures):
        mine = [figure for figure in figures if figure.kpi == kpi]
        verdicts = [Verdict(figure.verdict) for figure in mine]
        if kpi == "gpm_percent":
            sums = {
                name: sum((getattr(figure, name) or Decimal(0) for figure in mine if figure.unit_id), Decimal(0))
                for name in ("theirs", "theirs_below", "ours", "ours_below")
            }
            verdicts.append(judge(kpi, compared(TieOutFigure(kpi=kpi, **sums)), overall=True))
        found[kpi] = worst(verdicts)
    return found


def _differences(org: Org, found: Comparison) -> list[TieOutDifference]:
    return [
        TieOutDifference(
            org=org,
            week=one.week,
            unit_id=one.unit_id,
            kpi=one.kpi,
            part=one.part,
            record=one.record,
            where=one.where,
            theirs=one.theirs,
            ours=one.ours,
            amount=one.reason.amount,
            cause=one.reason.cause,
            evidence=one.reason.evidence,
        )
        for one in found.differences
    ]


def _header(org: Org, extract: Extract, found: Comparison) -> dict[str, object]:
    definitions = [BY_KEY[kpi] for kpi in extract.report.kpis]
    through = complete_days(org, definitions)
    return {
        "zone": org.time_zone,
        "report": extract.report.title,
        "rows": len(extract.rows),
        "printed_totals": len(extract.printed),
        "records_compared": found.compared,
        "records_equal": found.equal,
        "complete_through": {key: day.isoformat() if day else None for key, day in through.items()},
        "definitions": {one.key: dict(explained(one)) for one in definitions},
    }


def _latest_build(org: Org) -> int | None:
    run = Run.objects.for_org(org).filter(job=BUILD, state=Run.State.DONE).order_by("-pk").first()
    return run.pk if run else None


def _digest(figures: list[TieOutFigure], differences: list[TieOutDifference]) -> str:
    """Seal figures and differences: anything altered later gives another digest."""
    lines = [
        [str(getattr(row, column.attname)) for column in row._meta.concrete_fields if column.name not in _OWN]
        for row in (*figures, *differences)
    ]
    return hashlib.sha256(json.dumps(lines, ensure_ascii=True).encode()).hexdigest()


_OWN = {"id", "org", "tie_out", "built_at", "built_in"}


def _kept(org: Org, path: Path, sha256: str) -> str:
    folder = folder_of(org) / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{sha256}{path.suffix.lower()}"
    if not target.exists():
        shutil.copyfile(path, target)
    return str(target.relative_to(folder_of(org).parent.parent))
