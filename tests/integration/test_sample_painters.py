"""The sample painting company as `up` leaves it: records, figures and comparisons there, one unit left to staff, and home leads to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from aiop.orgs.context import org_context
from aiop.orgs.models import Membership, Org, User
from aiop.orgs.samples import SAMPLES
from marts.kpi.definitions import TEN
from marts.models import DailyCell, TieOut
from marts.sandbox import fill as figures
from servicetitan.curate.queue import waiting
from servicetitan.models import Job
from servicetitan.sandbox import fill as records

pytestmark = [pytest.mark.django_db(databases=["default", "owner", "side"]), pytest.mark.slow]


@pytest.fixture
def painters(settings: Any, tmp_path: Path) -> Org:
    """Give the sample company, filled as `up` fills it."""
    settings.VAR_DIR = settings.MEDIA_ROOT = tmp_path
    slug, name, zone, used = next(sample for sample in SAMPLES if sample[0] == records.NAME)
    org = Org.objects.create(slug=slug, name=name, time_zone=zone, settings={"apps": used})
    fill_all()
    return org


def fill_all() -> list[str]:
    """Fill what is missing, and give what was said."""
    said: list[str] = []
    records.fill(scale="small", say=said.append)
    figures.fill(scale="small", say=said.append)
    return said


def test_the_company_stands_with_figures_that_tie_and_one_unit_left_to_staff(painters: Org, client: Client) -> None:
    with org_context(painters, actor="test"):
        (left,) = waiting(painters)
        assert (left.name, left.money > 0) == ("NewCommercialTucson-AZ-Production", True)
        filled = set(DailyCell.objects.for_org(painters).exclude(numerator=None).values_list("kpi", flat=True))
        assert {one.key for one in TEN} <= filled
        verdicts = {kpi: word for made in TieOut.objects.for_org(painters) for kpi, word in made.verdicts.items()}
        # Future bookings alone are in none of the reports that were printed for a week.
        assert set(verdicts) == {one.key for one in TEN} - {"future_bookings"}
        assert set(verdicts.values()) <= {"reconciled", "accepted"}
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM daily_kpis WHERE lead_count > 0")
            assert cursor.fetchone()[0] > 100
    user = User.objects.create_user("maya", password="invented-only-9")
    Membership.objects.create(user=user, org=painters, role=Membership.Role.CURATOR)
    client.force_login(user, backend="aiop.orgs.access.RoleBackend")
    home = client.get(reverse("admin:index")).content.decode()
    link = reverse("admin:servicetitan_unit", args=[left.unit_source_id])
    assert f'href="{link}"' in home
    assert f"moves ${left.dollars:,}" in home
    assert left.name in client.get(link).content.decode()


def test_filling_again_does_nothing(painters: Org) -> None:
    with org_context(painters, actor="test"):
        before = Job.objects.for_org(painters).count()
    assert fill_all() == []
    with org_context(painters, actor="test"):
        assert Job.objects.for_org(painters).count() == before
