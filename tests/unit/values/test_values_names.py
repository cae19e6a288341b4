"""Names of people and of sales people."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiop.values.markers import is_test_name, is_totals_row
from aiop.values.person_name import (
    PersonName,
    first_key,
    generation,
    last_key,
    name_key,
    names_compatible,
    split_name,
)
from aiop.values.seller_name import seller_key

QUICK = settings(max_examples=80, deadline=None)
DIFFERENT_PEOPLE = [
    ("mark d", "mark t"),
    ("ivan p", "ivana p"),
    ("dana l", "dan l"),
    ("lee a", "leo a"),
    ("kim", "kimo"),
]


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("Nadia Velmont", PersonName("Nadia", "", "Velmont")),
        ("  Nadia  Quill   Velmont ", PersonName("Nadia", "Quill", "Velmont")),
        ("Velmont, Nadia", PersonName("Nadia", "", "Velmont")),
        ("Dr. Nadia Q. Velmont Jr.", PersonName("Nadia", "Q.", "Velmont", "Jr.", "Dr.")),
        ("Juan de la Cruz", PersonName("Juan", "", "de la Cruz")),
        ("Prince Nelson", PersonName("Prince", "", "Nelson")),
        ("Leonora V", PersonName("Leonora", "", "V")),
        ("Nadia", PersonName("Nadia")),
        ("(Nadia)", PersonName("(Nadia)")),
        ("Miss", PersonName("Miss")),
        ("--", None),
    ],
)
def test_a_name_is_taken_apart(written: str, parts: PersonName | None) -> None:
    assert split_name(written) == parts


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Nadia Velmont", "nadia velmont"),
        ("VELMONT,  nadia", "nadia velmont"),
        ("Velmont, Nadia, Jr", "nadia velmont"),
        ("Velmont, Dr. Nadia III", "nadia velmont"),
        ("Mr. & Mrs. Velmont", "velmont"),
        ("Nadia Velmont, Ph.D.", "nadia velmont"),
        ("Si\u00e2n O\u2019Brien", "sian obrien"),
        ("Anne-Marie Smith", "anne marie smith"),
        ("J.R. Smith", "j r smith"),
        ("\u0141ukasz St\u00f8rm", "lukasz storm"),
        ("Miss", "miss"),
        ("Jr", "jr"),
        ("nan", None),
        ("...", None),
        ("", None),
    ],
)
def test_a_name_has_one_key(written: str, key: str | None) -> None:
    assert name_key(written) == key


def test_first_and_last_keys() -> None:
    assert (first_key("Velmont, Nadia"), last_key("Velmont, Nadia")) == ("nadia", "velmont")
    assert (first_key("Nadia"), last_key("Nadia")) == ("nadia", None)
    assert last_key("Juan de la Cruz") == "cruz"
    assert generation("John Smith, Jr.") == "jr"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Nadia Velmont", "velmont, NADIA"),
        ("N Velmont", "Nadia Velmont"),
        ("Rosa", "Rosa K"),
        ("Nadia", "Nadia Velmont"),
        ("Leonora V", "Leonora Velmont"),
        ("Nadia Q Velmont", "Nadia Velmont"),
        ("Nadia Q Velmont", "Nadia Quill Velmont"),
    ],
)
def test_names_that_can_be_one_persons(a: str, b: str) -> None:
    assert names_compatible(a, b)
    assert names_compatible(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        *DIFFERENT_PEOPLE,
        ("Vic K", "Victor K"),
        ("Nadia Velmont", "Nadia Velmonte"),
        ("N", "Nadia Velmont"),
        ("N V", "Nadia Velmont"),
        ("M Smith", "M S"),
        ("Al", "Alina"),
        ("John Smith Jr", "John Smith Sr"),
        ("Maria Ana Lopez", "Maria Jose Lopez"),
        ("", ""),
        ("--", "Nadia"),
    ],
)
def test_names_that_are_alike_but_not_compatible(a: str, b: str) -> None:
    assert not names_compatible(a, b)
    assert not names_compatible(b, a)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Rosa", "rosa"),
        ("Rosa K", "rosa k"),
        ("Tomas (Spanish)", "tomas"),
        ("Rosa (Spanish & French)", "rosa"),
        ("Tom\u00e1s (Fran\u00e7ais)", "tomas"),
        ("Rosa $", "rosa"),
        ("\U0001f69a__Petra S", "petra s"),
        ("__Petra S", "petra s"),
        ("petra s ", "petra s"),
        ("Petra  S", "petra s"),
        ("Velmont, Nadia", "nadia velmont"),
        ("Nadia Velmont, Jr.", "nadia velmont jr"),
        ("Rosa (Toronto)", "rosa (toronto)"),
        ("Tomas I", "tomas i"),
        ("Rosa 2", "rosa 2"),
        (" $ ", None),
        ("--", None),
    ],
)
def test_a_sales_person_has_one_key_after_cleaning(written: str, key: str | None) -> None:
    assert seller_key(written) == key


@pytest.mark.parametrize(
    ("a", "b"), [*DIFFERENT_PEOPLE, ("Rosa", "Rosa K"), ("Vic K", "Victor K"), ("Tomas I", "Tomas (Spanish)")]
)
def test_different_sales_people_never_share_a_key(a: str, b: str) -> None:
    assert seller_key(a) != seller_key(b)


@QUICK
@given(st.from_regex(r"[A-Za-z]{2,9}( [A-Za-z]{1,9})?", fullmatch=True))
def test_tag_prefix_case_and_blanks_never_change_a_sales_persons_key(name: str) -> None:
    plain = seller_key(name)
    for dressed in (f"\U0001f69a__{name}", f"{name} $", f"{name} (Spanish)", f"  {name.replace(' ', '   ')}\u00a0"):
        assert seller_key(dressed) == plain or plain is None
    assert seller_key(name.upper()) == plain or plain is None


def test_an_endless_text_is_taken_apart_at_once() -> None:
    assert split_name("a," * 50_000 + " b") == PersonName("a," * 50_000, "", "b")


@QUICK
@given(st.text(), st.text())
def test_keys_of_names_never_raise_and_are_stable(a: str, b: str) -> None:
    assert names_compatible(a, b) == names_compatible(b, a)
    split_name(a)
    first_key(a)
    last_key(a)
    for key in (name_key, seller_key):
        once = key(a)
        assert once is None or once.strip() == once != ""


@QUICK
@given(st.text(alphabet="aAeE\u00e9 ,.'-jrJR", max_size=20))
def test_the_quick_and_the_careful_way_give_one_name_key(written: str) -> None:
    # A stop at the end sends the name down the careful way; it must not matter.
    if name_key(written) and not written.endswith(("-", ",")):
        assert name_key(written + ".") == name_key(written)


@pytest.mark.parametrize("name", ["Test", "test customer", "DUMMY", "Nadia (placeholder)", "Test2", "_test_"])
def test_test_entries_are_known_by_whole_words(name: str) -> None:
    assert is_test_name(name)


@pytest.mark.parametrize("name", ["Testa", "Nadia Contestabile", "Attest", "", "Dummyson"])
def test_surnames_are_no_test_entries(name: str) -> None:
    assert not is_test_name(name)


def test_the_row_of_totals_is_known_by_its_first_content() -> None:
    assert is_totals_row(["Total", "12"])
    assert is_totals_row(["", " -- ", "Grand  Totals:", "12"])
    assert is_totals_row(["Summary"])
    assert not is_totals_row(["Total Movers Ltd", "12"])
    assert not is_totals_row(["Nadia", "Total"])
    assert not is_totals_row(["", ""])
    assert not is_totals_row([])
