"""Rows of uploads between preview and applying: each in a private table of its own, those that came together beside each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db import connection

from aiop.loading.kind import kind_named
from aiop.loading.models import Load
from aiop.orgs.models import Org


def staged_beside(load: Load) -> Mapping[str, Sequence[str]]:
    """Name, by stored table, the staging tables of the uploads that came together with one: what they hold comes in with it."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    if load.together is not None:
        same = Load.objects.for_org(load.org_id).filter(together=load.together, state=Load.State.PREVIEWED)
        for other in same.exclude(pk=load.pk).order_by("pk"):
            if is_staged(other):
                found[kind_named(other.kind).table].append(other.staging_table)
    return found


def is_staged(load: Load) -> bool:
    """Tell whether the staged rows are there; an unlogged table is emptied by a crash of the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [load.staging_table])
        row = cursor.fetchone()
        if row is None or row[0] is None:
            return False
        cursor.execute(f"SELECT EXISTS (SELECT FROM {load.staging_table})")
        found = cursor.fetchone()
    return bool(found and found[0]) or load.counts.get("read", 0) == 0


def close_to_other_organisations(load: Load) -> None:
    """Put row security on the staging table: COPY is done, and its raw rows are as private as the stored ones."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"ALTER TABLE {load.staging_table} ENABLE ROW LEVEL SECURITY; "
            f"ALTER TABLE {load.staging_table} FORCE ROW LEVEL SECURITY; "
            f"CREATE POLICY org_rows ON {load.staging_table} USING "
            f"({int(load.org_id)} = (SELECT nullif(current_setting('aiop.org', true), '')::bigint))"
        )


def drop_staging(load: Load) -> None:
    """Drop the staged rows of a load."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {load.staging_table}")


def drop_stagings(org: Org, *, keep: Sequence[str]) -> int:
    """Drop the staging tables of an organisation's loads in any state but `keep`; gives how many went."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'staging' AND tablename ~ '^load_[0-9]+$'")
        numbers = [int(name.removeprefix("load_")) for (name,) in cursor.fetchall()]
    done = list(Load.objects.filter(org=org, pk__in=numbers).exclude(state__in=keep))
    for load in done:
        drop_staging(load)
    return len(done)
