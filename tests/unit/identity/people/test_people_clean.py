"""Cleaning: one spelling for what is the same, blank for what says nothing, never an error."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiop.identity.people.clean import Profile, profile
from aiop.identity.people.record import Person
from tests.unit.identity.people.pair import person

texts = st.text(max_size=40)


@settings(deadline=None, max_examples=50)
@given(texts, texts, texts, texts, texts, texts, texts, texts, texts)
def test_cleaning_never_raises_and_gives_strings(
    first: str, last: str, name: str, email: str, phone: str, address: str, city: str, code: str, birth: str
) -> None:
    cleaned = profile(Person(1, first, last, name, (email,), (phone,), address, city, "", code, birth))
    assert len(cleaned) == len(Profile.COLUMNS)
    assert all(isinstance(text, str) for text in cleaned)


names = st.sampled_from(["Anna", "KATE", "O'Brien", "de la Cruz", "Mary Ann", "J.", "", "Smith-Jones", "Dr. Who"])


@settings(deadline=None, max_examples=50)
@given(
    names, names, st.sampled_from(["a.b@gmail.com", "x@y.co", ""]), st.sampled_from(["4165550142", "+442071838750", ""])
)
def test_cleaning_what_is_clean_changes_nothing(first: str, last: str, email: str, phone: str) -> None:
    once = profile(Person(1, first, last, "", (email,), (phone,)))
    again = profile(Person(1, once.first, once.last, "", (once.email,), (once.phone,), middle=once.middle))
    assert again == once


@pytest.mark.parametrize("email", ["none@none.com", "test@test.com", "noemail@example.com", "n/a", "a b@example.com"])
def test_e_mails_typed_to_get_past_a_form_are_blank(email: str) -> None:
    assert profile(person(email=email)).email == ""


@pytest.mark.parametrize("phone", ["0000000000", "555-555-5555", "1234567890", "n/a", "999 999 9999", "12"])
def test_phones_typed_to_get_past_a_form_are_blank(phone: str) -> None:
    assert profile(person(phone=phone)).phone == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 Oak Street", "12 oak st."),
        ("Apt 4, 12 Oak St", "12 Oak St #4"),
        ("4-12 Oak St", "12 Oak St Unit 4"),
        ("12 Third Avenue", "12 3rd Ave"),
        ("12 Oak St, Toronto, ON M5V 2T6", "12 Oak St"),
    ],
)
def test_spellings_of_one_address_are_one(one: str, other: str) -> None:
    place = {"city": "Toronto", "state": "ON", "zip": "M5V2T6"}
    assert profile(person(address=one, **place)) == profile(person(address=other, **place))


def test_a_code_written_into_the_address_is_taken_from_it() -> None:
    assert profile(person(address="12 Oak St, Springfield, 90210", city="Springfield")).zip == "90210"


@pytest.mark.parametrize(
    ("email", "cleaned"),
    [("Anna.Bell+news@GMAIL.com", "annabell@gmail.com"), ("anna@gmial.com", "anna@gmail.com"), ("A@b.test", "")],
)
def test_e_mails_of_one_mailbox_are_one(email: str, cleaned: str) -> None:
    assert profile(person(email=email)).email == cleaned


@pytest.mark.parametrize("birth", ["1971-04-02", "19710402", "04/02/1971", "04021971"])
def test_birth_dates_have_one_spelling(birth: str) -> None:
    assert profile(person(birth=birth)).birth == "19710402"


def test_several_contacts_are_kept_in_order_of_the_alphabet() -> None:
    cleaned = profile(Person(1, emails=("b@example.com", "anna@example.com"), phones=("647-555-0117", "4165550142")))
    assert cleaned.email == "anna@example.com b@example.com"
    assert cleaned.phone == "4165550142 6475550117"


def test_middle_names_and_generations_are_parted_from_the_name() -> None:
    cleaned = profile(person(first="Anna M.", last="Bell Jr"))
    assert (cleaned.first, cleaned.middle, cleaned.last, cleaned.suffix) == ("anna", "m", "bell", "jr")
