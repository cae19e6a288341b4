"""The lead pool's integrity checks: the five of the first monitoring, their corrected readings, and what else must hold."""

from aiop.quality import playbooks as mending
from aiop.quality.checks import register
from aiop.quality.groups import Group, belongs
from crm.checks import customers, freshness, links, lookups, original, playbooks, sales_people, values, volumes

for _family in (original, links, customers, sales_people, lookups, values, freshness, volumes):
    register(*_family.CHECKS)
mending.register(*playbooks.PLAYBOOKS)
belongs(Group.LINKS, links.RATES)
belongs(
    Group.ORPHANS,
    (
        "phone_user_without_sales_person",
        "seller_result_without_sales_person",
        "booking_without_customer",
        *lookups.ORPHANS,
    ),
)
