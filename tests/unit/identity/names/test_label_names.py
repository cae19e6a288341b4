"""Names of branches and lead sources: which are one, which are two, and what is left to people."""

import pytest

from aiop.identity.names.matcher import NameMatcher, Scored

BRANCHES, SOURCES = NameMatcher("branch"), NameMatcher("source")


def one(matcher: NameMatcher, a: str, b: str) -> Scored | None:
    """Score one pair of names."""
    return next(iter(matcher.pairs([(1, a), (2, b)])), None)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Toronto", "Toronto (On Hold)"),
        ("🚚 OTTAWA", "Ottawa ON"),
        ("TULSA (No New Bookings Until Further Notice)", "Tulsa"),
        ("North York", "N. York"),
        ("St. Louis", "Saint Louis"),
        ("Ottawa 2", "Ottawa II"),
        ("Montréal-Nord", "Montreal North"),
        ("Waterloo/Kitchener", "KW"),
        ("Toronto (Downtown)", "Downtown Toronto"),
        ("Fort Worth", "Ft. Worth"),
        ("Calgary South", "South Calgary"),
        ("Mississauga", "Missisauga"),
        ("Northern Virginia", "NOVA"),
        ("Kingston, Ontario", "Kingston"),
        ("VAUGHAN (ON) BRANCH", "Vaughan"),
        ("East-York - ON Office", "East York"),
        ("Fort Saskatchewan", "Ft. Saskatchewan"),
    ],
)
def test_spellings_of_one_branch_are_found(a: str, b: str) -> None:
    pair = one(BRANCHES, a, b)
    assert pair is not None
    assert pair.probability > 0.95


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("North York", "South York"),
        ("Ottawa", "Ottawa 2"),
        ("Ottawa 2", "Ottawa 3"),
        ("Richmond", "Richmond Hill"),
        ("Vancouver BC", "Vancouver WA"),
        ("London ON", "London KY"),
        ("Calgary North", "Calgary S"),
        ("Vancouver", "North Vancouver"),
    ],
)
def test_a_guard_keeps_two_places_apart(a: str, b: str) -> None:
    assert BRANCHES.veto(a, b)
    assert one(BRANCHES, a, b) is None


@pytest.mark.parametrize(
    ("a", "b"),
    [("Montreal", "Montreal North"), ("York", "North York"), ("Hamilton", "Milton"), ("Vancouver", "Vancouver WA")],
)
def test_a_narrower_or_other_place_is_never_likely(a: str, b: str) -> None:
    pair = one(BRANCHES, a, b)
    assert pair is None or pair.probability < 0.1


def test_area_and_city_together_are_left_to_people() -> None:
    pair = one(BRANCHES, "North York", "NORTH YORK TORONTO")
    assert pair is not None
    assert BRANCHES.zone(pair, auto_from=0.0) == "review"


def test_a_branch_without_its_state_is_ambiguous_where_two_states_have_one() -> None:
    names = ["Springfield", "Springfield IL", "Springfield MO"]
    found = BRANCHES.pairs(list(enumerate(names)))
    assert {(names[s.left], names[s.right]) for s in found} == {
        ("Springfield", "Springfield IL"),
        ("Springfield", "Springfield MO"),
    }
    assert {BRANCHES.zone(s, auto_from=0.0) for s in found} == {"review"}


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Google Ads", "google adwords"),
        ("Google My Business", "GMB"),
        ("Referral - Realtor", "Realtor Referral"),
        ("HomePro", "Home Pro"),
        ("Equate Media", "Equate Media Leads"),
        ("BBB", "Better Business Bureau"),
        ("Word of Mouth", "WOM"),
        ("Previous Customer", "Repeat Client"),
        ("yelp.com", "Yelp"),
        ("Craigs List", "craigslist"),
        ("Autumn Promo", "Fall Promotion"),
        ("Moving Directory", "Movng Directory"),
        ("Friends & Family", "Family and Friends"),
        ("Leads Depot", "LEADSDEPOT"),
        ("Hau lQuotes", "Haul Quotes"),
        ("Truck_Sign (old)", "TRUCKSIGN"),
        ("betterbusinessbureau", "BBB"),
        ("Haul Quotes Online", "haul-quotes (web)"),
        ("Dorm Movers", "Drm Movers LLC"),
        ("Prairie Leads", "Prairie-Ledas"),
        ("Senior Program", "senior prog"),
    ],
)
def test_spellings_of_one_source_are_found(a: str, b: str) -> None:
    pair = one(SOURCES, a, b)
    assert pair is not None
    assert pair.probability > 0.9


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Spring Promotion", "Fall Promotion"),
        ("Mailer 2023", "Mailer 2024"),
        ("Google Ads", "Google Organic"),
        ("Radio Ad", "TV Ad"),
        ("Google Ads", "Google My Business"),
        ("Plan A Media", "Plan B Media"),
        ("Referral - Realtor", "Referral - Friend"),
    ],
)
def test_a_guard_keeps_two_sources_apart(a: str, b: str) -> None:
    assert SOURCES.veto(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Yelp", "Yelp Ads"),
        ("Google", "Google My Business"),
        ("Website", "Website Referral"),
        ("Home Depot", "Home Show"),
    ],
)
def test_a_narrower_source_is_never_likely(a: str, b: str) -> None:
    pair = one(SOURCES, a, b)
    assert pair is None or pair.probability < 0.1


def test_a_word_that_other_names_leave_out_makes_a_pair_likely_and_not_automatic() -> None:
    names = [
        "Scarborough Toronto",
        "Scarborough",
        "Etobicoke Toronto",
        "Etobicoke",
        "Leaside Toronto",
        "Leaside",
        "Toronto",
    ]
    found = {(names[s.left], names[s.right]): s for s in BRANCHES.pairs(list(enumerate(names)))}
    pair = found["Scarborough Toronto", "Scarborough"]
    assert pair.probability > 0.8
    assert BRANCHES.zone(pair, auto_from=0.0) == "review"
    assert ("Scarborough", "Etobicoke Toronto") not in found


def test_a_direction_mistyped_still_tells_two_places_apart() -> None:
    pair = one(BRANCHES, "Montréal Noryh", "Montreal")
    assert pair is None or pair.probability < 0.1


def test_noise_in_the_middle_of_a_source_belongs_to_its_name() -> None:
    pair = one(SOURCES, "Moving Leads Direct", "Moving Direct")
    assert pair is None or pair.rule != "same words"


def test_a_brand_that_stands_in_front_of_most_names_says_nothing() -> None:
    towns = [
        "Ajax",
        "Barrie",
        "Boise",
        "Calgary",
        "Halifax",
        "Kelowna",
        "Moncton",
        "Oshawa",
        "Regina",
        "Surrey",
        "Tulsa",
        "Windsor",
    ]
    names = [f"Crateful {town}" for town in towns] + ["Kelowna", "Tulsa"]
    found = {(names[s.left], names[s.right]) for s in BRANCHES.pairs(list(enumerate(names))) if s.probability > 0.9}
    assert found == {("Crateful Kelowna", "Kelowna"), ("Crateful Tulsa", "Tulsa")}
