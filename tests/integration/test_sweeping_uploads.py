"""Staging tables and files that nobody needs any more go; everything else stays."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from aiop.files.sweep import IDLE_DAYS, KEEP_DAYS, Swept, sweep
from aiop.loading.models import Load
from aiop.loading.staged import is_staged
from aiop.orgs.context import org_context
from tests.integration.files_desk import LOST, Desk, csv_bytes, lost_row

pytestmark = pytest.mark.django_db


def files(settings: Any) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_a_preview_that_waits_is_left_alone(desk: Desk, settings: Any) -> None:
    address = desk.upload(csv_bytes(LOST, [lost_row("1")]))
    with org_context(desk.org, actor="test"):
        assert sweep(desk.org, timezone.now()) == Swept(0, 0)
        assert is_staged(desk.load(address))
    assert len(files(settings)) == 1


def test_an_idle_preview_is_let_go_with_its_rows_and_later_its_file(desk: Desk, settings: Any) -> None:
    address = desk.upload(csv_bytes(LOST, [lost_row("1")]))
    later = timezone.now() + timedelta(days=IDLE_DAYS + 1)
    with org_context(desk.org, actor="test"):
        swept = sweep(desk.org, later)
        assert (swept.tables, swept.files) == (1, 0)
        assert not is_staged(desk.load(address))
        much_later = timezone.now() + timedelta(days=KEEP_DAYS + 1)
        assert sweep(desk.org, much_later).files == 1
    assert desk.load(address).state == Load.State.CANCELLED
    assert f"Let go after {IDLE_DAYS} days" in desk.look(address)


def test_a_file_without_a_load_goes_once_it_is_old(desk: Desk, settings: Any) -> None:
    desk.apply(desk.upload(csv_bytes(LOST, [lost_row("1")])))
    stray = files(settings)[0].with_name("f" * 64)
    stray.write_bytes(b"stray")
    os.utime(stray, (0, 0))
    os.utime(files(settings)[0], (0, 0))
    with org_context(desk.org, actor="test"):
        assert sweep(desk.org, timezone.now()).files == 1
    assert len(files(settings)) == 1


def test_the_staging_table_of_a_load_that_was_let_go_is_dropped(desk: Desk) -> None:
    address = desk.upload(csv_bytes(LOST, [lost_row("1")]))
    with org_context(desk.org, actor="test"):
        Load.objects.update(state=Load.State.CANCELLED)
        assert sweep(desk.org, timezone.now()).tables == 1
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass(%s)", [desk.load(address).staging_table])
            assert cursor.fetchone() == (None,)
