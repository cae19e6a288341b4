"""The five checks as the first monitoring had them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.quality.checks import Definition, all_checks, find_checks
from aiop.quality.run import run_checks
from tests.unit.crm_checks.conftest import Pool

pytestmark = pytest.mark.django_db

FIVE = [
    ("orphaned_user_performance", Decimal(0), "warning"),
    ("orphaned_sales_performance", Decimal(0), "warning"),
    ("job_customer_linkage_rate", Decimal(95), "warning"),
    ("lead_status_linkage_rate", Decimal(80), "warning"),
    ("badlead_linkage_rate", Decimal(70), "info"),
]


def test_there_are_five_with_the_stated_thresholds_and_severities() -> None:
    original = [check for check in all_checks() if check.definition is Definition.ORIGINAL]
    assert [(check.name, check.threshold, check.severity.value) for check in original] == FIVE


def test_orphans_are_counted_even_when_reviewed(pool: Pool) -> None:
    seller = pool.seller("Ana Ortiz")
    pool.phone_user("Ana Ortiz", sales_person=seller)
    pool.seller_result("Ana Ortiz", sales_person=seller)
    queue = pool.phone_user("Queue", not_a_seller=True)
    stranger = pool.seller_result("Stranger")
    assert pool.failing("orphaned_user_performance") == {queue.pk}
    assert pool.failing("orphaned_sales_performance") == {stranger.pk}


def test_the_job_rate_counts_lost_and_duplicate_jobs_too(pool: Pool) -> None:
    pool.job(customer=pool.customer())
    pool.job(opportunity_status="LOST")
    pool.job(is_duplicate=True)
    assert pool.rate("job_customer_linkage_rate") == (Decimal("33.33"), "failed")


def test_the_lead_rate_counts_all_leads(pool: Pool) -> None:
    for number in range(4):
        pool.lead(f"1000{number}", booked_opportunity=pool.booking(f"1000{number}"))
    pool.lead("10009")
    assert pool.rate("lead_status_linkage_rate") == (Decimal("80.00"), "passed")


def test_the_bad_lead_rate_counts_all_bad_leads(pool: Pool) -> None:
    pool.bad_lead(lead_status=pool.lead("10000"))
    unlinked = [pool.bad_lead().pk, pool.bad_lead().pk]
    assert pool.rate("badlead_linkage_rate") == (Decimal("33.33"), "failed")
    assert pool.failing("badlead_linkage_rate") == set(unlinked)


def test_an_empty_pool_has_rates_of_zero_that_fail(pool: Pool) -> None:
    results = run_checks(pool.org, [name for name, _, _ in FIVE], by="maya", store=False)
    assert [result.value for result in results] == [Decimal(0)] * 5
    assert [result.status.value for result in results] == ["passed", "passed", "failed", "failed", "failed"]


def test_every_other_check_of_an_empty_pool_passes(pool: Pool) -> None:
    corrected = [check.name for check in all_checks() if check.definition is Definition.CORRECTED]
    results = run_checks(pool.org, corrected, by="maya", store=False)
    assert [(result.check.name, result.message) for result in results if result.status != "passed"] == []


def test_every_check_says_what_to_do_and_asks_a_question() -> None:
    for check in all_checks():
        assert check.guidance.endswith("."), check.name
        assert "?" in check.question, check.name


def test_no_row_of_another_organisation_is_ever_counted(org: Org, other_org: Org) -> None:
    with org_context(other_org, actor="maya"):
        theirs = Pool(other_org)
        theirs.job(customer=theirs.customer(), is_test=True)
        theirs.phone_user("Queue")
        theirs.lead("10000", status="Booked")
        theirs.bad_lead()
        theirs.booking("20000", estimated_amount=-1)
    before = {result.check.name: (result.failing, result.total) for result in run_checks(org, by="maya", store=False)}
    assert set(before.values()) == {(0, None), (0, 0)}
    assert len(before) == len(find_checks(None))
