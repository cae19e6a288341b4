"""What the checks last said and how they got there, for pages that show figures; one query each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from aiop.orgs.models import Org
from aiop.quality.models import CheckResult


def latest(org: Org) -> dict[str, CheckResult]:
    """Give the latest result of each check that ever ran for `org`, by the check's name."""
    return {result.check_name: result for result in CheckResult.objects.for_org(org).latest_of_each()}


def history(org: Org, names: Iterable[str], days: int) -> dict[str, list[CheckResult]]:
    """Give the results of the last `days` days by the check's name, earliest first."""
    since = timezone.now() - timedelta(days=days)
    rows = CheckResult.objects.for_org(org).filter(check_name__in=list(names), at__gte=since).order_by("at", "id")
    found: defaultdict[str, list[CheckResult]] = defaultdict(list)
    for result in rows:
        found[result.check_name].append(result)
    return dict(found)
