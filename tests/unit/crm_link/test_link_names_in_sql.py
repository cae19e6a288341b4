"""The database compares names exactly as the pure function does."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aiop.values.person_name import name_key, names_compatible

pytestmark = pytest.mark.django_db

FIRST = ["Rosa", "R", "R.", "Rosalind", "Nadia", "N", "Mark", "Dana", "Dan", "Ivan", "Ivana", "K", ""]
MIDDLE = ["", "", "K", "Kim", "M", "de la"]
LAST = ["", "Velmont", "Velmonte", "V", "D", "T", "K", "Kim", "Cruz"]
SUFFIX = ["", "", "", "Jr", "Sr.", "III"]
names = st.tuples(*map(st.sampled_from, (FIRST, MIDDLE, LAST, SUFFIX))).map(lambda parts: " ".join(filter(None, parts)))


def compatible_in_sql(pairs: list[tuple[str, str]]) -> list[bool]:
    """Ask the database about many pairs at once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT crm_names_compatible(crm_person_identity(key_a, a), crm_person_identity(key_b, b)) "
            "FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[]) WITH ORDINALITY AS p (a, key_a, b, key_b, n) ORDER BY n",
            [
                [a for a, _ in pairs],
                [name_key(a) for a, _ in pairs],
                [b for _, b in pairs],
                [name_key(b) for _, b in pairs],
            ],
        )
        return [row[0] for row in cursor.fetchall()]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(names, names), min_size=40, max_size=120))
def test_database_and_python_agree_on_every_pair(pairs: list[tuple[str, str]]) -> None:
    assert compatible_in_sql(pairs) == [names_compatible(a, b) for a, b in pairs]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Mark D", "Mark T"),
        ("Ivan P", "Ivana P"),
        ("Dana L", "Dan L"),
        ("Lee A", "Leo A"),
        ("Kim", "Kimo"),
        ("Nadia Velmont", "Nadia Velmonte"),
        ("Omar Haddad Jr", "Omar Haddad Sr"),
    ],
)
def test_look_alike_names_are_not_one_person(a: str, b: str) -> None:
    assert compatible_in_sql([(a, b), (b, a)]) == [False, False]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("N Velmont", "Nadia Velmont"),
        ("Nadia", "Nadia Velmont"),
        ("Velmont, Nadia", "NADIA  velmont"),
        ("Zoé Roy", "zoe roy"),
    ],
)
def test_abbreviated_and_respelled_names_are_one_person(a: str, b: str) -> None:
    assert compatible_in_sql([(a, b), (b, a)]) == [True, True]


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(names, names), min_size=40, max_size=120))
def test_compatible_names_never_contradict_each_other(pairs: list[tuple[str, str]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM unnest(%s::text[], %s::text[]) AS p (a, b) "
            "WHERE crm_names_compatible(a, b) AND (crm_names_contradict(a, b) OR crm_names_contradict(b, a))",
            [[name_key(a) for a, _ in pairs], [name_key(b) for _, b in pairs]],
        )
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(
    ("a", "b", "contradict"),
    [("rosa", "r kim", False), ("rosa k", "r kim", False), ("john smith", "jane smith", True), ("rosa kim", "rosa noor", True),
     ("rosa kim, jr", "rosa kim, sr", True), ("rosa kim, jr", "rosa kim", False), ("ana maria ruiz", "ana luisa ruiz", True)],
)  # fmt: skip
def test_names_contradict_when_no_name_could_be_both(a: str, b: str, contradict: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT crm_names_contradict(%s, %s)", [a, b])
        assert cursor.fetchone() == (contradict,)


def test_an_unknown_name_fits_nobody() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT crm_names_compatible(NULL, 'rosa'), crm_names_compatible(NULL, NULL), crm_names_compatible('', '')"
        )
        assert cursor.fetchone() == (False, False, False)
