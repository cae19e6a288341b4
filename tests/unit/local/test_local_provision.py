"""Somebody's own server: what it lacks is made, and what may not be made is said in one sentence."""

import os
import re

import psycopg
import pytest

from aiop.local.postgres import ADMINISTRATOR, Cluster
from aiop.local.provision import provision
from aiop.local.refusal import RefusedError

SECRET = "an invented secret"


def _one(url: str, statement: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(statement).fetchone()
    return row[0] if row else None


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://root@127.0.0.1/aiop", "is not a PostgreSQL URL"),
        ("postgres://someone@127.0.0.1:9/", "names no database"),
        ("postgres://someone@127.0.0.1:9/aiop", "the server could not be used: .*refused"),
        ("postgres://someone@/aiop?host=/no/such/folder", "the server could not be used"),
    ],
)
def test_a_url_that_leads_nowhere_is_said_in_a_sentence(url: str, sentence: str) -> None:
    with pytest.raises(RefusedError, match=sentence) as caught:
        provision(url, SECRET)
    assert "\n" not in str(caught.value)


@pytest.mark.skipif("host=" not in os.environ.get("DATABASE_OWNER_URL", ""), reason="needs the tests' own cluster")
def test_a_user_that_may_not_make_roles_is_told_what_to_run() -> None:
    owner = re.sub(r"/[^/?]*\?host=", "/postgres?host=", os.environ["DATABASE_OWNER_URL"])
    with pytest.raises(RefusedError, match=r"may not make roles: run `ALTER ROLE .* CREATEROLE`.*DATABASE_OWNER_URL"):
        provision(owner, SECRET)


def test_database_and_role_are_made_once_and_restarts_agree(cluster: Cluster) -> None:
    admin = cluster.url(ADMINISTRATOR, "fresh")
    urls = provision(admin, SECRET)
    assert provision(admin, SECRET) == urls
    assert _one(urls.owner, "SELECT current_user") == ADMINISTRATOR
    assert _one(urls.app, "SELECT current_user") == "fresh_app"
    rights = "SELECT rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = 'fresh_app'"
    assert _one(urls.app, rights) is False


def test_a_role_that_passes_row_level_security_is_refused(cluster: Cluster) -> None:
    admin = cluster.url(ADMINISTRATOR, "loose")
    provision(admin, SECRET)
    with psycopg.connect(cluster.url(ADMINISTRATOR, "postgres"), autocommit=True) as connection:
        connection.execute("ALTER ROLE loose_app BYPASSRLS")
    with pytest.raises(RefusedError, match="may pass row-level security"):
        provision(admin, SECRET)


def test_the_derived_password_lets_the_role_in_and_follows_the_secret(guarded_cluster: Cluster) -> None:
    admin = guarded_cluster.url(ADMINISTRATOR, "shop")
    urls = provision(admin, SECRET)
    assert _one(urls.app, "SELECT current_user") == "shop_app"
    changed = provision(admin, "another secret key")
    assert _one(changed.app, "SELECT current_user") == "shop_app"
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(urls.app)


def test_an_owner_with_createrole_is_enough(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url(ADMINISTRATOR, "postgres"), autocommit=True) as connection:
        connection.execute("CREATE ROLE keeper LOGIN CREATEROLE")
        connection.execute("CREATE DATABASE kept OWNER keeper")
    urls = provision(cluster.url("keeper", "kept"), SECRET)
    assert provision(urls.owner, SECRET) == urls
    assert _one(urls.app, "SELECT current_user") == "kept_app"


def test_the_reader_is_a_role_of_its_own_to_which_the_server_is_closed(cluster: Cluster) -> None:
    admin = cluster.url(ADMINISTRATOR, "library")
    for _ in range(2):
        urls = provision(admin, SECRET)
    assert _one(urls.reader, "SELECT current_user") == "library_reader"
    assert _one(urls.app, "SELECT set_config('aiop.org', '1', false)") == "1"
    for statement in ("SELECT set_config('aiop.org', '1', false)", "SELECT pg_sleep(0)", "DO $$ BEGIN END $$"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            _one(urls.reader, statement)
