"""What the reader may do: see the open organisation's business rows, and nothing else; brought up to date after every migrate."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections, models

from aiop.orgs.functions import install_functions
from aiop.orgs.protect import owned_models

READER = "reader"
_TABLES = "SELECT relname FROM pg_class WHERE relkind IN ('r', 'v') AND relnamespace = 'public'::regnamespace"
_VIEWS = (
    "SELECT relname FROM pg_class WHERE relkind = 'v' AND relnamespace = 'public'::regnamespace "
    "AND 'security_invoker=true' = ANY (reloptions)"
)
_NOTED = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'note_write'"
_NARROWED = "SELECT tablename FROM pg_policies WHERE policyname = 'reader_rows' AND roles = ARRAY[%s]::name[]"
# The two that its own policies and cache ask; each answers about the reader's organisation alone.
_FUNCTIONS = ("aiop_reader_org()", "aiop_data_version(text[])")


# Of the platform's own tables: what was decided about rows, and how checks of them went.
_ALSO = frozenset({"identity.Decision", "quality.CheckResult"})


def readable_models() -> list[type[models.Model]]:
    """List what entries may read: the rows of the business; of the platform's (people, credentials, payloads, history) two tables."""
    return [model for model in owned_models() if not model.__module__.startswith("aiop.") or model._meta.label in _ALSO]


def grant_rights(using: str) -> None:
    """Give the reader its rights on what there is, where the role is there; tables tell the cache of writes either way.

    A table at a time, and only what is missing: others write meanwhile, and none of this waits for two of them.
    """
    with connections[using].cursor() as cursor:
        there = _names(cursor, _TABLES)
        tables = [model._meta.db_table for model in readable_models() if model._meta.db_table in there]
        for table in sorted(set(tables) - _names(cursor, _NOTED)):
            cursor.execute(_note_writes(table))
        if _has_reader(cursor):
            role = settings.DATABASES[READER]["USER"]
            for table in sorted(set(tables) - _names(cursor, _NARROWED, [role])):
                cursor.execute(_policy(table, role))
            # Rights last: what dies half-way leaves tables that the reader cannot read, never unprotected ones.
            cursor.execute(_rights(role, settings.DATABASES["default"]["USER"], [*tables, *_names(cursor, _VIEWS)]))


def _names(cursor: Any, sql: str, values: Sequence[str] = ()) -> set[str]:
    cursor.execute(sql, values)
    return {name for (name,) in cursor.fetchall()}


def _has_reader(cursor: Any) -> bool:
    """Tell whether the reader is a role of its own."""
    role = settings.DATABASES[READER]["USER"]
    cursor.execute("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", [role])
    return bool(cursor.fetchone()[0]) and role not in {
        settings.DATABASES[name]["USER"] for name in ("default", "owner")
    }


def _note_writes(table: str) -> str:
    return f"""
        CREATE OR REPLACE TRIGGER note_write AFTER INSERT OR UPDATE OR DELETE ON "{table}"
        FOR EACH STATEMENT EXECUTE FUNCTION aiop_note_write();
    """


def _rights(reader: str, app: str, seen: list[str]) -> str:
    names = ", ".join(f'"{name}"' for name in seen)
    select = f'GRANT SELECT ON {names} TO "{reader}";' if seen else ""
    return f"""
        REVOKE ALL ON ALL TABLES IN SCHEMA public FROM "{reader}";
        REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM "{reader}";
        REVOKE ALL ON SCHEMA public FROM "{reader}";
        GRANT USAGE ON SCHEMA public TO "{reader}";
        {select}
        REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC, "{reader}";
        {"".join(f'GRANT EXECUTE ON FUNCTION {name} TO "{reader}";' for name in _FUNCTIONS)}
        DO $$ BEGIN
            EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
            EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO %I', current_database(), '{app}');
        END $$;
    """


def _policy(table: str, role: str) -> str:
    """Narrow what the reader sees to its sitting's organisation, whatever `aiop.org` is made to say."""
    return f"""
        DROP POLICY IF EXISTS reader_rows ON "{table}";
        CREATE POLICY reader_rows ON "{table}" AS RESTRICTIVE FOR SELECT TO "{role}"
        USING (org_id = (SELECT aiop_reader_org()));
    """


def on_post_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """Signal handler: functions follow the tables that they read, then come the rights."""
    if using == "owner":
        install_functions(using, Path(__file__).parent / "sql")
        grant_rights(using)
