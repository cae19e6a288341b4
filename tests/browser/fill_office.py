"""Run as a program: fills the browser tests' database with a sample company, linked and checked, and a person for each role."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

import django

COMPANY = "Letsmove Moving"
STRANGE_UNIT = "Tucson - Sales (old)"
PASSWORD = "invented-only-9"
FORGETFUL = "forgetful"


def main() -> None:
    """Fill it."""
    django.setup()
    from django.utils import timezone

    from aiop.identity.asking import ARRIVE
    from aiop.identity.jobs import match_arrived
    from aiop.orgs.models import Membership, Org, User
    from aiop.quality.run import run_checks
    from aiop.runs.running import run_job
    from crm.link.run import link
    from crm.sandbox.generate import generate
    from tests.factories.tiny_company import load_exports

    org = Org.objects.create(slug="letsmove", name=COMPANY, time_zone="America/Toronto")
    # Someone whose organisation has no row yet.
    newcomers = Org.objects.create(slug="newcomers", name="Newcomers", time_zone="America/Phoenix")
    people = [*((role, role, org) for role in Membership.Role.values), (FORGETFUL, "viewer", org)]
    people += [("newcomer", "administrator", newcomers), *_painters()]
    for name, role, place in people:
        user = User.objects.create_user(name, password=PASSWORD)
        Membership.objects.create(user=user, org=place, role=role)
    with tempfile.TemporaryDirectory(prefix="aiop-exports-") as folder:
        generate(Path(folder), seed=7, scale="small", as_of=timezone.localdate(timezone=org.zone))
        load_exports(org, Path(folder), by="sample company")
    link(org, execute=True, by="sample company")
    with run_job(org, ARRIVE, by="sample company") as run:
        match_arrived(run, org, {})
    with run_job(org, "quality.integrity", by="sample company") as run:
        run_checks(org, by="sample company", run=run)


def _painters() -> list[Any]:
    """Make a painting company with one unit that nobody has placed and what it sold; gives its people."""
    from aiop.orgs.context import org_context
    from aiop.orgs.models import Org
    from servicetitan import models as st
    from tests.factories.painting import STRANGE, PaintingCompany, at

    org = Org.objects.create(slug="painters", name="Painters", time_zone="America/Phoenix")
    with org_context(org, actor="sample company"):
        company = PaintingCompany(org)
        company.add(st.BusinessUnit, source_id=STRANGE, name=STRANGE_UNIT, name_key=STRANGE_UNIT.casefold())
        lead = company.lead(business_unit_source_id=STRANGE, created_on=at("2026-03-05 18:00"))
        company.sale(lead, "2026-03-06 18:00", "250")
        company.build(dt.date(2026, 3, 31), dt.date(2026, 3, 1))
    return [("painter", "curator", org), ("chief", "administrator", org)]


if __name__ == "__main__":
    main()
