"""Row-level security and the app role's rights, brought up to date after every migrate."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections

from aiop.orgs.models import OrgOwned

_ORG = "(SELECT nullif(current_setting('aiop.org', true), '')::bigint)"


def owned_models() -> list[type[OrgOwned]]:
    """List every concrete model whose rows belong to an organisation."""
    return [model for model in apps.get_models() if issubclass(model, OrgOwned) and model._meta.managed]


def protect_tables(using: str) -> None:
    """Force row-level security on every org-owned table, then grant the app's role its rights.

    Grants come last: a migrate that dies half-way leaves tables that the app cannot read, never unprotected ones.
    """
    role = settings.DATABASES["default"]["USER"]
    with connections[using].cursor() as cursor:
        # A migrate of one app alone leaves the tables of later ones still to come.
        there = set(connections[using].introspection.table_names(cursor))
        for model in owned_models():
            if model._meta.db_table in there:
                cursor.execute(_policy(model._meta.db_table))
        if role and role != settings.DATABASES["owner"]["USER"]:
            cursor.execute(_grants(role))
            for model in owned_models():
                if model.only_added and model._meta.db_table in there:
                    cursor.execute(f'REVOKE UPDATE, DELETE ON "{model._meta.db_table}" FROM "{role}"')


def _policy(table: str) -> str:
    return f"""
        ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY;
        ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY;
        DROP POLICY IF EXISTS org_rows ON "{table}";
        CREATE POLICY org_rows ON "{table}" USING (org_id = {_ORG}) WITH CHECK (org_id = {_ORG});
    """


def _grants(role: str) -> str:
    return f"""
        GRANT USAGE ON SCHEMA public TO "{role}";
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "{role}";
        GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO "{role}";
        GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO "{role}";
        REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM "{role}";
        CREATE SCHEMA IF NOT EXISTS staging;
        GRANT USAGE, CREATE ON SCHEMA staging TO "{role}";
    """


def on_post_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """Signal handler: runs once per migrate, after the last app."""
    if using == "owner":
        protect_tables(using)
