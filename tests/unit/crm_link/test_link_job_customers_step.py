"""Customers: bookings first, then won jobs; by quote, e-mail, phone, always with a compatible name."""

from __future__ import annotations

import pytest

from aiop.identity.decide import same
from aiop.identity.entity import node_of
from aiop.orgs.models import Org
from crm.models import BookedOpportunity, ContactPoint, Customer, Job
from tests.factories.crm import booking, job
from tests.unit.crm_link.conftest import Linker

STEP = "job_customers"
ROSA, SHARED = "rosa@example.com", "(416) 555-0101"


def customers_of(*rows: BookedOpportunity | Job) -> list[Customer | None]:
    for row in rows:
        row.refresh_from_db()
    return [row.customer for row in rows]


def test_a_booking_founds_a_customer_with_name_parts_and_contact_points(inside: Org, run_link: Linker) -> None:
    row = booking(inside, "10200", "Rosa  de la Cruz", ROSA, SHARED)
    result = run_link(STEP)[STEP]
    (customer,) = customers_of(row)
    assert customer is not None
    assert (customer.name, customer.first_name, customer.last_name) == ("Rosa de la Cruz", "Rosa", "de la Cruz")
    assert (customer.email, customer.phone_key, customer.listed_as) == (ROSA, row.phone_key, "quote 10200")
    assert set(ContactPoint.objects.values_list("kind", "key")) == {("email", ROSA), ("phone", row.phone_key)}
    assert (row.customer_method, result.written) == ("new", 4)


def test_a_name_with_the_last_name_first_is_turned_round(inside: Org, run_link: Linker) -> None:
    for name in ("Velmont, Nadia", "Omar Haddad, Jr.", "Cher"):
        booking(inside, name=name)
    run_link(STEP)
    parts = Customer.objects.order_by("id").values_list("first_name", "last_name")
    assert set(parts) == {("Nadia", "Velmont"), ("Omar", "Haddad, Jr."), ("Cher", None)}


def test_later_bookings_join_by_e_mail_and_then_by_phone(inside: Org, run_link: Linker) -> None:
    rows = [
        booking(inside, "1", "Rosa Kim", ROSA, booked_date="2024-01-01"),
        booking(inside, "2", "R Kim", "ROSA@example.com ", SHARED, booked_date="2024-02-01"),
        booking(inside, "3", "Rosa Kim", None, SHARED, booked_date="2024-03-01"),
    ]
    run_link(STEP)
    assert len(set(customers_of(*rows))) == 1
    assert [row.customer_method for row in rows] == ["new", "email", "phone"]
    assert Customer.objects.get().listed_as == "quote 1"


def test_a_household_that_shares_a_phone_is_never_one_customer(inside: Org, run_link: Linker) -> None:
    rows = [booking(inside, name=name, phone=SHARED) for name in ("Rosa Kim", "Ruben Kim", "Thea Kim")]
    rows += [booking(inside, name=name, email="family@example.com") for name in ("Omar Haddad Sr", "Omar Haddad Jr")]
    run_link(STEP)
    assert len(set(customers_of(*rows))) == 5


def test_one_who_would_fit_several_joins_none_and_is_listed(inside: Org, run_link: Linker) -> None:
    john, jane = booking(inside, "1", "John Smith", phone=SHARED), booking(inside, "2", "Jane Smith", phone=SHARED)
    unclear = booking(inside, "3", "J Smith", phone=SHARED)
    unclear_job = job(inside, "77-1", "J Smith", phone="416-555-0101")
    lone_job = job(inside, "78-1", "J. Smith", phone=SHARED, email="other@example.com")
    result = run_link(STEP)[STEP]
    found = customers_of(john, jane, unclear, unclear_job, lone_job)
    assert len({found[0], found[1], found[2]}) == 3
    assert found[2] == found[3] == found[4]  # the same contact and the same name are one person
    assert result.counts["ambiguous"] == 3
    assert run_link(STEP)[STEP].written == 0


def test_an_ambiguous_job_stays_without_customer_run_after_run(inside: Org, run_link: Linker) -> None:
    booking(inside, "1", "John Smith", phone=SHARED)
    booking(inside, "2", "Jane Smith", phone=SHARED)
    unclear = job(inside, "77-1", "J Smith", phone=SHARED)
    for _ in range(2):
        result = run_link(STEP)[STEP]
        assert customers_of(unclear) == [None]
        assert [remark["label"] for remark in result.remarks] == ["Job 77-1: J Smith"]
    assert result.written == 0


def test_a_chain_of_abbreviations_never_joins_two_people(inside: Org, run_link: Linker) -> None:
    john = booking(inside, "1", "John Smith", email=ROSA)
    bridge = booking(inside, "2", "J Smith", email=ROSA, phone=SHARED)
    jane = booking(inside, "3", "Jane Smith", phone=SHARED)
    run_link(STEP)
    found = customers_of(john, bridge, jane)
    assert found[0] == found[1] != found[2]


def test_a_given_name_and_an_initial_meet_at_the_full_name(inside: Org, run_link: Linker) -> None:
    given = booking(inside, "1", "Rosa", phone=SHARED)
    initial = booking(inside, "2", "R Kim", phone=SHARED)
    run_link(STEP)
    assert len(set(customers_of(given, initial))) == 2
    rows = [
        booking(inside, str(at), name, email=ROSA) for at, name in enumerate(("Rosa", "R Kim", "Rosa Kim"), start=3)
    ]
    run_link(STEP)
    assert len(set(customers_of(*rows))) == 1


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Mark D", "Mark T"), ("Ivan P", "Ivana P"), ("Dana L", "Dan L"), ("Lee A", "Leo A"), ("Kim", "Kimo"),
        ("Nadia Velmont", "Nadia Velmonte"), ("Rosa Kim", "Rosalind Kim"),
    ],
)  # fmt: skip
def test_look_alikes_with_one_e_mail_and_phone_stay_two_customers(
    inside: Org, run_link: Linker, a: str, b: str
) -> None:
    first, second = (booking(inside, name=name, email=ROSA, phone=SHARED) for name in (a, b))
    run_link(STEP)
    found = customers_of(first, second)
    assert found[0] != found[1]


def test_a_job_belongs_to_the_customer_of_its_quotes_booking_whatever_contact_it_carries(
    inside: Org, run_link: Linker
) -> None:
    booked = booking(inside, "10200", "Rosa Kim", ROSA)
    moved = job(inside, "10200-1", "Somebody Else", "else@example.com", SHARED)
    unplaced = job(inside, "10999-1", "Somebody Else", "else@example.com")
    run_link(STEP)
    customer, of_job, of_other = customers_of(booked, moved, unplaced)
    assert customer == of_job != of_other
    assert moved.customer_method == "quote"
    assert {point.value for point in ContactPoint.objects.filter(customer=customer)} == {
        ROSA,
        "else@example.com",
        SHARED,
    }


def test_won_jobs_without_booking_find_or_found_a_customer(inside: Org, run_link: Linker) -> None:
    booked = booking(inside, "1", "Rosa Kim", ROSA, SHARED)
    by_email = job(inside, "2-1", "Rosa", ROSA)
    by_phone = job(inside, "3-1", "R. Kim", None, "416.555.0101")
    new = job(inside, "4-1", "Tariq Noor", "tariq@example.com", job_id="j4")
    joins = job(inside, "5-1", "Tariq Noor", "tariq@example.com", job_id="j5")
    silent = job(inside, "6-1", "Nobody Known")
    result = run_link(STEP)[STEP]
    found = customers_of(booked, by_email, by_phone, new, joins, silent)
    assert found[0] == found[1] == found[2]
    assert found[3] == found[4] != found[0]
    assert found[3] is not None
    assert found[3].listed_as == "job j4"
    assert found[5] is None
    assert [by_email.customer_method, by_phone.customer_method, new.customer_method] == ["email", "phone", "new"]
    assert result.counts["won jobs without contact or booking"] == 1


@pytest.mark.parametrize("status", ["QUOTED", "LOST", "CANCELLED"])
def test_only_won_jobs_have_customers(inside: Org, run_link: Linker, status: str) -> None:
    booking(inside, "1", "Rosa Kim", ROSA)
    row = job(inside, "1-1", "Rosa Kim", ROSA, status=status)
    run_link(STEP)
    assert customers_of(row) == [None]


def test_a_job_whose_status_is_gone_loses_its_customer(inside: Org, run_link: Linker) -> None:
    row = job(inside, "1-1", "Rosa Kim", ROSA)
    run_link(STEP)
    assert customers_of(row) != [None]
    Job.objects.filter(pk=row.pk).update(opportunity_status=None)
    assert run_link(STEP)[STEP].counts["jobs unlinked: not won"] == 1
    assert customers_of(row) == [None]
    assert row.customer_method is None


def test_test_rows_never_have_or_make_customers(inside: Org, run_link: Linker) -> None:
    rows: list[BookedOpportunity | Job] = [
        booking(inside, "1", "Test Customer", ROSA),
        job(inside, "2-1", "Dummy Lead", "dummy@example.com"),
    ]
    run_link(STEP)
    assert customers_of(*rows) == [None, None]
    real = booking(inside, "3", "Rosa Kim", "kim@example.com")
    run_link(STEP)
    BookedOpportunity.objects.filter(pk=real.pk).update(is_test=True)
    assert run_link(STEP)[STEP].counts["bookings unlinked: test row"] == 1


def test_a_duplicate_job_follows_but_never_founds(inside: Org, run_link: Linker) -> None:
    lone = job(inside, "1-1", "Rosa Kim", ROSA, is_duplicate=True)
    run_link(STEP)
    assert customers_of(lone) == [None]
    booking(inside, "2", "Rosa Kim", ROSA)
    run_link(STEP)
    assert customers_of(lone) != [None]


def test_bookings_without_contact_or_name_each_have_a_customer_of_their_own(inside: Org, run_link: Linker) -> None:
    rows = [
        booking(inside, "1", "Rosa Kim"),
        booking(inside, "2", "Rosa Kim"),
        booking(inside, "3", None, ROSA),
        booking(inside, "4", None),
    ]
    run_link(STEP)
    assert len(set(customers_of(*rows))) == 4
    assert [row.customer.name for row in rows if row.customer] == ["Rosa Kim", "Rosa Kim", ROSA, "Quote 4"]
    assert run_link(STEP)[STEP].written == 0


def test_a_booking_that_arrives_after_its_job_joins_the_jobs_customer(inside: Org, run_link: Linker) -> None:
    early = job(inside, "10200-1", "Rosa Kim", ROSA)
    run_link(STEP)
    same_contact = booking(inside, "10200", "Rosa Kim", ROSA, SHARED)
    run_link(STEP)
    assert len(set(customers_of(early, same_contact))) == 1
    other = job(inside, "10300-1", "Tariq Noor", "tariq@example.com")
    run_link(STEP)
    other_contact = booking(inside, "10300", "Tariq Noor", "work@example.com")
    run_link(STEP)
    assert len(set(customers_of(other, other_contact))) == 1
    assert Customer.objects.count() == 2
    assert run_link(STEP)[STEP].written == 0


def test_the_address_is_that_of_the_latest_dated_won_job_as_a_whole(inside: Org, run_link: Linker) -> None:
    booking(inside, "1", "Rosa Kim", ROSA)
    job(
        inside,
        "1-1",
        "Rosa Kim",
        job_date="2024-01-05",
        origin_city="Ottawa",
        origin_zip="K1P 1A1",
        destination_city="Barrie",
    )
    job(inside, "1-2", "Rosa Kim", job_date="2024-06-01", origin_city="Barrie", destination_city="Laval")
    job(inside, "1-3", "Rosa Kim", job_date="2024-09-01", status="CANCELLED", origin_city="Regina")
    job(inside, "1-4", "Rosa Kim", origin_city="Halifax")
    run_link(STEP)
    customer = Customer.objects.get()
    assert (customer.origin_city, customer.origin_zip, customer.destination_city) == ("Barrie", None, "Laval")
    job(inside, "1-5", "Rosa Kim", job_date="2025-01-01", origin_city="Laval")
    run_link(STEP)
    customer.refresh_from_db()
    assert (customer.origin_city, customer.destination_city) == ("Laval", None)


def test_a_first_contact_that_comes_later_fills_the_customers_columns(inside: Org, run_link: Linker) -> None:
    row = booking(inside, "1", "Rosa Kim", ROSA)
    run_link(STEP)
    job(inside, "1-1", "Rosa Kim", "second@example.com", SHARED)
    run_link(STEP)
    (customer,) = customers_of(row)
    assert customer is not None
    assert (customer.email, customer.phone) == (ROSA, SHARED)
    assert ContactPoint.objects.filter(customer=customer).count() == 3


def test_what_a_person_merged_stays_merged(inside: Org, run_link: Linker) -> None:
    vicky, victoria = booking(inside, "1", "Vicky Kim", ROSA), booking(inside, "2", "Victoria Kim", ROSA)
    run_link(STEP)
    loser, survivor = customers_of(vicky, victoria)
    assert loser
    assert survivor
    kept = node_of(survivor.pk)
    same(inside.pk, "customers", [node_of(loser.pk), kept], by="maya", survivor=kept)
    later = booking(inside, "3", "Vicky Kim", ROSA)
    run_link(STEP)
    assert customers_of(vicky, victoria, later) == [survivor] * 3
