"""Numbers of rows that are too many to count: estimated for one organisation, however large the others are."""

from __future__ import annotations

import pytest
from django.db import connection

from aiop.adminkit.counts import count_rows
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from crm.models import LostLead

pytestmark = pytest.mark.django_db(databases=["default", "owner", "side"])
OURS, THEIRS = 300, 2_700


def test_an_estimate_is_of_the_organisations_own_rows(org: Org, other_org: Org) -> None:
    for place, rows in ((org, OURS), (other_org, THEIRS)):
        with org_context(place, actor="test"):
            reasons = ("Price", "Timing", "Price")
            LostLead.objects.bulk_create(
                LostLead(org=place, quote_number=str(n), reason=reasons[n % 3]) for n in range(rows)
            )
    with connection.cursor() as cursor:
        cursor.execute("SELECT aiop_refresh_statistics(ARRAY['crm_lostlead']::regclass[])")

    for place, rows in ((org, OURS), (other_org, THEIRS)):
        with org_context(place, actor="test"):
            every = LostLead.objects.for_org(place)
            count = count_rows(every, exact_up_to=50)
            some = count_rows(every.filter(reason="Price"), exact_up_to=50)
            counted = count_rows(every.filter(reason="Timing"), exact_up_to=5_000)
        assert (str(count), some.exact) == (f"about {rows:,}", False)
        assert some.number == pytest.approx(rows * 2 / 3, abs=100)
        assert (counted.number, counted.exact) == (rows // 3, True)
