"""The laws that the database itself must keep: whose rows are whose, what is recorded, and what the app's role may not do."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from celery import current_app
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.db import DEFAULT_DB_ALIAS, ProgrammingError, connections, models, transaction
from django.http import HttpRequest
from django.test import RequestFactory

from aiop import schedule
from aiop.audit.install import recorded_models
from aiop.audit.models import Change, Recorded
from aiop.builders.models import Result
from aiop.orgs.context import org_context
from aiop.orgs.models import Membership, Org, OrgOwned, User
from aiop.orgs.protect import owned_models
from aiop.runs.jobs import find
from aiop.runs.timetable import TICK_TASK

Model = type[models.Model]

# Tables that belong to no organisation, each with its reason. A model with staff's data never stands here.
SHARED = {
    "orgs.Org": "it is the organisation",
    "orgs.Membership": "read at log-in, before an organisation is open",
    "orgs.User": "one person may work in several organisations",
    "orgs.User_groups": "Django's; rights come from memberships",
    "orgs.User_user_permissions": "Django's; rights come from memberships",
    "auth.Group": "Django's; rights come from memberships",
    "auth.Group_permissions": "Django's; rights come from memberships",
    "auth.Permission": "Django's list of what can be permitted",
    "contenttypes.ContentType": "Django's list of models",
    "sessions.Session": "belongs to a browser, before anyone has logged in",
    "admin.LogEntry": "Django's; the record of changes is audit's",
    "account.EmailAddress": "a person's, whatever the organisation",
    "account.EmailConfirmation": "a person's, whatever the organisation",
    "mfa.Authenticator": "a person's, whatever the organisation",
    "axes.AccessAttempt": "log-ins that failed have no organisation",
    "axes.AccessAttemptExpiration": "log-ins that failed have no organisation",
    "axes.AccessFailureLog": "log-ins that failed have no organisation",
    "axes.AccessLog": "a person's, whatever the organisation",
    "django_celery_beat.ClockedSchedule": "the installation's clock",
    "django_celery_beat.CrontabSchedule": "the installation's clock",
    "django_celery_beat.IntervalSchedule": "the installation's clock",
    "django_celery_beat.PeriodicTask": "the installation's clock",
    "django_celery_beat.PeriodicTasks": "the installation's clock",
    "django_celery_beat.SolarSchedule": "the installation's clock",
    "runs.Beat": "when the installation's clock last ticked",
    "catalogue.Sitting": "says which organisation a transaction of the reader is in, before it sees any rows",
}

# Views that other programs read; the reader's own rights and row security hold in them.
VIEWS = {
    "crm_counted_bad_lead",
    "crm_counted_booking",
    "crm_counted_job",
    "crm_counted_lost_lead",
    "crm_job_customer",
    "crm_lead_outcome",
    "daily_kpis",
    "dim_business_units",
    "dim_campaigns",
    "dim_customers",
    "dim_job_types",
    "dim_jobs",
    "dim_locations",
    "dim_technicians",
    "servicetitan_list_day",
    "servicetitan_unit_day",
}


def concrete_models() -> list[Model]:
    """List every model that has a table, those that Django makes for many-to-many links included."""
    return [m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy]


def own_models() -> list[Model]:
    """List the models of our own apps."""
    return [
        m for m in apps.get_models() if m.__module__.split(".")[0] in {"aiop", "crm", "hvac", "marts", "servicetitan"}
    ]


def rows(sql: str, *values: Any, using: str = DEFAULT_DB_ALIAS) -> list[tuple[Any, ...]]:
    """Run a query and give its rows."""
    with connections[using].cursor() as cursor:
        cursor.execute(sql, values)
        return [tuple(row) for row in cursor.fetchall()]


def test_every_model_belongs_to_an_organisation_or_stands_on_the_list() -> None:
    assert {m._meta.label for m in concrete_models() if not issubclass(m, OrgOwned)} == set(SHARED)


def test_every_model_names_itself() -> None:
    assert [m._meta.label for m in own_models() if m.__str__ is models.Model.__str__] == []


def test_every_business_table_is_recorded_or_worked_out_from_such() -> None:
    assert [
        m._meta.label
        for m in own_models()
        if m._meta.app_label in {"crm", "hvac", "marts", "servicetitan"} and not issubclass(m, Recorded | Result)
    ] == []


def floors() -> dict[str, int]:
    """Give the floor of each part of the platform, as the import contracts have it, and of each app above them."""
    tools = tomllib.loads(Path(settings.BASE_DIR, "pyproject.toml").read_text())["tool"]
    layers = next(c["layers"] for c in tools["importlinter"]["contracts"] if c.get("containers") == ["aiop"])
    parts = {f"aiop.{part.strip(' ()')}": -at for at, layer in enumerate(layers) for part in layer.split("|")}
    return {**parts, "crm": 1, "hvac": 1, "servicetitan": 1, "marts": 2}


def test_links_between_models_point_upstream() -> None:
    height = floors()

    def floor(model: Model) -> int:
        part = next((part for part in height if model.__module__.startswith(f"{part}.")), None)
        return -len(height) if part is None else height[part]

    links = [(m, f) for m in own_models() for f in m._meta.get_fields() if f.concrete and f.is_relation]
    to_models = [(m, f, f.related_model) for m, f in links if isinstance(f.related_model, type)]
    assert to_models
    assert [f"{m._meta.label}.{f.name}" for m, f, target in to_models if floor(target) > floor(m)] == []


def test_every_entry_of_the_timetable_is_a_registered_job() -> None:
    assert schedule.entries()
    assert [entry.job for entry in schedule.entries() if find(entry.job) is None] == []


def test_the_clocks_one_entry_is_a_task_that_workers_know() -> None:
    current_app.loader.import_default_modules()
    assert TICK_TASK in current_app.tasks


@pytest.mark.django_db
def test_row_security_is_forced_on_every_table_with_an_organisation() -> None:
    unprotected = rows(
        "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'org_id' "
        "WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace "
        "AND NOT (c.relrowsecurity AND c.relforcerowsecurity) ORDER BY 1"
    )
    assert unprotected == [(Membership._meta.db_table,)]
    policies = rows("SELECT tablename, cmd, permissive, qual, with_check FROM pg_policies WHERE schemaname = 'public'")
    narrowing = [policy for policy in policies if policy[1:3] == ("SELECT", "RESTRICTIVE")]
    opening = [policy for policy in policies if policy not in narrowing]
    assert sorted(name for name, *_ in opening) == sorted(m._meta.db_table for m in owned_models())
    for table, command, permissive, reads, writes in opening:
        assert (command, permissive) == ("ALL", "PERMISSIVE"), table
        assert "org_id" in reads, table
        assert "aiop.org" in reads, table
        assert writes == reads, table


@pytest.mark.django_db
def test_no_table_or_view_stands_beside_the_models() -> None:
    known = {m._meta.db_table for m in concrete_models()} | {"django_migrations"} | VIEWS
    found = rows(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND relnamespace = 'public'::regnamespace"
    )
    assert {name for (name,) in found} == known


@pytest.mark.django_db
def test_views_show_a_reader_no_more_than_the_tables_would() -> None:
    found = rows(
        "SELECT relname, reloptions FROM pg_class WHERE relkind = 'v' AND relnamespace = 'public'::regnamespace"
    )
    assert [name for name, options in found if "security_invoker=true" not in (options or [])] == []


@pytest.mark.django_db
def test_the_apps_role_owns_nothing_and_passes_no_row_security() -> None:
    assert settings.DATABASES["side"]["USER"] == settings.DATABASES["default"]["USER"]
    ((superuser, bypasses, creates_roles),) = rows(
        "SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user"
    )
    assert (superuser, bypasses, creates_roles) == (False, False, False)
    owned = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND pg_has_role(current_user, relowner, 'MEMBER')"
    assert rows(owned) == [(0,)]


@pytest.mark.django_db
def test_the_apps_role_can_neither_truncate_nor_reshape_a_table() -> None:
    beyond = rows(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace "
        "AND has_table_privilege(oid, 'TRUNCATE, TRIGGER, REFERENCES')"
    )
    assert beyond == []
    assert rows("SELECT has_schema_privilege('public', 'CREATE')") == [(False,)]


@pytest.mark.django_db
def test_every_recorded_table_has_both_triggers_switched_on() -> None:
    found = rows(
        "SELECT tgrelid::regclass::text, tgname FROM pg_trigger JOIN pg_proc p ON p.oid = tgfoid "
        "WHERE p.proname = 'aiop_record_changes' AND tgenabled = 'O' AND tgoldtable IS NOT NULL"
    )
    due = {(m._meta.db_table, name) for m in recorded_models() for name in ("record_update", "record_delete")}
    assert set(found) == due


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_change SET before = '{}'",
        "DELETE FROM audit_change",
        "INSERT INTO audit_change (org_id, change_set_id, table_name, row_id, op, before) VALUES (%(org)s, 1, 'x', 1, 'U', '{}')",
    ],
    ids=["update", "delete", "insert"],
)
def test_the_record_of_changes_is_closed_to_the_apps_role(org: Org, sql: str) -> None:
    with (
        org_context(org, actor="maya"),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connections["default"].cursor() as cursor,
    ):
        cursor.execute(sql, {"org": org.pk})


@pytest.mark.django_db
def test_a_table_of_ones_own_cannot_stand_in_for_the_record(org: Org) -> None:
    model: Any = apps.get_model("crm", "Branch")
    with org_context(org, actor="maya"):
        branch = model.objects.create(org=org, name="Mesa", key="mesa")
        with connections["default"].cursor() as cursor:
            cursor.execute("CREATE TEMP TABLE audit_change (LIKE public.audit_change INCLUDING ALL) ON COMMIT DROP")
        model.objects.filter(pk=branch.pk).update(name="Mesa East")
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT count(*) FROM public.audit_change WHERE row_id = %s", [branch.pk])
            assert cursor.fetchone() == (1,)
            cursor.execute("DROP TABLE pg_temp.audit_change")
        assert Change.objects.count() == 1


@pytest.mark.django_db
def test_functions_that_run_as_the_owner_look_in_no_folder_of_the_callers() -> None:
    found = rows(
        "SELECT proname, proconfig FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace ORDER BY 1"
    )
    assert [name for name, config in found if config != ["search_path=public, pg_temp"]] == []
    assert found


def in_no_organisation(org: Org) -> dict[Model, Callable[[], models.Model]]:
    """Give, for each model that the admin shows and row security does not cover, how to make a row of `org`."""
    stranger = User.objects.create_user("stranger", password="invented-only-9")
    return {Org: lambda: org, Membership: lambda: Membership.objects.create(user=stranger, org=org)}


@pytest.mark.django_db
def test_the_admin_shows_rows_of_the_open_organisation_alone(org: Org, other_org: Org, maya: User) -> None:
    theirs = in_no_organisation(other_org)
    request = RequestFactory().get("/")
    request.user, request.org = maya, org  # type: ignore[attr-defined]
    for model, page in admin.site._registry.items():
        assert issubclass(model, OrgOwned) or model in theirs, (
            f"{model._meta.label}: say above how to make a row of another organisation"
        )
        if not issubclass(model, OrgOwned):
            assert_unseen(page, request, theirs[model]())


def assert_unseen(page: admin.ModelAdmin[Any], request: HttpRequest, row: models.Model) -> None:
    """Hold that a page's rows leave out one of another organisation, and that there are others."""
    seen = page.get_queryset(request)
    assert seen.exists(), page
    assert not seen.filter(pk=row.pk).exists(), page
