"""Firms behind the names of suppliers and vendors: made for names that nobody has seen yet, and linked by their spellings."""

from __future__ import annotations

from django.db import connection

from aiop.orgs.models import Org
from hvac.models import Firm, FirmAlias, Part, Vendor

# Where names of firms stand: the model, and the column of the name; `supplier_key` beside it normalises it.
_NAMED = ((Part, "supplier"), (Vendor, "name"))


def link_firms(org: Org) -> int:
    """Make and link firms in the caller's transaction; gives how many rows were linked anew.

    Who was merged into another is found as that other.
    """
    _make(org)
    linked = 0
    with connection.cursor() as cursor:
        for model, _ in _NAMED:
            cursor.execute(
                f"""
                UPDATE "{model._meta.db_table}" t SET firm_id = coalesce(f.merged_into_id, f.id), updated_at = now()
                FROM hvac_firmalias a JOIN hvac_firm f ON f.id = a.target_id
                WHERE t.org_id = %(org)s AND a.org_id = t.org_id AND a.key = t.supplier_key
                    AND t.firm_id IS DISTINCT FROM coalesce(f.merged_into_id, f.id)
                """,
                {"org": org.pk},
            )
            linked += int(cursor.rowcount)
    return linked


def _make(org: Org) -> None:
    names = " UNION ALL ".join(
        f'SELECT supplier_key AS key, "{column}" AS name FROM "{model._meta.db_table}" WHERE org_id = %(org)s'
        for model, column in _NAMED
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT DISTINCT ON (n.key) n.key, n.name FROM ({names}) n
            WHERE n.key IS NOT NULL AND NOT EXISTS (SELECT FROM hvac_firmalias a WHERE a.org_id = %(org)s AND a.key = n.key)
            ORDER BY n.key, n.name
            """,
            {"org": org.pk},
        )
        unseen = {name: key for key, name in cursor.fetchall()}
    made = Firm.objects.bulk_create(Firm(org=org, name=name, key=key) for name, key in unseen.items())
    FirmAlias.objects.bulk_create(FirmAlias(org=org, key=firm.key, target=firm) for firm in made)
