"""Live and ready, in plain words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from celery import current_app
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.utils import timezone

from aiop.runs import health, timetable
from aiop.runs.models import Beat

pytestmark = pytest.mark.django_db


def test_a_process_that_answers_is_live(client: Client) -> None:
    assert client.get("/health/live").status_code == 200


def test_an_installation_whose_clock_ticks_is_ready(client: Client) -> None:
    timetable.tick(timezone.now())
    response = client.get("/health/ready")
    assert (response.status_code, set(response.json().values())) == (200, {"ok"})


def test_a_clock_that_never_ticked_is_said_in_words(client: Client) -> None:
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.json()["beat"] == "The timetable has never ticked: start beat and a worker."


def test_a_clock_that_stopped_is_said_with_the_minutes() -> None:
    Beat.objects.create(name=timetable.TICK, at=timezone.now() - timedelta(minutes=7))
    assert health.beat().startswith("The timetable has not ticked for 7 minutes")


def test_a_broker_that_is_away_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current_app.conf, "broker_url", "redis://127.0.0.1:1/0")
    monkeypatch.setattr(current_app.conf, "broker_write_url", "redis://127.0.0.1:1/0")
    assert health.broker() == "The broker does not answer."


def test_a_missing_migration_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_migrated", set())
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: [object(), object()])
    assert health.migrations() == "2 migrations have not been applied: run migrate."
