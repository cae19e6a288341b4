"""Is the installation alive, and is it ready to work: for load balancers, supervisors and people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from celery import current_app
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache

from aiop.runs.models import Beat
from aiop.runs.timetable import TICK

BEAT_FRESH = timedelta(minutes=3)
BROKER_PATIENCE_SECONDS = 2
OK = "ok"
# Once a process has seen its own migrations applied they stay so; a newer program is a newer process.
_migrated: set[str] = set()


@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """Answer 200 while the process can answer at all."""
    return JsonResponse({"status": OK})


@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 when every part works, else 503, with one plain sentence for each part."""
    checks: dict[str, Callable[[], str]] = {
        "database": database,
        "migrations": migrations,
        "beat": beat,
        "broker": broker,
    }
    said = {name: check() for name, check in checks.items()}
    well = all(answer == OK for answer in said.values())
    return JsonResponse({"status": OK if well else "not ready", **said}, status=200 if well else 503)


def database() -> str:
    """Say whether the database answers."""
    try:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return "The database does not answer."
    return OK


def migrations() -> str:
    """Say whether every migration of this program has been applied."""
    if _migrated:
        return OK
    try:
        executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
        missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except Error:
        return "The database does not say which migrations it has."
    if missing:
        return f"{missing} migrations have not been applied: run migrate."
    _migrated.add(OK)
    return OK


def beat() -> str:
    """Say whether the timetable's clock has ticked lately."""
    try:
        latest = Beat.objects.filter(name=TICK).values_list("at", flat=True).first()
    except Error:
        return "The timetable's clock cannot be read."
    if latest is None:
        return "The timetable has never ticked: start beat and a worker."
    silent = timezone.now() - latest
    if silent < BEAT_FRESH:
        return OK
    minutes = silent // timedelta(minutes=1)
    return f"The timetable has not ticked for {minutes} minutes: beat has stopped, or every worker is busy or gone."


def broker() -> str:
    """Say whether the broker takes messages."""
    try:
        with current_app.connection_for_write(connect_timeout=BROKER_PATIENCE_SECONDS) as connection:
            connection.ensure_connection(max_retries=0, timeout=BROKER_PATIENCE_SECONDS)
    except Exception:  # noqa: BLE001  (each transport has errors of its own)
        return "The broker does not answer."
    return OK


urlpatterns = [
    path("live", live, name="live"),
    path("ready", ready, name="ready"),
]
