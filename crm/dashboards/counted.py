"""What the dashboard counts, as query words: the page counts by them and the lists behind its numbers filter by them."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from aiop.orgs.models import Org
from crm.models import BadLead, BookedOpportunity, Branch, Job, LeadStatus, LostLead

WON = (Job.Status.BOOKED, Job.Status.CLOSED)
# Who a bad lead is: the same e-mail, else the same phone, else nobody but itself.
PERSON = Coalesce("email_key", "phone_key", F("natural_key"))


def is_booked(org: Org) -> Exists:
    """Tell of a lead whether its quote has a booking."""
    return _same_quote(org, BookedOpportunity)


def is_completed(org: Org) -> Exists:
    """Tell of a lead whether its quote has a closed job, however many."""
    return _same_quote(org, Job, opportunity_status=Job.Status.CLOSED, is_duplicate=False)


def is_lost(org: Org) -> Exists:
    """Tell of a lead whether its quote is among the lost leads."""
    return _same_quote(org, LostLead)


def is_bad(org: Org) -> Exists:
    """Tell of a lead whether a bad lead is linked to it."""
    return Exists(
        BadLead.objects.for_org(org).filter(lead_status=OuterRef("pk"), lead_status__isnull=False, is_test=False)
    )


def _same_quote(org: Org, model: Any, **also: Any) -> Exists:
    # By the quote alone, one organisation's at a time: comparing the organisation of every row takes twice as long.
    return Exists(model.objects.for_org(org).filter(quote_number=OuterRef("quote_number"), is_test=False, **also))


def _real_branch(org: Org) -> Q:
    # By subquery, which is asked once; a join would look up the branch of every row.
    return Q(branch__isnull=True) | ~Q(branch__in=Branch.objects.for_org(org).filter(is_test=True).values("pk"))


def leads(rows: QuerySet[LeadStatus], org: Org) -> QuerySet[LeadStatus]:
    """Keep the leads with a quote, test rows and test branches left out."""
    return rows.filter(_real_branch(org), is_test=False)


def bad_leads(rows: QuerySet[BadLead], org: Org) -> QuerySet[BadLead]:
    """Keep the bad leads that no lead with a quote stands for already."""
    return rows.filter(is_test=False, lead_status__isnull=True)


def one_row_a_person(rows: QuerySet[BadLead], org: Org) -> QuerySet[BadLead]:
    """Keep of each person's bad leads the one that was stored earliest."""
    earliest = bad_leads(rows, org).order_by().annotate(person=PERSON).values("person").annotate(kept=Min("pk"))
    return rows.filter(pk__in=earliest.values("kept"))


def won_jobs(rows: QuerySet[Job], org: Org) -> QuerySet[Job]:
    """Keep the booked and closed jobs, duplicates, test rows and test branches left out."""
    return rows.filter(_real_branch(org), is_test=False, is_duplicate=False, opportunity_status__in=WON)


def _booked(rows: QuerySet[LeadStatus], org: Org) -> QuerySet[LeadStatus]:
    return leads(rows, org).filter(is_booked(org))


def _completed(rows: QuerySet[LeadStatus], org: Org) -> QuerySet[LeadStatus]:
    return leads(rows, org).filter(is_completed(org))


def _lost(rows: QuerySet[LeadStatus], org: Org) -> QuerySet[LeadStatus]:
    return leads(rows, org).filter(is_lost(org), ~is_booked(org), ~is_completed(org))


def _bad(rows: QuerySet[LeadStatus], org: Org) -> QuerySet[LeadStatus]:
    return leads(rows, org).filter(is_bad(org), ~is_booked(org), ~is_completed(org), ~is_lost(org))


def _open(rows: QuerySet[LeadStatus], org: Org) -> QuerySet[LeadStatus]:
    return leads(rows, org).filter(~is_bad(org), ~is_booked(org), ~is_completed(org), ~is_lost(org))


# The value of `counted` in the address of a list: what it is called there, which list it belongs to, what it keeps.
COUNTED: dict[str, tuple[str, Any, Any]] = {
    "leads": ("leads with a quote", LeadStatus, leads),
    "booked": ("leads that booked", LeadStatus, _booked),
    "completed": ("leads with a closed job", LeadStatus, _completed),
    "lost": ("leads that were lost", LeadStatus, _lost),
    "bad": ("leads judged bad", LeadStatus, _bad),
    "open": ("leads still open", LeadStatus, _open),
    "people": ("people without a quote", BadLead, one_row_a_person),
    "won": ("won jobs", Job, won_jobs),
}
