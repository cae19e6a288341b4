"""What a file leaves open and a person has to say: which kind, which sheet, what a header means, how its days are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiop.files.incoming import Choices, DatesUnsettled
from aiop.files.reading.headers import header_key
from aiop.files.reading.source import ChooseSheet, Refused
from aiop.files.recognise import HeadersUnsettled, KindUnsettled, Match, Remembered
from aiop.loading.kind import Field, Kind, all_kinds, kind_named
from aiop.loading.models import Load, RememberedHeader
from aiop.orgs.models import Org

# A wall of questions helps nobody: with more unknown headers than this it is another kind of file.
MOST_HEADERS = 60
ORDERS = {"MDY": "month first (11/30/2026)", "DMY": "day first (30/11/2026)", "YMD": "year first (2026-11-30)"}

Answers = Mapping[str, str]


def question_of(refusal: Refused) -> dict[str, Any] | None:
    """Give what to ask about a refusal, ready to be stored; None when no answer would help."""
    match refusal:
        case ChooseSheet():
            return {"ask": "sheet", "text": refusal.reason, "sheets": list(refusal.sheets)}
        case KindUnsettled():
            return {"ask": "kind", "text": refusal.reason, "kinds": [_nearness(found) for found in refusal.matches]}
        case HeadersUnsettled() if len(open_headers(refusal.match)) <= MOST_HEADERS and open_headers(refusal.match):
            return {"ask": "headers", "text": refusal.reason, **_headers(refusal.match)}
        case HeadersUnsettled():
            return {
                "ask": "kind",
                "text": refusal.reason,
                "kinds": [{"name": k.name, "title": k.title} for k in all_kinds()],
            }
        case DatesUnsettled():
            return {"ask": "dates", "text": refusal.reason, "orders": {o: ORDERS[o] for o in refusal.orders}}
    return None


def open_headers(match: Match) -> list[str]:
    """List the headers that a person has to settle."""
    return list(dict.fromkeys([*match.unknown, *match.twice]))


def settled(match: Match) -> Match:
    """Give a match back, or refuse it with the headers that nobody has settled yet; none are open when no column is free."""
    if match.unknown and _free_columns(match):
        one = len(match.unknown) == 1
        raise HeadersUnsettled(
            f"{'One column is' if one else f'{len(match.unknown)} columns are'} not known in “{match.kind.title}”: "
            f"say what {'it is' if one else 'they are'}, or leave {'it' if one else 'them'} out. This is asked once.",
            match,
        )
    return match


def choices_for(load: Load) -> Choices:
    """Give what people have said about this file and about headers of its kind before."""
    answers: Answers = load.question.get("answers", {})
    kind = answers.get("kind")
    dates: Any = answers.get("dates")
    return Choices(
        kind=kind_named(kind) if kind else None,
        sheet=answers.get("sheet") or None,
        dates=dates,
        remembered=remembered_headers(load.org_id),
    )


def remembered_headers(org: Org | int) -> Remembered:
    """Give what people have settled about headers."""
    found: dict[str, dict[str, str]] = {}
    rows = RememberedHeader.objects.for_org(org)
    for kind, key, column in rows.values_list("kind", "header_key", "column"):
        found.setdefault(kind, {})[key] = column
    return found


def answer(load: Load, given: Mapping[str, str], *, by: str) -> None:
    """Take a person's answer to the load's question; raises Refused when it is none."""
    asked = load.question
    answers = dict(asked.get("answers", {}))
    match asked.get("ask"):
        case "headers":
            _remember(load, asked, given, by=by)
            answers["kind"] = asked["kind"]
        case "kind" if given.get("kind") in {k.name for k in all_kinds()}:
            answers = {"sheet": answers.get("sheet", ""), "kind": given["kind"]}
        case "sheet" if given.get("sheet") in asked["sheets"]:
            answers["sheet"] = given["sheet"]
        case "dates" if given.get("dates") in asked["orders"]:
            answers["dates"] = given["dates"]
        case _:
            raise Refused("Choose one of the answers.")
    load.question = {"answers": answers}


def _remember(load: Load, asked: Mapping[str, Any], given: Mapping[str, str], *, by: str) -> None:
    columns = {column["name"] for column in asked["columns"]}
    chosen = {header: given.get(f"header-{place}", "") for place, header in enumerate(asked["headers"])}
    taken = [column for column in chosen.values() if column]
    if not columns.issuperset(taken):
        raise Refused("Choose one of the columns for each header.")
    if len(set(taken)) < len(taken):
        raise Refused("Two headers cannot fill the same column: leave one of them out.")
    for header, column in chosen.items():
        RememberedHeader.objects.update_or_create(
            org_id=load.org_id,
            kind=asked["kind"],
            header_key=header_key(header),
            defaults={"column": column, "actor": by},
        )


def _headers(found: Match) -> dict[str, Any]:
    """Give the open headers of a match and the columns that no header fills."""
    return {
        "kind": found.kind.name,
        "title": found.kind.title,
        "headers": open_headers(found),
        "missing": found.missing,
        "columns": [{"name": f.column, "title": f.headers[0]} for f in _free_columns(found)],
    }


def _free_columns(found: Match) -> list[Field]:
    return [f for f in found.kind.fields if f.dumped and (f.column not in found.mapping or found.twice)]


def _nearness(found: Match) -> dict[str, Any]:
    kind: Kind = found.kind
    return {"name": kind.name, "title": kind.title, "recognised": found.recognised, "total": found.total}
