"""From results of checks to incidents: in the transaction that keeps them, so that none is lost or told twice."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from aiop.alerts.raising import known_topics, raise_about, settle
from aiop.alerts.topics import of_check
from aiop.orgs.models import Org
from aiop.quality.causes import in_words
from aiop.quality.checks import Check, Definition, Severity
from aiop.quality.verdict import Result, Status


def tell(org: Org, results: Sequence[Result]) -> None:
    """Open or close the incidents of checks; what is only to be noted, and the first monitoring's readings, open none."""
    asking = [result for result in results if _may_open(result.check)]
    known = known_topics(org, [of_check(result.check.name) for result in asking])
    for result in asking:
        topic = of_check(result.check.name)
        if cause := _cause(result):
            raise_about(
                org,
                topic,
                cause,
                result.check.title,
                link=reverse("admin:quality_check", args=[result.check.name]),
                severity=result.check.severity,
            )
        elif topic in known:
            settle(org, topic, said=result.message)


def _may_open(check: Check) -> bool:
    return check.definition is Definition.CORRECTED and check.severity is not Severity.INFO


def _cause(result: Result) -> str:
    """Say what is wrong, blank where nothing is."""
    said = result.message if result.status is not Status.PASSED else result.trend or ""
    return f"{said} Of the failing rows, {in_words(result.causes)}." if said and result.causes else said
