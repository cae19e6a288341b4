"""What the checks of the quality list return of an organisation's rows, in the words of the seeded company's ledger."""

from __future__ import annotations

import datetime as dt

from django.apps import apps
from django.db import connection

from aiop.orgs.models import Org
from aiop.quality.checks import all_checks
from hvac.models import ServiceCall
from tests.factories.hvac_company import tables
from tests.unit.hvac.books import Failing

TABLES = {kind.model: kind.name.removeprefix("hvac_") for kind in tables()}


def returned(org: Org, today: dt.date) -> set[Failing]:
    """Give (rule, table, number) of every row that a check of the quality list returns; must run in the organisation's context."""
    found: set[Failing] = set()
    for check in all_checks():
        if check.name.startswith("hvac_dq"):
            model = apps.get_model(check.model)
            with connection.cursor() as cursor:
                cursor.execute(check.wrong_rows, {"org": org.pk, "zone": org.time_zone, "today": today})
                ids = [row[0] for row in cursor.fetchall()]
            rule = f"DQ-{check.name[7:9]}"
            rows = model._default_manager.filter(org=org, id__in=ids)
            if rule == "DQ-39" and model is ServiceCall:
                found |= {(rule, "technician days", f"{row.technician_ref} {row.service_date}") for row in rows}
            else:
                found |= {(rule, TABLES[model], row.number) for row in rows}
    return found
