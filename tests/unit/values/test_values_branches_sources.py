"""Branches with their marks and places, lead sources with their categories."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiop.values.branch_name import branch_key, branch_marks, branch_place
from aiop.values.source_name import CATEGORY_RULES, original_category, source_category, source_display, source_key

QUICK = settings(max_examples=80, deadline=None)
APPROVED = """ABBOTSFORD, AJAX, ALEXANDRIA, ARLINGTON, AURORA, AUSTIN, BARRIE, BOISE, BRAMPTON, BRANTFORD, BURLINGTON, BURNABY,
CALGARY, COLORADO SPRINGS, COQUITLAM, DOWNTOWN TORONTO, EDMONTON, FREDERICTON, HALIFAX, HAMILTON, HOUSTON, KELOWNA,
KINGSTON, LETHBRIDGE, LITTLE FERRY, LONDON, MARIETTA, MARKHAM, MILTON, MISSISSAUGA, MONCTON, MONTREAL, MONTR\u00c9AL,
MONTREAL NORTH, NASHVILLE, NEW JERSEY, NORTH YORK, NORTHERN VIRGINIA, OAKVILLE, OSHAWA, OTTAWA, PETERBOROUGH, PHILADELPHIA,
PHOENIX, REGINA, RICHMOND, SAINT JOHN, SASKATOON, SCARBOROUGH, ST. CATHARINES, SURREY, THE WOODLANDS, TULSA, VANCOUVER,
VAUGHAN, VICTORIA ISLAND, WASHINGTON DC, WATERLOO/KITCHENER, WINDSOR, WINNIPEG""".replace("\n", " ").split(", ")


def test_every_approved_branch_has_a_place() -> None:
    assert len(APPROVED) == 60
    assert all(branch_place(name) for name in APPROVED)


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("EDMONTON", ("Edmonton", "AB", "CA")),
        ("MONCTON", ("Moncton", "NB", "CA")),
        ("FREDERICTON", ("Fredericton", "NB", "CA")),
        ("SASKATOON", ("Saskatoon", "SK", "CA")),
        ("MONTREAL", ("Montreal", "QC", "CA")),
        ("MONTR\u00c9AL", ("Montreal", "QC", "CA")),
        ("MONTREAL NORTH", ("Montreal", "QC", "CA")),
        ("RICHMOND", ("Richmond", "BC", "CA")),
        ("HOUSTON", ("Houston", "TX", "US")),
        ("ARLINGTON", ("Arlington", "VA", "US")),
        ("WASHINGTON DC", ("Washington", "DC", "US")),
        ("ABBOTSFORD", ("Abbotsford", "BC", "CA")),
        ("BURNABY", ("Burnaby", "BC", "CA")),
        ("LITTLE FERRY", ("Little Ferry", "NJ", "US")),
        ("St. Catharines", ("St. Catharines", "ON", "CA")),
        ("NORTH YORK TORONTO (On Hold)", ("North York", "ON", "CA")),
        ("Richmond Hill", ("Richmond Hill", "ON", "CA")),
        ("VANCOUVER WA", ("Vancouver", "WA", "US")),
        ("Arlington, Texas", ("Arlington", "TX", "US")),
        ("London - West", ("London", "ON", "CA")),
        ("Londonderry", None),
        ("Test Location", None),
        ("", None),
    ],
)
def test_a_branch_stands_in_its_true_province_or_state(name: str, place: tuple[str, str, str] | None) -> None:
    assert branch_place(name) == place


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("\U0001f69a NORTH YORK TORONTO (On Hold)", "north york toronto"),
        ("London (No New Bookings Until Further Notice)", "london"),
        ("  ST.  CATHARINES ", "st catharines"),
        ("WATERLOO / KITCHENER", "waterloo/kitchener"),
        ("Montr\u00e9al", "montreal"),
        ("Saint-Jean", "saint-jean"),
        ("London \u2013 West", "london - west"),
        ("Calgary - Closed", "calgary"),
        ("(On Hold)", None),
        ("--", None),
    ],
)
def test_a_branch_has_one_key(name: str, key: str | None) -> None:
    assert branch_key(name) == key


@pytest.mark.parametrize(
    ("name", "marks"),
    [
        ("Ajax", set()),
        ("Ajax (On Hold)", {"on_hold"}),
        ("AJAX (no new bookings until further notice)", {"no_new_bookings"}),
        ("Ajax (Closed)", {"closed"}),
        ("Test Location", {"test"}),
        ("Xxx", {"test"}),
        ("Xxxduplicate", {"test"}),
        ("Xxxxx -- No Longer Active", {"test"}),
        ("Close All Test", {"test"}),
        ("Testa Street", set()),
    ],
)
def test_a_branch_name_says_its_state(name: str, marks: set[str]) -> None:
    assert branch_marks(name) == marks


@pytest.mark.parametrize(
    ("name", "category", "original"),
    [
        ("Radio Spot", "advertising", "advertising"),
        ("Leads Depot", "other", "advertising"),
        ("Broadway Realty", "other", "advertising"),
        ("Webster Storage", "other", "online"),
        ("Research Park Apartments", "other", "online"),
        ("Website Referral", "referral", "online"),
        ("Google Ads", "online", "online"),
        ("Word-of-Mouth", "referral", "Other"),
        ("Friends & Family", "referral", "referral"),
        ("Lead aggregators", "partner", "advertising"),
        ("Affiliate", "partner", "partner"),
        ("Magazine ad", "advertising", "advertising"),
        ("Repeat Customer", "other", "Other"),
        ("Walk-in", "other", "Other"),
        ("Truck Sign", "other", "Other"),
        ("Phone Book", "other", "Other"),
        ("Direct Mail", "other", "Other"),
        ("Moving Directory", "other", "Other"),
        ("", "other", "Other"),
    ],
)
def test_a_source_has_a_category_by_words_and_one_by_the_original_rule(name: str, category: str, original: str) -> None:
    assert source_category(name) == category
    assert original_category(name) == original


def test_every_word_of_a_rule_leads_to_its_category_or_an_earlier_one() -> None:
    order = [category for category, _ in CATEGORY_RULES]
    for category, words in CATEGORY_RULES:
        for word in words:
            assert order.index(source_category(f"The {word.upper()}, 2024")) <= order.index(category)


def test_a_source_is_shown_with_the_capitals_it_came_with() -> None:
    assert source_display("  BBB   referral ") == "BBB Referral"
    assert source_display("HomePro") == "HomePro"
    assert source_display("--") is None
    assert source_key(" Google   ADS ") == source_key("google ads") == "google ads"


def test_an_endless_name_has_no_place() -> None:
    assert branch_place("a " * 50_000) is None


@QUICK
@given(st.text())
def test_keys_of_branches_and_sources_never_raise(name: str) -> None:
    branch_marks(name)
    branch_place(name)
    source_category(name)
    original_category(name)
    source_display(name)
    for key in (branch_key, source_key):
        once = key(name)
        assert once is None or key(once) in (once, None)
