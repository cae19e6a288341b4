"""The sample HVAC company in the database: every table filled, only what was planted in quarantine, filled once; home leads to rows."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from aiop.loading.models import Load, QuarantinedRow
from aiop.orgs.context import org_context
from aiop.orgs.models import Membership, Org, User
from aiop.sandbox.world import Ledger
from hvac.models import Certification, StockItem
from hvac.sandbox.files import write_company
from hvac.sandbox.fill import fill
from hvac.sandbox.planting import CHECK, QUARANTINE
from tests.factories.hvac_company import tables
from tests.unit.hvac.seeded import AS_OF, SEED
from tests.unit.hvac.truth_of_checks import returned
from tests.unit.hvac.truth_of_lessons import LESSONS, taught

pytestmark = pytest.mark.django_db(databases=["default", "owner", "side"])


@pytest.fixture
def northwind(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Org:
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr("hvac.sandbox.fill.SCALES", {"small": 0.1})
    return Org.objects.create(slug="northwind-hvac", name="Northwind HVAC", time_zone="America/New_York")


@pytest.mark.slow
def test_the_sample_company_fills_every_table_once_and_home_leads_to_what_runs_out(
    northwind: Org, tmp_path: Path, client: Client
) -> None:
    said: list[str] = []
    fill(scale="small", say=said.append)
    planted = list(Ledger(tmp_path / "samples" / northwind.slug / "hvac" / "ledger").rows("anomalies"))
    with org_context(northwind, actor="test"):
        assert [kind.name for kind in tables() if not kind.model._default_manager.filter(org=northwind).exists()] == []
        held = QuarantinedRow.objects.for_org(northwind).values_list("kind", flat=True)
        assert sorted(held) == sorted(f"hvac_{row['table']}" for row in planted if row["expect"] == QUARANTINE)
        told = {(row["check"], row["table"], row["key"]) for row in planted if row["expect"] == CHECK}
        today = timezone.localdate(timezone=northwind.zone)
        assert returned(northwind, today) == {one for one in told if str(one[0]).startswith("DQ-")}
        assert taught(northwind, today) == {one for one in told if one[0] in LESSONS}
        assert {one[0] for one in told if not str(one[0]).startswith("DQ-")} <= LESSONS.keys()
        before = Load.objects.for_org(northwind).count()
    fill(scale="small", say=said.append)
    with org_context(northwind, actor="test"):
        assert Load.objects.for_org(northwind).count() == before
        low = StockItem.objects.for_org(northwind).filter(stock_status="Low Stock").count()
        dated = Certification.objects.for_org(northwind).filter(expiry_date__isnull=False)
        soonest = dated.order_by("expiry_date")[:1].get()
    _home_leads_to(client, northwind, low, soonest)


def _home_leads_to(client: Client, org: Org, low: int, expired: Certification) -> None:
    user = User.objects.create_user("hana")
    Membership.objects.create(user=user, org=org, role=Membership.Role.VIEWER)
    client.force_login(user, backend="aiop.orgs.access.RoleBackend")
    page = client.get("/admin/").content.decode()
    links = [unescape(link) for link in re.findall(r'href="([^"]*(?:stock_status|expiry_date_to)[^"]*)"', page)]
    stock = next(link for link in links if "stock_status" in link)
    listed = set(re.findall(r"/stockitem/(\d+)/change/", client.get(stock).content.decode()))
    assert len(listed) == low
    expiries = next(link for link in links if "expiry_date_to" in link)
    assert expired.certification_name in client.get(expiries).content.decode()


def test_the_command_writes_files_that_are_those_of_the_generator(tmp_path: Path) -> None:
    out = io.StringIO()
    call_command("seed_hvac", out=tmp_path / "a", as_of=AS_OF, scale=0.1, seed=SEED, json=True, stdout=out)
    told = json.loads(out.getvalue())
    write_company(tmp_path / "b", seed=SEED, as_of=AS_OF, scale=0.1)
    for path in (tmp_path / "b").glob("*.csv"):
        assert (tmp_path / "a" / path.name).read_bytes() == path.read_bytes()
        with path.open(newline="") as file:
            assert told["tables"][path.stem] == sum(1 for _ in csv.reader(file)) - 1


def test_the_command_says_what_it_would_do_and_refuses_what_it_cannot(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("seed_hvac", "--as-of", "2026-11-21")
    assert "Would make a company as of 2026-11-21 at scale 1." in capsys.readouterr().err
    for words in (("--scale", "none"), ("--scale", "0"), ("--as-of", "yesterday")):
        with pytest.raises(CommandError):
            call_command("seed_hvac", *words)
