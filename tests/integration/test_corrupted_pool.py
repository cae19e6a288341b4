"""A sample company's pool spoilt in five hundred ways: nearly all are caught; and a simulated year in which hardly anything is cried.

The default is twenty corruptions and a year by weeks; CORRUPTIONS=500 and YEAR_DAYS=1 are the numbers of the acceptance.
"""

from __future__ import annotations

import datetime as dt
import itertools
import os
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from aiop.files.filling import load_folder
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.quality.checks import Definition, Kind, Severity, checks_of
from aiop.quality.run import run_checks
from aiop.quality.trend import trend_warning
from aiop.quality.verdict import Result, Status
from aiop.runs.running import run_job
from aiop.sandbox.world import World
from crm.link.run import link
from crm.sandbox.files import Exporter
from crm.sandbox.generate import collector_paused
from crm.sandbox.history import build_pool
from crm.sandbox.pool import SCALES
from tests.factories.corruptions import FAMILIES, Corruption, corrupt

pytestmark = [pytest.mark.slow, pytest.mark.django_db(databases=["default", "owner", "side"])]
CORRUPTIONS = int(os.environ.get("CORRUPTIONS", "20"))
YEAR_DAYS = int(os.environ.get("YEAR_DAYS", "7"))
POOL = ("crm.", "loading.")
LEAST_CAUGHT = 0.95
MOST_FALSE_ALARMS = 1


@pytest.fixture
def pool(org: Org, tmp_path: Path) -> Org:
    """Give an organisation with a linked pool whose exports have no planted flaws and end today."""
    with collector_paused():
        made = build_pool(World(7, "letsmove"), SCALES["small"], timezone.localdate(timezone=org.zone))
        Exporter(tmp_path, made, flawed=False).write_all()
    load_folder(org, tmp_path)
    with run_job(org, "crm.link", by="test") as run:
        link(org, execute=True, by="test", run=run)
    return org


def results_of(org: Org) -> dict[str, Result]:
    """Ask every check of the pool that is meant as it should be, and keep nothing."""
    asked = [c.name for c in checks_of(org) if c.model.startswith(POOL) and c.definition is Definition.CORRECTED]
    return {result.check.name: result for result in run_checks(org, asked, by="test", store=False)}


def is_caught(before: dict[str, Result], after: dict[str, Result]) -> list[str]:
    """List the checks that say something new: that fail now, fail in more rows where none is allowed, or fell."""
    return [name for name, result in after.items() if _is_news(before[name], result)]


def _is_news(before: Result, after: Result) -> bool:
    if after.status is not Status.PASSED and before.status is Status.PASSED:
        return True
    if after.check.kind is Kind.ROWS:
        return after.status is Status.FAILED and (after.failing or 0) > (before.failing or 0)
    recent = [] if before.value is None else [before.value]
    return after.check.kind is Kind.RATE and trend_warning(after.value, recent) is not None


def corruptions(number: int) -> Iterator[tuple[Corruption, random.Random]]:
    """Give so many corruptions, each family in turn, each with chances of its own."""
    for count in range(number):
        yield FAMILIES[count % len(FAMILIES)], random.Random(count)


def spoil(pool: Org, corruption: Corruption, chance: random.Random, before: dict[str, Result]) -> str:
    """Corrupt the pool, ask the checks, and put it back; tells whether it was caught, missed, or could not be done."""
    try:
        with transaction.atomic():
            done = corrupt(corruption, chance, timezone.localdate(timezone=pool.zone))
            said = is_caught(before, results_of(pool)) if done else []
            transaction.set_rollback(True)
    except IntegrityError:
        # The database keeps such rows out by itself.
        return "refused"
    if not done:
        return "nothing to spoil"
    return "caught" if said else "missed"


def test_nearly_every_corruption_is_caught(pool: Org, capsys: pytest.CaptureFixture[str]) -> None:
    before = results_of(pool)
    outcomes, missed = Counter[str](), Counter[str]()
    # Fewer than there are families are spread over them; more come round again with other rows.
    step = max(1, len(FAMILIES) // CORRUPTIONS)
    with org_context(pool, actor="gremlin"):
        for corruption, chance in itertools.islice(corruptions(CORRUPTIONS * step), 0, None, step):
            outcome = spoil(pool, corruption, chance, before)
            outcomes[outcome] += 1
            missed[corruption.name] += outcome == "missed"
    done = outcomes["caught"] + outcomes["missed"]
    with capsys.disabled():
        print(f"\n{CORRUPTIONS} corruptions: {dict(outcomes)}; missed: {dict(+missed)}")  # noqa: T201
    assert done >= 0.9 * CORRUPTIONS
    assert outcomes["caught"] / done >= LEAST_CAUGHT


# A year

_GONE = """
    CREATE TEMP TABLE IF NOT EXISTS young AS SELECT quote_number, min(day) AS day FROM (
        SELECT quote_number, (received_at AT TIME ZONE %(zone)s)::date AS day FROM crm_leadstatus
        UNION ALL SELECT quote_number, booked_date FROM crm_bookedopportunity
        UNION ALL SELECT quote_number, coalesce(quote_created_date, booked_date, job_date) FROM crm_job
        UNION ALL SELECT quote_number, coalesce((received_at AT TIME ZONE %(zone)s)::date, lost_date) FROM crm_lostlead
    ) AS days GROUP BY quote_number
"""
_BACK_TO = (
    """DELETE FROM crm_badlead WHERE date_lead_received >= %(day)s OR lead_status_id IN (
        SELECT l.id FROM crm_leadstatus l JOIN young USING (quote_number) WHERE young.day >= %(day)s)""",
    *(f"DELETE FROM {table} WHERE quote_number IN (SELECT quote_number FROM young WHERE day >= %(day)s)"
      for table in ("crm_lostlead", "crm_leadstatus", "crm_job", "crm_bookedopportunity")),
    """DELETE FROM crm_contactpoint p WHERE NOT EXISTS (SELECT FROM crm_bookedopportunity b WHERE b.customer_id = p.customer_id)
        AND NOT EXISTS (SELECT FROM crm_job j WHERE j.customer_id = p.customer_id)""",
    """UPDATE crm_badlead l SET customer_id = NULL WHERE customer_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM crm_contactpoint p WHERE p.customer_id = l.customer_id)""",
)  # fmt: skip


def back_to(org: Org, day: dt.date) -> None:
    """Take away every quote that began on a day or later, with all that belongs to it."""
    with connection.cursor() as cursor:
        for statement in _BACK_TO:
            cursor.execute(statement, {"day": day, "zone": org.time_zone})


@pytest.mark.nightly
def test_a_year_of_clean_exports_raises_hardly_an_alarm(
    pool: Org, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    today = timezone.localdate(timezone=pool.zone)
    days = [today - dt.timedelta(days=back) for back in range(0, 366, YEAR_DAYS)]
    bad: dict[str, list[bool]] = {}
    with org_context(pool, actor="test"), connection.cursor() as cursor:
        cursor.execute(_GONE, {"zone": pool.time_zone})
        for day in days:
            monkeypatch.setattr("aiop.quality.measure.local_today", lambda org, day=day: day)
            back_to(pool, day)
            for name, result in results_of(pool).items():
                grave = result.check.severity is not Severity.INFO
                bad.setdefault(name, []).append(grave and result.status is not Status.PASSED)
    alarms = Counter({name: openings(found[::-1]) for name, found in bad.items()})
    alarms += Counter()
    with capsys.disabled():
        print(f"\n{alarms.total()} false alarms in {len(days)} days of a year: {dict(alarms)}")  # noqa: T201
    assert alarms.total() <= MOST_FALSE_ALARMS


def openings(bad: list[bool]) -> int:
    """Count how often a check went from good to bad, day by day."""
    return sum(now and not before for before, now in itertools.pairwise(bad))
