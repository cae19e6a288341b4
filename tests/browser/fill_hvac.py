"""Run as a program: fills a database with a small HVAC company as its files tell it, and a curator."""

from __future__ import annotations

import os
from pathlib import Path

import django

from tests.browser.fill_office import PASSWORD

# Below the server's folder of files: what the company was loaded from.
FILES = "company"
SCALE = 0.1


def main() -> None:
    """Fill it."""
    django.setup()
    from django.utils import timezone

    from aiop.files.filling import do_job, load_folder
    from aiop.orgs.models import Membership, Org, User
    from hvac.sandbox.files import write_company

    org = Org.objects.create(slug="northwind", name="Northwind HVAC", time_zone="America/Phoenix")
    user = User.objects.create_user("curator", password=PASSWORD)
    Membership.objects.create(user=user, org=org, role="curator")
    folder = Path(os.environ["AIOP_VAR"]) / FILES
    write_company(folder, seed=7, as_of=timezone.localdate(timezone=org.zone), scale=SCALE)
    load_folder(org, folder)
    for job in ("hvac.link", "hvac.figures"):
        do_job(org, job)


if __name__ == "__main__":
    main()
