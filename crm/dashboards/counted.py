"""What the dashboard counts, as query words: the page counts by them and the lists behind its numbers filter by them."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from crm.models import BadLead, BookedOpportunity, Job, LeadStatus, LostLead

WON = (Job.Status.BOOKED, Job.Status.CLOSED)
_REAL_BRANCH = Q(branch__isnull=True) | Q(branch__is_test=False)
# Who a bad lead is: the same e-mail, else the same phone, else nobody but itself.
PERSON = Coalesce("email_key", "phone_key", F("natural_key"))


def is_booked() -> Exists:
    """Tell of a lead whether its quote has a booking."""
    return _same_quote(BookedOpportunity)


def is_completed() -> Exists:
    """Tell of a lead whether its quote has a closed job, however many."""
    return _same_quote(Job, opportunity_status=Job.Status.CLOSED, is_duplicate=False)


def is_lost() -> Exists:
    """Tell of a lead whether its quote is among the lost leads."""
    return _same_quote(LostLead)


def is_bad() -> Exists:
    """Tell of a lead whether a bad lead is linked to it."""
    return Exists(BadLead.objects.filter(lead_status=OuterRef("pk"), is_test=False))


def _same_quote(model: Any, **also: Any) -> Exists:
    return Exists(
        model.objects.filter(org=OuterRef("org"), quote_number=OuterRef("quote_number"), is_test=False, **also)
    )


def leads(rows: QuerySet[LeadStatus]) -> QuerySet[LeadStatus]:
    """Keep the leads with a quote, test rows and test branches left out."""
    return rows.filter(_REAL_BRANCH, is_test=False)


def bad_leads(rows: QuerySet[BadLead]) -> QuerySet[BadLead]:
    """Keep the bad leads that no lead with a quote stands for already."""
    return rows.filter(is_test=False, lead_status__isnull=True)


def one_row_a_person(rows: QuerySet[BadLead]) -> QuerySet[BadLead]:
    """Keep of each person's bad leads the one that was stored earliest."""
    earliest = bad_leads(rows).order_by().annotate(person=PERSON).values("person").annotate(kept=Min("pk"))
    return rows.filter(pk__in=earliest.values("kept"))


def won_jobs(rows: QuerySet[Job]) -> QuerySet[Job]:
    """Keep the booked and closed jobs, duplicates, test rows and test branches left out."""
    return rows.filter(_REAL_BRANCH, is_test=False, is_duplicate=False, opportunity_status__in=WON)


def _booked(rows: QuerySet[LeadStatus]) -> QuerySet[LeadStatus]:
    return leads(rows).filter(is_booked())


def _completed(rows: QuerySet[LeadStatus]) -> QuerySet[LeadStatus]:
    return leads(rows).filter(is_completed())


def _lost(rows: QuerySet[LeadStatus]) -> QuerySet[LeadStatus]:
    return leads(rows).filter(is_lost(), ~is_booked(), ~is_completed())


def _bad(rows: QuerySet[LeadStatus]) -> QuerySet[LeadStatus]:
    return leads(rows).filter(is_bad(), ~is_booked(), ~is_completed(), ~is_lost())


def _open(rows: QuerySet[LeadStatus]) -> QuerySet[LeadStatus]:
    return leads(rows).filter(~is_bad(), ~is_booked(), ~is_completed(), ~is_lost())


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
