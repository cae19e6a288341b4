"""Links set where data proves them: one statement a link, one change set for all, and nothing written where nothing differs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any

from django.db import connection

from aiop.audit.models import ChangeSet
from aiop.audit.record import change_set
from aiop.audit.turns import take_turn
from aiop.orgs.apps_used import uses
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.asking import enqueue
from aiop.runs.ended import on_done
from aiop.runs.jobs import Job, register
from aiop.runs.running import RunHandle
from aiop.schedule import Daily
from hvac.links.evidence import LINKS, VENDORS, Link
from hvac.links.firms import link_firms
from hvac.links.stand_ins import settle_stand_ins
from hvac.models import Customer, Employee

LINK = "hvac.link"
_AFTER = frozenset({"load", "files.apply", "files.fix"})


def link_company(org: Org) -> dict[str, int]:
    """Set what is proved and differs, in the caller's transaction; gives how many rows were written, by link.

    A link that is no longer proved stays as it is: a person may have set it.
    """
    take_turn(org.pk)
    with change_set(org, kind=ChangeSet.Kind.LINK, title="Links of the HVAC company") as opened:
        written = {"employees made of technicians": settle_stand_ins(org), "firms of suppliers": link_firms(org)}
        written |= {link.name: _set(org, link) for link in LINKS}
        if any(written.values()):
            opened.report = {"counts": written, "open": open_ends(org)}
            opened.save(update_fields=["report"])
        else:
            opened.delete()
    return written


def open_ends(org: Org) -> dict[str, int]:
    """Count the rows that a link was looked for and not proved, by what is wanting."""
    found = {}
    with connection.cursor() as cursor:
        for link in LINKS:
            cursor.execute(
                f'SELECT count(*) FROM "{link.model._meta.db_table}" t '
                f'WHERE t.org_id = %(org)s AND t."{link.column}" IS NULL AND {link.due}',
                {"org": org.pk},
            )
            row = cursor.fetchone()
            found[link.wanting] = int(row[0]) if row else 0
    return found


def follow_firms(org_id: int, firms: Sequence[int]) -> None:
    """Bring the vendors of parts in line after a decision about firms, in its transaction.

    Whoever was the vendor by a merge that is taken back is so no more.
    """
    org = Org.objects.get(pk=org_id)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE hvac_part p SET vendor_id = NULL, updated_at = now() FROM hvac_vendor v
            WHERE p.org_id = %(org)s AND v.id = p.vendor_id AND v.firm_id <> p.firm_id
                AND (v.firm_id = ANY(%(firms)s) OR p.firm_id = ANY(%(firms)s))
            """,
            {"org": org_id, "firms": list(firms)},
        )
    _set(org, VENDORS)


def _set(org: Org, link: Link) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE "{link.model._meta.db_table}" t SET "{link.column}" = proved.target, updated_at = now()
            FROM ({link.proof}) proved
            WHERE proved.id = t.id AND t.org_id = %(org)s AND t."{link.column}" IS DISTINCT FROM proved.target
            """,
            {"org": org.pk},
        )
        return int(cursor.rowcount)


def link_job(run: RunHandle, org: Org, parameters: dict[str, Any]) -> None:
    """Link the company, and say what stayed open."""
    with run.work():
        written = link_company(org)
        wanting = open_ends(org)
    run.count(changed=sum(written.values()))
    for name, rows in written.items():
        if rows:
            run.log(f"{name.capitalize()}: {rows:,} set.")
    for name, rows in wanting.items():
        if rows:
            run.log(f"Left open: {rows:,} {name}.")


def follow(org_id: int, job: str) -> None:
    """Ask for linking after what brings rows, where there are rows of the company."""
    if job not in _AFTER:
        return
    org = Org.objects.get(pk=org_id)
    with org_context(org, actor=job):
        wanted = uses(org, "hvac") and (
            Customer.objects.for_org(org).exists() or Employee.objects.for_org(org).exists()
        )
    if wanted:
        enqueue(org_id, LINK, by=job)


register(Job(LINK, "Link the HVAC company", link_job, Daily(time(1, 40))))
on_done(follow)
