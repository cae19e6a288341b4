"""A sample company's pool spoilt in five hundred ways: nearly all are caught; and a simulated year in which hardly anything is cried.

The default is twenty-two corruptions and a year by weeks; CORRUPTIONS=500 and YEAR_DAYS=1 are the numbers of the acceptance. Days that
are missing show the better the more a day brings, so they are tried again on a pool ten times as large.
"""

from __future__ import annotations

import datetime as dt
import itertools
import os
import random
from collections import Counter
from collections.abc import Iterator, Sequence
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
from crm.sandbox.pool import SCALES, Counts
from tests.factories.corruptions import FAMILIES, MISSING_DAYS, MISSING_WEEKS, Corruption, corrupt

pytestmark = [pytest.mark.slow, pytest.mark.django_db(databases=["default", "owner", "side"])]
CORRUPTIONS = int(os.environ.get("CORRUPTIONS", "22"))
YEAR_DAYS = int(os.environ.get("YEAR_DAYS", "7"))
POOL = ("crm.", "loading.")
LEAST_CAUGHT = 0.95
MOST_FALSE_ALARMS = 1


TENTH = Counts(jobs=18_161, lead_status=27_717, bad_leads=29_322, lost_leads=12_934, bookings=5_656)
# What tells of missing days reads two years.
YEARS_TOLD = 3


def load_pool(org: Org, folder: Path, counts: Counts, *, years: int = 0) -> None:
    """Load exports without planted flaws that end today, of all years or of the last ones."""
    today = timezone.localdate(timezone=org.zone)
    since = (today - dt.timedelta(days=365 * years)).toordinal() if years else 0
    with collector_paused():
        made = build_pool(World(7, "letsmove"), counts, today)
        Exporter(folder, made, since=since, flawed=False).write_all()
    load_folder(org, folder)


@pytest.fixture
def pool(org: Org, tmp_path: Path) -> Org:
    """Give an organisation with a linked pool."""
    load_pool(org, tmp_path, SCALES["small"])
    with run_job(org, "crm.link", by="test") as run:
        link(org, execute=True, by="test", run=run)
    return org


@pytest.fixture
def large_pool(org: Org, tmp_path: Path) -> Org:
    """Give an organisation with three years of a pool of a tenth of its real size, which nobody has linked."""
    load_pool(org, tmp_path, TENTH, years=YEARS_TOLD)
    return org


def results_of(org: Org, *, ending: str = "") -> dict[str, Result]:
    """Ask every check of the pool that is meant as it should be, or those whose name ends so, and keep nothing."""
    meant = [c for c in checks_of(org) if c.model.startswith(POOL) and c.definition is Definition.CORRECTED]
    asked = [check.name for check in meant if check.name.endswith(ending)]
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


def corruptions(families: Sequence[Corruption], number: int) -> Iterator[tuple[Corruption, random.Random]]:
    """Give so many corruptions, each family in turn, each with chances of its own; fewer than there are, spread over them."""
    step = max(1, len(families) // number)
    for count in range(0, number * step, step):
        yield families[count % len(families)], random.Random(count)


def spoil(
    pool: Org, corruption: Corruption, chance: random.Random, before: dict[str, Result], *, ending: str = ""
) -> str:
    """Corrupt the pool, ask the checks, and put it back; tells whether it was caught, missed, or could not be done."""
    try:
        with transaction.atomic():
            done = corrupt(corruption, chance, timezone.localdate(timezone=pool.zone))
            said = is_caught(before, results_of(pool, ending=ending)) if done else []
            transaction.set_rollback(True)
    except IntegrityError:
        # The database keeps such rows out by itself.
        return "refused"
    if not done:
        return "nothing to spoil"
    return "caught" if said else "missed"


def test_nearly_every_corruption_is_caught(pool: Org, capsys: pytest.CaptureFixture[str]) -> None:
    before = results_of(pool)
    outcomes, missed, of_days = Counter[str](), Counter[str](), Counter[str]()
    with org_context(pool, actor="gremlin"):
        for corruption, chance in corruptions([*FAMILIES, *MISSING_DAYS], CORRUPTIONS):
            outcome = spoil(pool, corruption, chance, before)
            outcomes[outcome] += 1
            missed[corruption.name] += outcome == "missed"
            of_days[outcome] += bool(corruption.day)
    done = outcomes["caught"] + outcomes["missed"]
    with capsys.disabled():
        print(f"\n{CORRUPTIONS} corruptions: {dict(outcomes)}, of days {dict(+of_days)}; missed: {dict(+missed)}")  # noqa: T201
    assert done >= 0.9 * CORRUPTIONS
    assert outcomes["caught"] / done >= LEAST_CAUGHT


@pytest.mark.nightly
def test_days_missing_from_a_larger_pool_are_caught_by_what_days_bring(
    large_pool: Org, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {ending: results_of(large_pool, ending=ending) for ending in ("_silence", "_volume")}
    assert {result.status for said in before.values() for result in said.values()} == {Status.PASSED}
    caught, number = Counter[str](), max(len(MISSING_WEEKS), CORRUPTIONS // 5)
    with org_context(large_pool, actor="gremlin"):
        for corruption, chance in corruptions(MISSING_WEEKS, number):
            outcome = spoil(large_pool, corruption, chance, before["_silence"], ending="_silence")
            caught[corruption.name] += outcome == "caught"
    with capsys.disabled():
        print(f"\n{number} times a week or two missing, a tenth of real size: {caught.total()} caught: {dict(caught)}")  # noqa: T201
    assert caught.total() / number >= LEAST_CAUGHT


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
