"""What a query could try, and what comes of it: nothing, whoever asks and whichever way."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from aiop.catalogue.head import RefusedEntry
from aiop.catalogue.reader import QuestionRefused, reading
from aiop.catalogue.run import answer
from aiop.orgs.context import org_context
from aiop.orgs.models import Membership, Org, User
from tests.unit.catalogue.own_questions import asking, text_of

DENIED = "permission denied"
# Functions that act, wait, or answer about more than the rows.
FUNCTIONS = (
    "set_config('aiop.org', '2', false)", "set_config('role', 'aiop_app', false)", "set_config('statement_timeout', '0', false)",
    "pg_sleep(9)", "pg_sleep_for('9 s')", "pg_read_file('/etc/passwd')", "pg_read_binary_file('/etc/passwd')", "pg_ls_dir('/')",
    "pg_stat_file('/etc/passwd')", "lo_import('/etc/passwd')", "lo_export(1, '/x')", "lo_create(0)", "lo_from_bytea(0, 'x')",
    "pg_advisory_lock(1)", "pg_try_advisory_xact_lock(1)", "pg_notify('a', 'b')", "pg_terminate_backend(1)", "pg_cancel_backend(1)",
    "pg_reload_conf()", "query_to_xml('SELECT 1', true, true, '')", "ts_stat('SELECT to_tsvector(name) FROM crm_branch')",
    "random()", "clock_timestamp()", "gen_random_uuid()", "nextval('crm_job_id_seq')", "pg_switch_wal()",
    "pg_stat_get_activity(NULL)", "pg_show_all_settings()", "aiop_change_set()", "aiop_take_turn(1, '{}', 1)",
    "aiop_refresh_statistics('{}')",
)  # fmt: skip
TABLES = (
    "orgs_user", "orgs_org", "orgs_membership", "django_session", "sources_connection", "audit_change", "audit_changeset", "loading_load",
    "loading_quarantinedrow", "files_exportlog", "account_emailaddress", "mfa_authenticator", "axes_accessattempt", "catalogue_sitting",
    "catalogue_kept", "catalogue_token", "catalogue_ownentry", "runs_run", "pg_authid", "pg_shadow", "pg_statistic", "pg_stat_activity",
    "pg_stat_statements", "pg_prepared_statements", "pg_cursors", "pg_locks", "pg_settings", "pg_stats", "pg_hba_file_rules",
)  # fmt: skip
# Texts that are no SELECT, or more than one.
OTHERS = (
    "SELECT 1 AS a; DROP TABLE crm_job", "SELECT 1 AS a; SELECT 2", "SELECT 1 AS a) AS x; DELETE FROM crm_job --", "SELECT 1 AS a /*",
    "SELECT 1 AS a) AS entry; COMMIT; SET ROLE aiop_app; SELECT (1", "WITH gone AS (DELETE FROM crm_job RETURNING id) SELECT id AS a FROM gone",
    "SELECT id AS a INTO mine FROM crm_job", "SELECT id AS a FROM crm_job FOR UPDATE", "SELECT a FROM dblink('dbname=aiop', 'SELECT 1') AS d(a int)",
)  # fmt: skip
STATEMENTS = (
    "COPY crm_job TO PROGRAM 'true'", "DO $$ BEGIN PERFORM 1; END $$", "SET ROLE aiop_app", "SET aiop.org = '2'", "CALL x()", "RESET ALL",
    "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", "TRUNCATE crm_job", "LISTEN a", "EXPLAIN SELECT 1", "TABLE orgs_user",
)  # fmt: skip


def ask(org: Org, sql: str, *columns: str) -> list[Any]:
    """Answer a question of one's own."""
    with org_context(org, actor="maya"):
        return list(answer(asking(sql, *(columns or ("a",))), org, {}).rows)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_that_acts_or_waits_is_denied(ours: Org, function: str) -> None:
    with pytest.raises(QuestionRefused, match=f"{DENIED}|does not exist|must be superuser"):
        ask(ours, f"SELECT ({function})::text AS a")


@pytest.mark.parametrize("table", TABLES)
def test_a_table_that_is_no_business_is_denied(ours: Org, table: str) -> None:
    with pytest.raises(QuestionRefused, match=f"{DENIED}|does not exist"):
        ask(ours, f"SELECT count(*) AS a FROM {table}")


@pytest.mark.parametrize("sql", OTHERS)
def test_an_entry_is_one_select_and_nothing_more(ours: Org, sql: str) -> None:
    with pytest.raises(QuestionRefused):
        ask(ours, sql)
    assert ask(ours, "SELECT count(*)::int AS a FROM crm_job") == [(6,)]


@pytest.mark.parametrize("sql", STATEMENTS)
def test_a_statement_that_is_no_select_is_refused_as_it_is_read(sql: str) -> None:
    with pytest.raises(RefusedEntry, match="line 10: is not one SELECT"):
        asking(sql, "a")


def test_the_organisation_is_not_a_setting(ours: Org, theirs: Org) -> None:
    """Even a session that may change every setting sees the rows of its sitting alone, or none."""
    with reading(ours) as cursor:
        cursor.execute("SELECT count(*) FROM crm_job")
        assert cursor.fetchone() == (6,)
        cursor.execute(f"SET LOCAL aiop.org = '{theirs.pk}'")
        cursor.execute("SELECT count(*) FROM crm_job")
        assert cursor.fetchone() == (0,)


def test_rows_of_another_organisation_are_not_there(ours: Org, theirs: Org) -> None:
    assert ask(ours, f"SELECT count(*) AS a FROM crm_job WHERE org_id = {theirs.pk}") == [(0,)]
    assert ask(ours, "SELECT DISTINCT name AS a FROM crm_branch") == [("Ourtown",)]
    assert ask(theirs, "SELECT DISTINCT name AS a FROM crm_branch") == [("Theirtown",)]


def test_a_failing_cast_tells_nothing_of_another_organisation(ours: Org) -> None:
    with pytest.raises(QuestionRefused) as caught:
        ask(ours, "SELECT name::int AS a FROM crm_branch")
    assert "Theirtown" not in str(caught.value)


@pytest.fixture
def session(committed: Any) -> Any:
    """Give a session of the reader without the catalogue around it, as somebody with its password has."""
    parameters = connections["reader"].get_connection_params()
    known = {name: parameters[name] for name in ("host", "port", "user", "password", "dbname") if parameters.get(name)}
    with psycopg.connect(**known, autocommit=True) as connection:
        yield connection


@pytest.mark.parametrize(
    "sql",
    [
        "SET ROLE {app}", "SET ROLE {owner}", "SET SESSION AUTHORIZATION {owner}", "COPY crm_job TO PROGRAM 'true'",
        "COPY crm_job TO '/x'", "COPY crm_job FROM '/etc/passwd'", "DO $$ BEGIN PERFORM 1; END $$", "CREATE TABLE t (a int)",
        "CREATE TEMP TABLE t (a int)", "CREATE TABLE staging.t (a int)", "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "INSERT INTO crm_branch (name) VALUES ('x')", "UPDATE crm_job SET job_number = 'x'", "DELETE FROM crm_job", "TRUNCATE crm_job",
        "LOCK TABLE crm_job", "ALTER ROLE CURRENT_USER SUPERUSER", "CREATE ROLE x", "GRANT {app} TO CURRENT_USER", "ALTER TABLE crm_job DISABLE ROW LEVEL SECURITY",
        "DROP POLICY reader_rows ON crm_job", "CREATE EXTENSION dblink", "INSERT INTO catalogue_sitting (pid, began, organisation) VALUES (1, now(), 1)",
    ],
)  # fmt: skip
def test_the_role_itself_may_do_nothing_else(session: Any, sql: str) -> None:
    app, owner = (connections[alias].settings_dict["USER"] for alias in ("default", "owner"))
    session.execute("SET default_transaction_read_only = off")
    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.NoActiveSqlTransaction)):
        session.execute(sql.format(app=app, owner=owner))


def test_the_role_without_a_sitting_sees_no_rows_at_all(session: Any, ours: Org, theirs: Org) -> None:
    for org in (ours, theirs):
        session.execute(f"SET aiop.org = '{org.pk}'")
        assert session.execute("SELECT count(*) FROM crm_job").fetchone() == (0,)


@pytest.mark.parametrize("role", Membership.Role.values)
def test_no_role_of_staff_gets_further_by_writing_an_entry(ours: Org, role: str) -> None:
    browser = Client()
    browser.force_login(User.objects.get(username=f"ours-{role}"), backend="aiop.orgs.access.RoleBackend")
    for function in FUNCTIONS[:6]:
        text = text_of(f"SELECT {function}::text AS a", "a")
        posted = {"name": "mine_of_" + role, "category": "own", "text": text, "stand": "1"}
        answered = browser.post(reverse("admin:catalogue_write"), posted)
        assert answered.status_code == (403 if role == "viewer" else 422)
    assert browser.get(reverse("admin:catalogue_entry", args=["mine_of_" + role])).status_code == 404
