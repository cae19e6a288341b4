"""E-mail addresses, phone numbers, postal codes, street addresses, provinces and states."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiop.values.address import address_key, postal_code, postal_key
from aiop.values.email import email, email_key, email_typo
from aiop.values.errors import BadValue
from aiop.values.phone import phone_key, phone_parts
from aiop.values.state import PROVINCES, STATES, state_code, state_country, state_name

QUICK = settings(max_examples=80, deadline=None)


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("+1 (416) 555-0100", ("4165550100", None)),
        ("416-555-0100", ("4165550100", None)),
        ("4165550100", ("4165550100", None)),
        ("14165550100", ("4165550100", None)),
        ("416-555-0100 x12", ("4165550100", "12")),
        ("416.555.0100 ext. 12", ("4165550100", "12")),
        ("(416) 555-0100, extension 7", ("4165550100", "7")),
        ("\u00a0416\u2011555\u20110100", ("4165550100", None)),
        ("4165550100.0", ("4165550100", None)),
        ("416 555 0100 cell", ("4165550100", None)),
        ("41 65 55 01 00", ("4165550100", None)),
        ("+44 20 7946 0958", ("+442079460958", None)),
        ("0044 20 7946 0958", ("+442079460958", None)),
        ("001 416 555 0100", ("4165550100", None)),
    ],
)
def test_a_phone_number_has_one_key_however_it_is_written(written: str, parts: tuple[str, str | None]) -> None:
    assert phone_parts(written) == parts
    assert phone_key(written) == parts[0]


@pytest.mark.parametrize(
    "written",
    [
        "",
        "--",
        "555-0100",
        "0000000000",
        "5555555555",
        "1234567890",
        "24165550100",
        "416-555-0100 / 416-555-0101",
        "unit 5, 416555010",
        "call 416 555 0100 at 5",
        "+999 1234567890",
        "+44 1",
        "+",
        "+1416",
        "9" * 300,
    ],
)
def test_what_is_no_phone_number_has_no_key(written: str) -> None:
    assert phone_key(written) is None
    assert phone_parts(written) == (None, None)


@QUICK
@given(st.integers(200, 999), st.integers(0, 999), st.integers(0, 9999), st.integers(1, 99999))
def test_a_phone_number_survives_every_way_of_writing_it(area: int, exchange: int, line: int, extension: int) -> None:
    key = f"{area}{exchange:03}{line:04}"
    expected = None if len(set(key)) == 1 else key
    for shape in ("{a}-{e:03}-{l:04}", "({a}) {e:03}-{l:04}", "+1 {a}.{e:03}.{l:04}", "1{a}{e:03}{l:04}"):
        written = shape.format(a=area, e=exchange, l=line)
        assert phone_key(written) == expected
        assert phone_parts(f"{written} x{extension}") == (expected, str(extension) if expected else None)


def test_an_email_is_lowered_and_kept_even_when_it_is_no_address() -> None:
    assert email("  Nadia@Example.COM ") == "nadia@example.com"
    assert email("not an address") == "not an address"
    assert email("--") is None
    with pytest.raises(BadValue):
        email("nadia\0@example.com")


@pytest.mark.parametrize("written", ["Nadia@Example.com", "n.v+tag@mail.example.co", "o'brien@example.test"])
def test_a_valid_address_is_its_key(written: str) -> None:
    assert email_key(f" {written}\u00a0") == written.lower()


@pytest.mark.parametrize(
    "written",
    [
        "",
        "--",
        "nadia",
        "nadia@",
        "@example.com",
        "nadia@example",
        "nadia@example.c",
        "n v@example.com",
        "a@b@example.com",
        "nadia@example..com",
        "nadia@-example.com",
        "nadia@example.com,b@example.com",
        "nadia@example.123",
        "a" * 300,
    ],
)
def test_an_address_of_bad_form_has_no_key(written: str) -> None:
    assert email_key(written) is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Nadia@gmial.com", "nadia@gmail.com"),
        ("nadia@hotmail.con", "nadia@hotmail.com"),
        ("nadia@yahoo,com", "nadia@yahoo.com"),
        ("nadia@gmail.com", None),
        ("nadia@example.com", None),
        ("@gmial.com", None),
        ("gmial.com", None),
    ],
)
def test_a_mistyped_domain_is_only_a_suggestion(written: str, meant: str | None) -> None:
    assert email_typo(written) == meant


@pytest.mark.parametrize(
    ("written", "code"),
    [("m5v2t6", "M5V 2T6"), ("M5V 2T6", "M5V 2T6"), ("M5V-2T6", "M5V 2T6"), ("07643", "07643"), ("07643-1234",) * 2],
)
def test_postal_codes_have_one_spelling(written: str, code: str) -> None:
    assert postal_code(written) == postal_key(written) == code


@pytest.mark.parametrize("written", ["M5V", "D5V 2T6", "7643", "123456", "SW1A 1AA"])
def test_what_is_no_postal_code_is_refused_and_has_no_key(written: str) -> None:
    assert postal_key(written) is None
    with pytest.raises(BadValue):
        postal_code(written)


@pytest.mark.parametrize(
    "written",
    [
        "Unit 5, 12 Main Street North, St. Catharines, Ontario M5V 2T6, Canada",
        "12 main st. n #5 Saint Catharines  Ontario m5v2t6",
        "12 Main St North apt. 5, St Catharines Ontario M5V-2T6",
    ],
)
def test_one_address_has_one_key(written: str) -> None:
    assert address_key(written) == "12 main st n st catharines ontario m5v2t6 unit 5"


def test_different_addresses_have_different_keys() -> None:
    assert address_key("12 Main Street") != address_key("12 Main Street #5")
    assert address_key("5-12 Main Street") != address_key("512 Main Street")
    assert address_key("10 Rue Montr\u00e9al") == address_key("10 rue MONTREAL")
    assert address_key(" -- ") is None


def test_a_province_or_state_is_known_by_code_and_by_name() -> None:
    assert (len(PROVINCES), len(STATES)) == (13, 52)
    for code, name in (PROVINCES | STATES).items():
        assert state_code(code.lower()) == state_code(f" {name.upper()} ") == code
        assert state_name(code) == name
        assert state_country(code) == ("CA" if code in PROVINCES else "US")


@pytest.mark.parametrize(
    ("written", "code"),
    [("Ont.", "ON"), ("Qu\u00e9bec", "QC"), ("D.C.", "DC"), ("B.C.", "BC"), ("Atlantis", None), ("", None)],
)
def test_other_spellings_of_states(written: str, code: str | None) -> None:
    assert state_code(written) == code


@QUICK
@given(st.text() | st.text(alphabet="0123456789+()- x.ext#"))
def test_keys_of_contacts_never_raise(written: str) -> None:
    for key in (phone_key, phone_parts, email_key, email_typo, postal_key, address_key, state_code):
        key(written)
