"""Two runs of matching on one organisation: a worker's on the heels of a load, and somebody's own."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction
from django.utils import timezone

from aiop.identity.entity import entity_named
from aiop.identity.match import Matched, match
from aiop.identity.models import Basis
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from tests.factories.waiting import somebody_waits
from tests.unit.identity.pipeline.conftest import customer

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner", "side"])


def matched(org: Org) -> Matched:
    try:
        with org_context(org, actor="worker"):
            return match(org.pk, entity_named("customers"), full=False, work=transaction.atomic)
    finally:
        connections.close_all()


def test_a_run_that_is_the_second_to_note_its_first_arrival_goes_on(org: Org) -> None:
    def note_the_arrival() -> None:
        try:
            with org_context(org, actor="maya"), transaction.atomic():
                Basis.objects.create(org=org, entity="customers", arrived_at=timezone.now())
                noted.set()
                ends.wait(10)
        finally:
            connections.close_all()

    with org_context(org, actor="maya"):
        customer(org, "Ada Velmont", "ada@example.com")
        customer(org, "Ada Velmont", "ada@example.com")
    noted, ends = threading.Event(), threading.Event()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(note_the_arrival)
        noted.wait(10)
        second = pool.submit(matched, org)
        try:
            somebody_waits("transactionid")
        finally:
            ends.set()
        first.result(10)
        assert second.result(10).proposed.new == 1


def test_two_first_runs_at_once_find_what_one_finds(org: Org) -> None:
    with org_context(org, actor="maya"):
        for number in range(20):
            for _ in range(2):
                customer(org, f"Ada Velmont{number}", f"ada{number}@example.com")
    with ThreadPoolExecutor(2) as pool:
        found = [one.result(60) for one in [pool.submit(matched, org) for _ in range(2)]]
    assert sum(one.proposed.new for one in found) == 20
