"""Who writes across tables waits for a load that is under way, but not for ever, and never in a ring with it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, connections, transaction

from aiop.audit import turns
from aiop.audit.turns import Busy, take_tables, take_turn
from aiop.audit.undo import CannotUndo, undo
from aiop.identity.decide import NotNow, same
from aiop.identity.entity import node_of
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from crm.models import Customer
from tests.factories.waiting import somebody_waits

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner", "side"])


@contextmanager
def loading(org: Org, *tables: str) -> Iterator[threading.Event]:
    """Hold the locks of a load, and take those of further tables once the event is set, until the block ends."""
    holds, further, ends = threading.Event(), threading.Event(), threading.Event()

    def load() -> None:
        try:
            with transaction.atomic():
                take_tables(org.pk, tables[:1])
                holds.set()
                further.wait(10)
                take_tables(org.pk, tables[1:])
                ends.wait(10)
        finally:
            connections.close_all()

    thread = threading.Thread(target=load)
    thread.start()
    holds.wait(10)
    try:
        yield further
    finally:
        further.set()
        ends.set()
        thread.join(10)


def test_a_decision_that_would_wait_long_says_so_in_words_and_leaves_the_transaction_whole(
    org: Org, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "HURRIED_SECONDS", 0)
    with org_context(org, actor="maya"):
        nodes = [node_of(Customer.objects.create(org=org, name=f"Rosa {n}").pk) for n in range(2)]
    with loading(org, "crm_job"), org_context(org, actor="maya"):
        with pytest.raises(NotNow, match="A load is being applied; try again in a moment"):
            same(org.pk, "customers", nodes, by="maya")
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('lock_timeout')")
            assert cursor.fetchone() == ("0",)
    with org_context(org, actor="maya"):
        number = same(org.pk, "customers", nodes, by="maya").change_set_id
    assert number
    with loading(org, "crm_job"), pytest.raises(CannotUndo, match="try again in a moment"):
        undo(org, number, by="maya")


def test_whoever_waits_for_one_table_of_a_load_keeps_it_from_no_other(org: Org) -> None:
    with loading(org, "crm_job", "crm_branchalias") as further:
        went: list[str] = []

        def wait() -> None:
            try:
                with org_context(org, actor="maya"):
                    take_turn(org.pk, seconds=2)
                    went.append("turn")
            except Busy:
                went.append("busy")
            finally:
                connections.close_all()

        waiting = threading.Thread(target=wait)
        waiting.start()
        somebody_waits("advisory")
        further.set()
    waiting.join(10)
    assert went == ["turn"]


def test_a_turn_that_one_has_can_be_taken_again(org: Org) -> None:
    with org_context(org, actor="maya"):
        take_turn(org.pk)
        take_turn(org.pk, seconds=0)
