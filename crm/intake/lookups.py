"""How a row of an export names its sales person, branch and lead source."""

from __future__ import annotations

from aiop.loading.kind import Lookup
from aiop.values.branch_name import branch_key
from aiop.values.seller_name import seller_key
from aiop.values.source_name import source_key
from crm.lookups import grow_branches, grow_lead_sources, grow_sales_people
from crm.models import BranchAlias, LeadSourceAlias, SalesPersonAlias


def seller(text: str = "sales_person_name") -> Lookup:
    """The link to the sales person that a text names."""
    return Lookup("sales_person_id", text, seller_key, SalesPersonAlias, grow_sales_people)


def branch(text: str = "branch_name") -> Lookup:
    """The link to the branch that a text names."""
    return Lookup("branch_id", text, branch_key, BranchAlias, grow_branches)


def source(text: str = "referral_source") -> Lookup:
    """The link to the lead source that a text names."""
    return Lookup("lead_source_id", text, source_key, LeadSourceAlias, grow_lead_sources)
