"""Run as a program: fills a database with an HVAC company of a few rows in every table, and a curator."""

from __future__ import annotations

import tempfile
from pathlib import Path

import django

from tests.browser.fill_office import PASSWORD


def main() -> None:
    """Fill it."""
    django.setup()
    from aiop.files.filling import do_job, load_folder
    from aiop.orgs.models import Membership, Org, User
    from tests.factories.hvac_company import write_files

    org = Org.objects.create(slug="northwind", name="Northwind HVAC", time_zone="America/Phoenix")
    user = User.objects.create_user("curator", password=PASSWORD)
    Membership.objects.create(user=user, org=org, role="curator")
    with tempfile.TemporaryDirectory(prefix="aiop-hvac-") as folder:
        load_folder(org, write_files(Path(folder)))
    for job in ("hvac.link", "hvac.figures"):
        do_job(org, job)


if __name__ == "__main__":
    main()
