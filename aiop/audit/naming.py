"""Giving the change set that the database opened for this transaction a title in words."""

from __future__ import annotations

from django.db import connection

from aiop.audit.models import ChangeSet


def name_open_change_set(org_id: int, title: str) -> int | None:
    """Title the change set of this transaction, where it has none; gives its id, None when nothing was written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nullif(current_setting('aiop.change_set', true), '')::bigint")
        row = cursor.fetchone()
    number: int | None = row[0] if row else None
    if number is not None:
        ChangeSet.objects.for_org(org_id).filter(pk=number, title="").update(title=title)
    return number
