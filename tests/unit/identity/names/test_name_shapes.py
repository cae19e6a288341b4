"""Names of sales people: which shapes are found to be one person, and which never are."""

import pytest

from aiop.identity.names.matcher import NameMatcher, Scored

MATCHER = NameMatcher("person")


def scored(*names: str) -> dict[tuple[str, str], Scored]:
    """Score all pairs of names, by the names."""
    return {(names[s.left], names[s.right]): s for s in MATCHER.pairs(list(enumerate(names)))}


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Rosa", "Rosa K"),
        ("Tomas", "Tomas (Spanish)"),
        ("Rosa", "Rosa (Spanish & French)"),
        ("Nadia", "Nadia Velmont"),
        ("Leonora V", "Leonora Velmont"),
        ("Tomas I", "Tomas (Spanish)"),
        ("Vic K", "Victor K"),
        ("Petra S", "Petra S $"),
        ("Petra S", "__Petra S"),
        ("Petra S", "🚚__Petra S"),
        ("petra s ", "Petra  S"),
        ("Velmont, Nadia", "Nadia Velmont"),
        ("Nadia Velmont", "Nadia Velmonte"),
        ("__Nadia Velmont", "Nadia Velmont"),
    ],
)
def test_every_true_shape_is_found(a: str, b: str) -> None:
    assert scored(a, b)[a, b].probability > 0.8


LOOKALIKES = [("mark d", "mark t"), ("ivan p", "ivana p"), ("dana l", "dan l"), ("lee a", "leo a"), ("kim", "kimo")]


@pytest.mark.parametrize(("a", "b"), LOOKALIKES)
def test_different_people_with_look_alike_names_are_kept_apart(a: str, b: str) -> None:
    assert MATCHER.veto(a, b)
    assert scored(a, b) == {}


@pytest.mark.parametrize(("a", "b"), LOOKALIKES)
@pytest.mark.parametrize("dress", ["{} (Spanish)", "🚚__{}", "{} $"])
def test_look_alikes_stay_apart_under_marks_and_capitals(a: str, b: str, dress: str) -> None:
    assert scored(dress.format(a.title()), b) == {}


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Al", "Alina"),
        ("Al", "Salma"),
        ("Maria G", "Mario G"),
        ("Daniel P", "Danielle P"),
        ("Rosa K 1", "Rosa K 2"),
        ("Rosalind Ames Jr", "Rosalind Ames Sr"),
        ("Carla Benetti", "Carlo Benetti"),
        ("House Account", "House Martin"),
    ],
)
def test_a_guard_says_why_two_names_are_never_one(a: str, b: str) -> None:
    assert MATCHER.veto(a, b)


def test_nobody_is_matched_by_a_part_of_a_given_name() -> None:
    assert scored("Al", "Alina", "Salma") == {}


def test_a_given_name_alone_that_fits_two_people_is_for_review_and_says_whom() -> None:
    found = scored("Rosa", "Rosa K", "Rosa M")
    assert set(found) == {("Rosa", "Rosa K"), ("Rosa", "Rosa M")}
    for pair in found.values():
        assert pair.probability < 0.5
        assert MATCHER.zone(pair, auto_from=0.0) == "review"
    assert found["Rosa", "Rosa K"].rivals == ("Rosa M",)


def test_a_short_form_that_fits_two_formal_names_is_for_review() -> None:
    found = scored("Vic K", "Victor K", "Victoria K")
    assert {MATCHER.zone(pair, auto_from=0.0) for pair in found.values()} == {"review"}
    assert ("Victor K", "Victoria K") not in found


def test_two_bare_names_alike_are_less_sure_where_several_people_bear_the_name() -> None:
    alone = scored("Rosa", "Rosa (Spanish)")["Rosa", "Rosa (Spanish)"]
    crowded = scored("Rosa", "Rosa (Spanish)", "Rosa K", "Rosa M")["Rosa", "Rosa (Spanish)"]
    assert crowded.probability < alone.probability
    assert MATCHER.zone(crowded, auto_from=0.0) == "review"


def test_an_initial_is_sure_until_another_name_fits_it() -> None:
    sure = scored("Leonora V", "Leonora Velmont")["Leonora V", "Leonora Velmont"]
    doubtful = scored("Leonora V", "Leonora Velmont", "Leonora Vance")["Leonora V", "Leonora Velmont"]
    assert sure.probability > 0.98
    assert doubtful.probability < 0.5


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Joost Van Dyke", "Joost Vandyke"),
        ("Juan de la Cruz", "Juan Cruz"),
        ("Anne-Marie Duval", "Anne Marie Duval"),
        ("Sean O'Hare", "Shaun OHare"),
        ('Robert "Bob" Tarleton', "Bob Tarleton"),
        ("RosaK", "Rosa K"),
        ("Tomas I - Spanish", "Tomas I"),
        ("rosa.klein@example.com", "Rosa Klein"),
        ("zz Rosa Klein (inactive)", "Rosa Klein"),
        ("Velmont Nadia", "Nadia Velmont"),
        ("Velmont N", "Nadia Velmont"),
        ("Micheal Strand", "Mike Strand"),
        ("Desirée L", "Desiree L"),
    ],
)
def test_other_spellings_of_one_person_are_sure(a: str, b: str) -> None:
    assert scored(a, b)[a, b].probability > 0.95


def test_a_mistyped_given_name_is_never_automatic() -> None:
    pair = scored("Petra Merriweather", "Perta Merriweather")["Petra Merriweather", "Perta Merriweather"]
    assert pair.probability > 0.8
    assert MATCHER.zone(pair, auto_from=0.5) == "review"


def test_names_of_which_nothing_is_left_take_no_part() -> None:
    assert scored("", "-", "🚚", "$", "Rosa") == {}
