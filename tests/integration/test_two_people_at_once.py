"""Two people apply overlapping files at the same moment, on sessions of their own."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from aiop.audit.models import ChangeSet
from aiop.orgs.context import org_context
from aiop.orgs.models import Membership, Org, User
from crm.models import LostLead
from tests.integration.files_desk import LOST, Desk, csv_bytes, lost_row

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True, databases=["default", "owner", "side"])]


@pytest.fixture
def desks(org: Org, settings: Any, tmp_path: Path) -> list[Desk]:
    settings.MEDIA_ROOT = tmp_path / "files"
    people = [User.objects.create_user(name, password="invented-only-9") for name in ("maya", "noor")]
    for person in people:
        Membership.objects.create(user=person, org=org, role=Membership.Role.CURATOR)
    return [Desk(org, person) for person in people]


def previewed(desk: Desk, quotes: range, reason: str) -> tuple[str, str]:
    address = desk.upload(csv_bytes(LOST, [lost_row(str(n), Reason=reason) for n in quotes]))
    plan = re.search(r"plan (\w{4})", desk.look(address))
    assert plan is not None
    return address, plan[1]


def apply_together(desks: list[Desk], plans: list[tuple[str, str]]) -> list[str]:
    ready = Barrier(len(desks))

    def press(desk: Desk, address: str, plan: str) -> str:
        try:
            ready.wait(10)
            return desk.act(f"{address}apply/", plan=plan)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(desks)) as pool:
        pressed = [pool.submit(press, desk, *plan) for desk, plan in zip(desks, plans, strict=True)]
        return [one.result(60) for one in pressed]


def test_of_overlapping_new_rows_one_file_wins_and_the_other_is_refused_whole(desks: list[Desk]) -> None:
    plans = [previewed(desks[0], range(100), "From Maya"), previewed(desks[1], range(50, 150), "From Noor")]
    pages = apply_together(desks, plans)
    assert sorted("100 rows added" in page for page in pages) == [False, True]
    assert sum("What is stored has changed since this preview" in page for page in pages) == 1
    with org_context(desks[0].org, actor="test"):
        assert LostLead.objects.count() == 100
        assert len(set(LostLead.objects.values_list("reason", flat=True))) == 1
        assert ChangeSet.objects.filter(kind="load").count() == 1


def test_the_refused_one_is_compared_again_and_applied(desks: list[Desk]) -> None:
    plans = [previewed(desks[0], range(100), "From Maya"), previewed(desks[1], range(50, 150), "From Noor")]
    pages = apply_together(desks, plans)
    loser = next(n for n, page in enumerate(pages) if "has changed since" in page)
    page = desks[loser].act(f"{plans[loser][0]}compare/")
    assert "Apply 100 changes" in page
    assert "50 rows added, 50 changed" in desks[loser].apply(plans[loser][0])
    with org_context(desks[0].org, actor="test"):
        assert LostLead.objects.count() == 150


def test_the_same_import_pressed_twice_is_applied_once(desks: list[Desk]) -> None:
    plan = previewed(desks[0], range(20), "Once")
    pages = apply_together(desks, [plan, plan])
    assert all("20 rows added" in page for page in pages)
    with org_context(desks[0].org, actor="test"):
        assert ChangeSet.objects.filter(kind="load").count() == 1
