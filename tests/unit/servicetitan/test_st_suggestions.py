"""What a unit's name suggests, and what a list of job types is told to look at."""

from __future__ import annotations

import pytest

from servicetitan.curate.lints import Lint, Member, Type, lint, near
from servicetitan.curate.suggest import Target, differences, oddities, suggest
from servicetitan.spelling import name_key

NAMES = ("Phoenix", "Tucson", "Andy's Painting", "Commercial-AZ")
TARGETS = [
    Target(number, f"{name}-{kind}", kind.lower())
    for number, (name, kind) in enumerate([(name, kind) for name in NAMES for kind in ("Sales", "Production")], start=1)
]


def meant(name: str, active: bool = True) -> str | None:
    """Give the label of what is suggested."""
    target = suggest(name, active=active, targets=TARGETS).target
    return target.label if target else None


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Phoenix-Sales", "Phoenix-Sales"),
        (" phoenix - SALES ", "Phoenix-Sales"),
        ("Andy\u2019s Painting-Sales", "Andy's Painting-Sales"),
        ("Andy's Painting Sales", "Andy's Painting-Sales"),
        ("Z-DO NOT USE - West - Sales", "Phoenix-Sales"),
        ("Z_DO NOT USE - West - Sales", "Phoenix-Sales"),
        ("Z-DO NOT USE - West- Production", "Phoenix-Production"),
        ("Z-DO NOT USE - West-Production", "Phoenix-Production"),
        ("Z-DO NOT USE - Tucson-Production", "Tucson-Production"),
        ("Z-DO NOT USE - West", None),
        ("NewCommercialTucson-AZ-Sales", None),
        ("East Phoenix-Production", None),
    ],
)
def test_a_name_suggests_the_unit_that_is_meant_and_never_guesses(name: str, label: str | None) -> None:
    assert meant(name) == label


def test_a_suggestion_gives_its_reasons() -> None:
    cut = suggest("Z-DO NOT USE - West", active=False, targets=TARGETS)
    assert cut.reasons[1] == "the name is cut off: whether it was sales or production cannot be told"
    odd = suggest("Phoenix-Sales ", active=False, targets=TARGETS)
    assert odd.sure
    assert odd.reasons == (
        "is Phoenix-Sales, apart from how it is written",
        "blanks at the ends of the name",
        "no longer in use at the source",
    )
    assert suggest("NewCommercialTucson-AZ-Sales", active=True, targets=TARGETS).role == "sales"


def test_oddities_and_differences_of_spelling_are_told_in_words() -> None:
    assert oddities("Z_DO NOT USE - West- Production ") == [
        "blanks at the ends of the name",
        "an underscore where others have a hyphen",
        "a blank on one side of a hyphen only",
    ]
    assert differences("Warranty ", "Warranty") == ["blanks at the ends"]
    assert differences("ESTIMATE-CABINETS", "Estimate- Cabinets") == ["hyphens, blanks or apostrophes"]
    assert differences("WARRANTY", "Warranty") == ["letter case"]
    assert differences("Warranty", "Touchup") == []


def test_the_four_retired_spellings_have_two_keys() -> None:
    spelt = ["Z-DO NOT USE - West - Sales", "Z_DO NOT USE - West - Sales", "Z-DO NOT USE - West- Production",
             "Z-DO NOT USE - West-Production"]  # fmt: skip
    assert {name_key(name) for name in spelt} == {"z-do not use-west-sales", "z-do not use-west-production"}
    assert name_key(" \t") is None


TYPES = [
    Type(1, "Estimate- Cabinets", True, 40),
    Type(2, "ESTIMATE-RES-EXT", True, 400),
    Type(3, "ESTIMATE -RES-EXT-PRE 1960", False, 3),
    Type(4, "ESTIMATE-FLOOR COATING-EPOXY", True, 0),
    Type(5, "Estimate-HOA new", True, 7),
    Type(6, "Warranty", True, 9),
]


def kinds(*members: Member, hint: str = "") -> list[tuple[str, str]]:
    """Give what is found, as kind and what it is about."""
    return [
        (one.lint.value, one.member.spelling if one.member else one.type.name if one.type else "")
        for one in lint(members, TYPES, hint)
    ]


def test_members_are_held_against_the_source() -> None:
    assert kinds(Member(1, 2, "ESTIMATE-RES-EXT")) == []
    assert kinds(Member(1, None, "estimate - res-ext")) == []
    assert kinds(Member(1, 99, "Gone"), Member(2, None, "Painting a bridge")) == [
        ("unknown", "Gone"),
        ("unknown", "Painting a bridge"),
    ]
    assert kinds(Member(1, 3, "ESTIMATE -RES-EXT-PRE 1960", was_active=True)) == [
        ("inactive", "ESTIMATE -RES-EXT-PRE 1960")
    ]
    assert kinds(Member(1, 4, "ESTIMATE-FLOOR COATING-EPOXY")) == [("unused", "ESTIMATE-FLOOR COATING-EPOXY")]


def test_a_renamed_type_still_counts_and_says_how_its_name_differs() -> None:
    (found,) = lint([Member(1, 1, "ESTIMATE-CABINETS")], TYPES)
    assert found.lint is Lint.RENAMED
    assert "only hyphens, blanks or apostrophes" in found.words


def test_a_near_miss_names_what_is_meant() -> None:
    (cabinets,) = lint([Member(1, None, "Cabinets")], TYPES)
    assert (cabinets.lint, cabinets.type) == (Lint.NEAR_MISS, TYPES[0])
    assert near("ESTIMATE-FLOOR COATINGS-EPOXY", TYPES)[0].source_id == 4
    assert near("Warrenty", TYPES)[0].source_id == 6


def test_types_that_belong_by_their_name_are_asked_for() -> None:
    listed = [Member(number, number, TYPES[number - 1].name) for number in (1, 2, 3, 4)]
    assert ("missing", "Estimate-HOA new") in kinds(*listed, hint="estimate")
    assert [name for kind, name in kinds(*listed, hint="estimate") if kind == "missing"] == ["Estimate-HOA new"]
