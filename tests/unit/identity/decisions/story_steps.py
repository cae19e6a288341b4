"""What may happen in a story of decisions, and the pool in which it happens."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from aiop.identity.decide import choose, different, same, split
from aiop.identity.entity import node_of
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from crm.link.run import link
from crm.lookups import grow_branches, grow_lead_sources, grow_sales_people
from crm.models import BadLead, Branch, ContactPoint, Customer, Job, LeadSource, LeadStatus, SalesPerson
from tests.factories.crm import booking, job
from tests.factories.tiny_company import FILES, load_exports

PEOPLE = 6
SPELLINGS = ("alpha", "bravo", "carmen", "delta")
Step = tuple[str, int, int]


def found(org: Org) -> None:
    """Store people who share an e-mail by twos, with bookings and jobs, and a bad lead who may be any of them."""
    with org_context(org, actor="a load"):
        for place in range(PEOPLE):
            email = f"person{place // 2}@example.com"
            made = Customer.objects.create(
                org=org, name=f"Rosa {'abcdef'[place]}", email=email, email_key=email, listed_as=f"quote {place}"
            )
            ContactPoint.objects.create(org=org, customer=made, kind="email", key=email, value=email)
            booking(
                org, str(place), f"Rosa {'abcdef'[place]}", email, customer=made, booked_date=f"2025-0{place + 1}-01"
            )
            job(org, f"{place}-1", f"Rosa {'abcdef'[place]}", email, customer=made, customer_method="quote",
                job_date=f"2025-0{place + 1}-05", origin_city=f"Town {place}")  # fmt: skip
            BadLead.objects.create(org=org, natural_key=f"bad {place}", customer_name=f"Rosa {place}")
        _lookups(org)
    for place in range(PEOPLE):
        load(org, place, place, quote=f"10{place}")
    link(org, execute=True, by="link")


def _lookups(org: Org) -> None:
    grow_sales_people(org.pk, [(f"sam {x}", f"Sam {x.title()}") for x in SPELLINGS])
    grow_branches(org.pk, [(f"town {x}", f"Town {x.title()}") for x in SPELLINGS])
    grow_lead_sources(org.pk, [(f"site {x}", f"Site {x.title()}") for x in SPELLINGS])


def load(org: Org, one: int, other: int, quote: str = "") -> Any:
    """Load a lead, and a booking by somebody who is known, that name a seller, a branch and a source each."""
    quote = quote or f"8{one:02}{other:02}"
    if LeadStatus.objects.filter(quote_number=quote).exists():
        return "nothing"
    seller, branch, source = _texts(one, other)
    named = {"Sales Person": seller, "Branch Name": branch, "Referral Source": source, "Quote #": quote}
    with TemporaryDirectory() as made:
        with (Path(made) / FILES["lead_status"]).open("w", encoding="utf-8", newline="") as sink:
            sheet = csv.writer(sink)
            sheet.writerows([list(named), list(named.values())])
        return load_exports(org, Path(made))[0]


def _texts(one: int, other: int) -> tuple[str, str, str]:
    a, b = SPELLINGS[one % len(SPELLINGS)].title(), SPELLINGS[other % len(SPELLINGS)].title()
    return f"Sam {a}", f"Town {b}", f"Site {a}"


def person(org: Org, place: int) -> Customer:
    return Customer.objects.get(listed_as=f"quote {place % PEOPLE}")


def node(org: Org, place: int) -> int:
    return node_of(person(org, place).pk)


def merge(org: Org, one: int, other: int) -> Any:
    if one % PEOPLE == other % PEOPLE:
        return None
    decided = same(
        org.pk, "customers", [node(org, one), node(org, other)], by="maya", override=True,
        survivor=node(org, other) if other >= PEOPLE else None,
    )  # fmt: skip
    return decided.change_set_id


def tell_apart(org: Org, one: int, other: int) -> Any:
    return different(org.pk, "customers", node(org, one), node(org, other), by="maya").change_set_id


def split_off(org: Org, one: int, other: int) -> Any:
    return split(org.pk, "customers", [node(org, one)], by="maya").change_set_id


def choose_value(org: Org, one: int, other: int) -> Any:
    typed = {"origin_city": {"value": f"Chosen {other}"}}
    return choose(org.pk, "customers", node(org, one), by="maya", choices=typed).change_set_id


def edit(org: Org, one: int, other: int) -> Any:
    Customer.objects.filter(pk=person(org, one).pk).update(destination_city=f"Edited {other}")


def move_by_hand(org: Org, one: int, other: int) -> Any:
    target, row = person(org, other), Job.objects.get(job_number=f"{one % PEOPLE}-1")
    if target.merged_into_id is not None or row.customer_id == target.pk:
        return "nothing"
    Job.objects.filter(pk=row.pk).update(customer=target)
    return None


def arrive(org: Org, one: int, other: int) -> Any:
    """A new booking by somebody's e-mail, linked at once."""
    quote = f"9{one}{other}"
    if Job.objects.filter(job_number=f"{quote}-1").exists():
        return "nothing"
    name, email = f"Rosa {'abcdef'[one % PEOPLE]}", f"person{one % PEOPLE // 2}@example.com"
    booking(org, quote, name, email, booked_date="2024-02-01")
    job(org, f"{quote}-1", name, email, job_date="2025-11-01", origin_city=f"Arrived {other}")
    link(org, execute=True, by="link")
    return None


def tie(org: Org, one: int, other: int) -> Any:
    row = BadLead.objects.get(natural_key=f"bad {other % PEOPLE}")
    return same(org.pk, "customers", [node(org, one), node_of(row.pk, 1)], by="maya", override=True).change_set_id


def _lookup(model: Any, place: int) -> int:
    return node_of(model.objects.order_by("name")[place % len(SPELLINGS)].pk)


def merge_lookups(org: Org, one: int, other: int) -> Any:
    """Take two spellings of a seller, a branch or a source for one."""
    entity, model = LOOKUPS[(one + other) % len(LOOKUPS)]
    pair = [_lookup(model, one), _lookup(model, other)]
    if pair[0] == pair[1]:
        return None
    survivor = pair[1] if other >= PEOPLE else None
    return same(org.pk, entity, pair, by="maya", override=True, survivor=survivor).change_set_id


def split_lookups(org: Org, one: int, other: int) -> Any:
    entity, model = LOOKUPS[other % len(LOOKUPS)]
    return split(org.pk, entity, [_lookup(model, one)], by="maya").change_set_id


def choose_survivor(org: Org, one: int, other: int) -> Any:
    return choose(org.pk, "customers", node(org, one), by="maya", survivor=node(org, other)).change_set_id


def move_lead_by_hand(org: Org, one: int, other: int) -> Any:
    target = SalesPerson.objects.order_by("name")[other % len(SPELLINGS)]
    rows = LeadStatus.objects.filter(quote_number=f"10{one % PEOPLE}")
    if target.merged_into_id is not None:
        return "nothing"
    rows.update(sales_person=target)
    return None


LOOKUPS: tuple[tuple[str, Any], ...] = (
    ("sales_people", SalesPerson),
    ("branches", Branch),
    ("lead_sources", LeadSource),
)
WAYS: dict[str, Callable[[Org, int, int], Any]] = {
    "merge": merge, "merge again": merge, "tell apart": tell_apart, "split": split_off, "choose": choose_value,
    "edit": edit, "move by hand": move_by_hand, "arrive": arrive, "tie": tie,
    "merge lookups": merge_lookups, "merge lookups again": merge_lookups, "split lookups": split_lookups, "load": load,
    "choose survivor": choose_survivor, "move a lead by hand": move_lead_by_hand,
}  # fmt: skip
