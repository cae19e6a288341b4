"""What of the lead pool may be doubled. Each module declares one entity; importing this package registers them."""

from __future__ import annotations

from aiop.identity.entity import register
from crm.entities.branches import BRANCHES
from crm.entities.customers import CUSTOMERS
from crm.entities.jobs import JOBS
from crm.entities.lead_sources import LEAD_SOURCES
from crm.entities.sales_people import SALES_PEOPLE

register(CUSTOMERS, SALES_PEOPLE, BRANCHES, LEAD_SOURCES, JOBS)
