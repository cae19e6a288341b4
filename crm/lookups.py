"""Makes sales persons, branches and lead sources for spellings that nobody has seen yet; intake and linking both come here."""

from __future__ import annotations

from collections.abc import Sequence

from aiop.values.branch_name import branch_marks, branch_place
from aiop.values.source_name import source_category, source_display
from crm.models import Branch, BranchAlias, LeadSource, LeadSourceAlias, SalesPerson, SalesPersonAlias

Spellings = Sequence[tuple[str, str]]  # (key, spelling)


def grow_sales_people(org_id: int, unseen: Spellings) -> None:
    """Make a sales person for each new normalised name."""
    named = {spelling: key for key, spelling in unseen}
    made = SalesPerson.objects.bulk_create(
        SalesPerson(org_id=org_id, name=name, key=key) for name, key in named.items()
    )
    SalesPersonAlias.objects.bulk_create(
        SalesPersonAlias(org_id=org_id, key=person.key, target=person) for person in made
    )


def grow_branches(org_id: int, unseen: Spellings) -> None:
    """Make a branch for each new normalised name, with the place that the name stands for."""
    made = Branch.objects.bulk_create(_branch(org_id, key, spelling) for key, spelling in unseen)
    BranchAlias.objects.bulk_create(BranchAlias(org_id=org_id, key=branch.key, target=branch) for branch in made)


def _branch(org_id: int, key: str, spelling: str) -> Branch:
    marks = branch_marks(spelling)
    city, state_code, country = branch_place(spelling) or (None, None, None)
    return Branch(
        org_id=org_id,
        name=spelling,
        key=key,
        is_test="test" in marks,
        is_active=not marks & {"closed", "test"},
        city=city,
        state_code=state_code,
        country=country,
    )


def grow_lead_sources(org_id: int, unseen: Spellings) -> None:
    """Make a lead source for each new normalised name, in the category that the word rules give."""
    made = LeadSource.objects.bulk_create(
        LeadSource(
            org_id=org_id, name=source_display(spelling) or spelling, key=key, category=source_category(spelling)
        )
        for key, spelling in unseen
    )
    LeadSourceAlias.objects.bulk_create(
        LeadSourceAlias(org_id=org_id, key=made_one.key, target=made_one) for made_one in made
    )
