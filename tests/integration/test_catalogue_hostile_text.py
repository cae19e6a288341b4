"""Every entry answers over a pool whose every text looks like markup, a formula, a format or SQL, and gives it back as it is."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from aiop.catalogue.entries import every
from aiop.catalogue.run import bound_values
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from tests.factories.catalogue_pool import HOSTILE, TODAY, fill

pytestmark = pytest.mark.django_db(databases=["default", "owner", "side"])
# Where each of the texts must come out whole: entry, column, which text.
SHOWN = (
    ("branch_profitability", "branch_name", 5),
    ("sales_person_benchmarking", "sales_person_name", 3),
    ("roi_by_referral_source", "referral_source", 2),
    ("win_loss_by_reason", "loss_reason", 4),
    ("bad_lead_reason_patterns", "lead_bad_reason", 0),
    ("bad_lead_reason_patterns", "provider", 1),
    ("job_type_profitability", "job_type", 1),
    ("customer_origin_patterns", "origin_city", 0),
    ("affiliate_performance", "affiliate_name", 9),
)


def test_hostile_texts_come_back_as_they_are(org: Org) -> None:
    answers: dict[str, list[dict[str, Any]]] = {}
    with org_context(org, actor="maya"):
        fill(org, quotes=300)
        with connection.cursor() as cursor:
            for entry in every():
                asked = {"period": "all"} if "period" in entry.params else {}
                cursor.execute(entry.sql, bound_values(entry, org, asked, TODAY))
                names = [column[0] for column in cursor.description]
                answers[entry.name] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    for name, column, which in SHOWN:
        assert HOSTILE[which] in {row[column] for row in answers[name]}, (name, column)
    customers = {row["customer_name"].rpartition(" ")[0] for row in answers["customer_profitability"]}
    assert customers <= set(HOSTILE)
