"""The ledger's sellers, branches, sources and performance rows agree with the rules for names."""

from collections import Counter, defaultdict

from aiop.sandbox.world import Ledger
from aiop.values.branch_name import branch_key, branch_marks, branch_place
from aiop.values.seller_name import seller_key
from aiop.values.source_name import source_category
from tests.unit.crm_sandbox.conftest import ReadKind


def test_every_spelling_of_a_seller_is_listed(read_kind: ReadKind, truth: Ledger) -> None:
    listed = {row["spelling"] for row in truth.rows("sales_people")}
    spelled = {row["Sales Person Name"].strip() for row in read_kind("jobs")}
    for kind in ("lead_status", "booked_opportunities"):
        spelled |= {row["Sales Person"].strip() for row in read_kind(kind)}
    assert listed == spelled | {row["Name"].strip() for row in read_kind("sales_performance")}


def test_every_shape_of_a_seller_name_occurs(truth: Ledger) -> None:
    spellings = {row["spelling"] for row in truth.rows("sales_people")}
    assert {
        "Rosa",
        "Rosa K",
        "Rosa (Spanish & French)",
        "Tomas I",
        "Tomas (Spanish)",
        "Nadia",
        "Nadia Velmont",
    } < spellings
    assert {"Leonora V", "Leonora Velmont", "Vic K", "Victor K", "Nadia $", "🚚__Petra S", "__Petra S"} < spellings
    assert {"Petra  S", "petra s"} < spellings


def test_no_key_joins_two_people(truth: Ledger) -> None:
    people = defaultdict(set)
    for row in truth.rows("sales_people"):
        assert row["seller_key"] == seller_key(str(row["spelling"]))
        people[row["seller_key"]].add(row["person"])
    assert all(len(found) == 1 for found in people.values())


def test_lookalike_sellers_are_different_people_who_need_no_review(truth: Ledger) -> None:
    rows = {row["spelling"]: row for row in truth.rows("sales_people")}
    for pair in (("Mark D", "Mark T"), ("Ivan P", "Ivana P"), ("Dana L", "Dan L"), ("Lee A", "Leo A"), ("Kim", "Kimo")):
        assert {rows[name]["person"] for name in pair} == set(pair)
        assert not any(rows[name]["needs_review"] for name in pair)


def test_what_only_resembles_a_seller_needs_review(truth: Ledger) -> None:
    review = {row["spelling"]: row["person"] for row in truth.rows("sales_people") if row["needs_review"]}
    assert review["Vic K"] == "Victor K"
    assert review["Nadia Velmont"] == "Nadia"
    assert review["Tomas (Spanish)"] == "Tomas I"
    assert "Rosa (Spanish & French)" not in review


def test_the_reference_spelling_names_the_seller(truth: Ledger) -> None:
    canonical = {row["spelling"]: row["canonical"] for row in truth.rows("sales_people")}
    assert canonical["petra s"] == canonical["__Petra S"] == "Petra S"


def test_telephone_users_link_by_key_or_stay_orphans(truth: Ledger) -> None:
    keys = {row["seller_key"] for row in truth.rows("sales_people")}
    users = [row for row in truth.rows("performance") if row["report"] == "user_performance"]
    for row in users:
        assert (row["sales_person"] is not None) == (seller_key(str(row["name"])) in keys)
    orphans = sum(row["sales_person"] is None for row in users)
    checks = truth.mapping("checks")
    assert orphans == checks["original_orphaned_user_performance"] == 15
    assert checks["orphaned_user_performance_of_sellers"] == 1


def test_branches_stand_for_their_true_province(truth: Ledger) -> None:
    rows = list(truth.rows("branches"))
    for row in rows:
        raw, place = str(row["raw"]), branch_place(str(row["raw"]))
        assert row["branch_key"] == branch_key(raw)
        assert sorted(branch_marks(raw)) == ([row["mark"]] if row["mark"] else [])
        assert (row["state"], row["country"]) == (place[1:] if place else (None, None))
    names = Counter(row["canonical"] for row in rows if row["canonical"])
    assert len(names) == 60
    assert any(row["test"] for row in rows)


def test_sources_have_the_category_of_their_words(truth: Ledger) -> None:
    rows = list(truth.rows("lead_sources"))
    for row in rows:
        assert source_category(str(row["raw"])) == row["category"] == row["category_by_meaning"], row["raw"]
    assert {row["category"] for row in rows} == {"online", "referral", "partner", "advertising", "other"}
