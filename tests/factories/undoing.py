"""What tests of undo do and ask again and again."""

from __future__ import annotations

from typing import Any

from aiop.audit.models import ChangeSet
from aiop.audit.report import Report
from aiop.audit.undo import taken_back
from aiop.loading.models import Load
from aiop.orgs.context import org_context
from aiop.orgs.models import Org


def latest(org: Org) -> int:
    """Give the number of the latest change set."""
    with org_context(org, actor="test"):
        return ChangeSet.objects.for_org(org).latest("id").pk


def edit(org: Org, rows: Any, **values: Any) -> int:
    """Change rows as Ana does and give the change set."""
    with org_context(org, actor="ana"):
        rows.update(**values)
    return latest(org)


def states(org: Org) -> set[str]:
    """Give the states of the organisation's loads."""
    with org_context(org, actor="test"):
        return set(Load.objects.for_org(org).values_list("state", flat=True))


def count(org: Org, rows: Any) -> int:
    """Count rows in the organisation."""
    with org_context(org, actor="test"):
        return int(rows.count())


def standing(org: Org, change_set: int) -> bool:
    """Tell whether what a change set did is so now."""
    with org_context(org, actor="test"):
        return not taken_back(org.pk, [change_set])


def nothing_stayed(report: Report) -> bool:
    """Tell whether all went back."""
    return not report.kept_count and not report.impossible_count
