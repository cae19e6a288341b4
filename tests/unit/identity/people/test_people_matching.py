"""Who is taken for whom: people of one household stay apart, one person is found behind slips and short forms."""

import dataclasses

import pytest

from aiop.identity.grades import told
from aiop.identity.people.clean import profile
from aiop.identity.people.record import Person
from tests.unit.identity.people.pair import chance, judged, person, rule

MAUDE = person(
    first="Katherine",
    last="Velmont",
    phone="(416) 555-0142",
    email="katherine.velmont@example.com",
    address="12 Oak Street",
    city="Toronto",
    state="ON",
    zip="M5V 2T6",
)


def but(**changes: str) -> Person:
    """Give the same record with some texts changed."""
    if "email" in changes:
        changes["emails"] = (changes.pop("email"),)  # type: ignore[assignment]
    if "phone" in changes:
        changes["phones"] = (changes.pop("phone"),)  # type: ignore[assignment]
    return dataclasses.replace(MAUDE, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(but(first="Kate"), id="nickname"),
        pytest.param(but(first="Kathrine"), id="slip"),
        pytest.param(but(first="K."), id="initial"),
        pytest.param(but(first="Velmont", last="Katherine"), id="swapped"),
        pytest.param(but(first="", last="", name="Velmont, Katherine"), id="one text, surname first"),
        pytest.param(but(address="12 Oak St.", phone="+1 416 555 0142"), id="other formats"),
        pytest.param(but(address="98 Elm Road", zip="M4C 1A1", phone="647 555 0117"), id="moved with a new phone"),
        pytest.param(but(email="", phone=""), id="contacts missing"),
    ],
)
def test_one_person_is_found_although_the_record_differs(other: Person) -> None:
    assert chance(MAUDE, other) > 0.9


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(but(first="Peter", email="peter.velmont@example.com"), id="husband"),
        pytest.param(but(first="Peter", email=""), id="husband without e-mail"),
        pytest.param(but(first="Peter"), id="husband with her e-mail"),
        pytest.param(but(first="Hilda", last="Sarrin", email="hilda@example.org"), id="flatmate"),
    ],
)
def test_people_of_one_household_stay_apart(other: Person) -> None:
    scored = judged(MAUDE, other)
    assert scored.probability[0] < 0.3
    assert scored.household[0] > 0.5


def test_father_and_son_are_never_merged_without_a_look() -> None:
    senior, junior = but(last="Velmont Sr"), but(last="Velmont Jr")
    assert rule(senior, junior) == "veto: generations differ"
    assert rule(MAUDE, junior) == "veto: generations differ"


def test_a_different_birth_date_is_a_veto() -> None:
    assert rule(but(birth="1971-04-02"), but(birth="1988-11-30")) == "veto: birth dates differ"


def test_a_personal_e_mail_and_a_fitting_name_pass_the_guard_of_automatic_merging() -> None:
    assert rule(MAUDE, but(first="Kate", address="", phone="")).startswith("auto")


def test_conflicting_e_mails_pass_no_guard() -> None:
    assert rule(MAUDE, but(email="kv88@example.org")) == ""


def test_a_shared_switchboard_is_no_evidence_and_a_veto() -> None:
    one = person(first="Katherine", last="Velmont", phone="4165550100")
    other = person(first="Kate", last="Sarrin", phone="4165550100")
    assert chance(one, other) < 0.2
    assert rule(one, other) == "veto: a contact shared by many"


def test_missing_fields_carry_no_evidence() -> None:
    one, other = person(first="Katherine", last="Velmont"), person(first="Katherine", last="Velmont")
    weights = judged(one, other).weights_of(0)
    assert weights[0] > 0
    assert weights[1] > 0
    assert weights[2:] == [0.0] * 8


def test_the_order_of_two_records_does_not_matter() -> None:
    other = but(first="Kate", email="thevelmonts@example.com", address="12 Oack St")
    forth, back = judged(MAUDE, other), judged(other, MAUDE)
    assert forth.probability == back.probability
    assert (forth.vector == back.vector).all()


def test_evidence_reads_as_sentences_with_both_values() -> None:
    left, right = (
        profile(MAUDE)._asdict(),
        profile(but(first="Kate", phone="647 555 0117", address="9 Elm Road"))._asdict(),
    )
    assert told("first", "NICKNAME", 1.5, left, right) == "“Katherine” and “Kate” are forms of one given name."
    assert told("phone", "DIFFERENT", -2.0, left, right) == "The phone numbers differ: 4165550142 and 6475550117."
    # Who moved is no less one person; that the addresses differ is still nothing that speaks for it.
    assert told("address", "DIFFERENT", 0.4, left, right) == ""
    assert told("last", "SAME_KNOWN", -0.5, left, right) == "The surname is the same: Velmont, as in any household."
