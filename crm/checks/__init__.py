"""The lead pool's integrity checks: the five of the first monitoring, their corrected readings, and what else must hold."""

from aiop.quality.checks import register
from crm.checks import customers, freshness, links, lookups, original, sales_people, values

for _family in (original, links, customers, sales_people, lookups, values, freshness):
    register(*_family.CHECKS)
