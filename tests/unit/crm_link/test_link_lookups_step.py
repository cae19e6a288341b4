"""Sales persons, branches, lead sources and performance rows: by exact and normalised spelling only."""

from __future__ import annotations

from typing import Any

from aiop.orgs.models import Org
from crm.models import Branch, BranchAlias, LeadSource, SalesPerson, SalesPersonAlias
from tests.factories.crm import bad_lead, booking, job, lead, lost_lead, phone_user, sales_person, seller_result
from tests.unit.crm_link.conftest import Linker


def test_spellings_that_differ_by_marks_case_and_blanks_are_one_sales_person(inside: Org, run_link: Linker) -> None:
    rows: list[Any] = [
        lead(inside, sales_person_name="Petra S"),
        booking(inside, sales_person_name="🚚__Petra S"),
        job(inside, sales_person_name="petra  s "),
    ]
    run_link("sales_people")
    for row in rows:
        row.refresh_from_db()
    assert len({row.sales_person_id for row in rows}) == 1
    assert SalesPerson.objects.count() == 1


def test_merely_similar_sales_persons_stay_apart(inside: Org, run_link: Linker) -> None:
    names = [
        "Mark D",
        "Mark T",
        "Ivan P",
        "Ivana P",
        "Dana L",
        "Dan L",
        "Lee A",
        "Leo A",
        "Kim",
        "Kimo",
        "Rosa",
        "Rosa K",
    ]
    for name in names:
        lead(inside, sales_person_name=name)
    result = run_link("sales_people")["sales_people"]
    assert result.counts == {"new sales persons": 12, "leads linked": 12}
    assert set(SalesPerson.objects.values_list("name", flat=True)) == set(names)


def test_the_sales_reports_spelling_names_a_new_sales_person(inside: Org, run_link: Linker) -> None:
    seller_result(inside, "Anselm R")
    lead(inside, sales_person_name="ANSELM R")
    lead(inside, sales_person_name="ANSELM R")
    run_link("sales_people")
    assert SalesPerson.objects.get().name == "Anselm R"


def test_rows_follow_an_alias_that_a_person_moved(inside: Org, run_link: Linker) -> None:
    rosa, rosa_k = sales_person(inside, "Rosa"), sales_person(inside, "Rosa K")
    row = lead(inside, sales_person_name="Rosa K", sales_person=rosa_k)
    SalesPersonAlias.objects.filter(key="rosa k").update(target=rosa)
    assert run_link("sales_people")["sales_people"].counts == {"leads moved to what the spelling means": 1}
    row.refresh_from_db()
    assert row.sales_person == rosa


def test_branches_take_their_true_province_and_test_branches_are_flagged(inside: Org, run_link: Linker) -> None:
    rows = [
        lead(inside, branch_name=name)
        for name in ("🚚 NORTH YORK", "NORTH YORK", "Test Location", "EDMONTON (On Hold)")
    ]
    run_link("branches")
    for row in rows:
        row.refresh_from_db()
    assert rows[0].branch == rows[1].branch
    york, test, edmonton = rows[1].branch, rows[2].branch, rows[3].branch
    assert york
    assert test
    assert edmonton
    assert (york.state_code, york.country, york.is_test) == ("ON", "CA", False)
    assert (test.is_test, test.is_active, test.city) == (True, False, None)
    assert edmonton.state_code == "AB"


def test_a_branch_without_place_is_given_one_and_a_place_set_by_hand_stays(inside: Org, run_link: Linker) -> None:
    for name, key, city in (("HALIFAX", "halifax", None), ("WINDSOR", "windsor", "Detroit side")):
        branch = Branch.objects.create(org=inside, name=name, key=key, city=city)
        BranchAlias.objects.create(org=inside, key=key, target=branch)
    assert run_link("branches")["branches"].written == 1
    assert Branch.objects.get(name="HALIFAX").state_code == "NS"
    assert Branch.objects.get(name="WINDSOR").city == "Detroit side"


def test_every_kind_of_row_finds_its_source(inside: Org, run_link: Linker) -> None:
    rows: list[Any] = [
        lead(inside, "10400", referral_source=" Google  Ads "),
        booking(inside, referral_source="google ads"),
        job(inside, referral_source="Google Ads"),
        bad_lead(inside, provider="GOOGLE ADS"),
        lost_lead(inside, "10400"),
    ]
    unknown = lost_lead(inside, "10401")
    run_link("lead_sources")
    for row in (*rows, unknown):
        row.refresh_from_db()
    assert {row.lead_source for row in rows} == {LeadSource.objects.get()}
    assert LeadSource.objects.get().category == "online"
    assert unknown.lead_source is None


def test_a_category_set_by_hand_is_kept_and_others_follow_the_rules(inside: Org, run_link: Linker) -> None:
    LeadSource.objects.create(org=inside, name="Website Referral", key="website referral", category="online")
    LeadSource.objects.create(
        org=inside, name="Radio Spot", key="radio spot", category="other", category_set_by_hand=True
    )
    assert run_link("lead_sources")["lead_sources"].counts == {"categories by the word rules": 1}
    assert LeadSource.objects.get(name="Website Referral").category == "referral"
    assert LeadSource.objects.get(name="Radio Spot").category == "other"


def test_phone_users_link_by_name_and_tag_and_the_rest_stay_listed(inside: Org, run_link: Linker) -> None:
    rosa = sales_person(inside, "Rosa")
    tagged, similar = phone_user(inside, "Rosa (Spanish & French)"), phone_user(inside, "Rosa K")
    phone_user(inside, "Main Line", not_a_seller=True)
    result = run_link("performance")["performance"]
    tagged.refresh_from_db()
    similar.refresh_from_db()
    assert (tagged.sales_person, similar.sales_person) == (rosa, None)
    assert [remark["label"] for remark in result.remarks] == ["Rosa K"]
    assert SalesPerson.objects.count() == 1


def test_a_name_contained_in_another_is_not_the_same_seller(inside: Org, run_link: Linker) -> None:
    sales_person(inside, "Al")
    user = phone_user(inside, "Alina")
    run_link("performance")
    user.refresh_from_db()
    assert user.sales_person is None


def test_a_seller_of_the_sales_report_is_made_when_unknown(inside: Org, run_link: Linker) -> None:
    row = seller_result(inside, "Odile Marchetti")
    assert run_link("performance")["performance"].counts["seller results linked"] == 1
    row.refresh_from_db()
    assert row.sales_person is not None
    assert row.sales_person.name == "Odile Marchetti"
