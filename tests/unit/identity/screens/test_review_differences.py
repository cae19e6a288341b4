"""Differences are marked to the letter, and only those that may decide."""

from __future__ import annotations

import pytest

from aiop.identity.pages.differences import Piece, marked, same_in_writing


def shown(pieces: list[Piece]) -> str:
    """Write pieces with what differs in brackets."""
    return "".join(f"[{piece.text}]" if piece.differs else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("left", "right", "ours", "theirs"),
    [
        ("Leonora Velmont", "Leonora Velmont", "Leonora Velmont", "Leonora Velmont"),
        ("Nadia Velmont", "Nadia Velmonte", "Nadia Velmont", "Nadia Velmont[e]"),
        ("12 Harbor Pl", "12 Harbour Place", "12 Harbor Pl", "12 Harbo[u]r Pl[ace]"),
        ("Ivan P", "Ivana P", "Ivan P", "Ivan[a] P"),
        ("Mark D", "Mark T", "Mark [D]", "Mark [T]"),
        ("416-555-0188", "(416) 555 0188", "416-555-0188", "(416) 555 0188"),
        ("416-555-0188", "+1 416 555 0189", "416-555-018[8]", "+[1] 416 555 018[9]"),
        ("ROSA  K", "rosa k", "ROSA  K", "rosa k"),
        ("José", "Jose", "José", "Jose"),
        ("Rosa", "Tomas Velmont", "[Rosa]", "[Tomas] [Velmont]"),
        ("", "anything", "", "anything"),
        ("סיגל", "סיגל כהן", "סיגל", "סיגל [כהן]"),
    ],
)
def test_letters_that_the_other_has_not_are_marked(left: str, right: str, ours: str, theirs: str) -> None:
    one, other = marked(left, right)
    assert (shown(one), shown(other)) == (ours, theirs)


def test_every_letter_is_shown_whatever_the_texts_are() -> None:
    for left, right in [
        ("a" * 500, "b" * 500),
        ("🚚 __Petra S", "Petra S"),
        ("x", ""),
        ("\uff36\uff49\uff43", "Vic"),
        ("ß", "SS"),
    ]:
        one, other = marked(left, right)
        assert "".join(piece.text for piece in one) == left
        assert "".join(piece.text for piece in other) == right


def test_signs_blanks_and_capitals_are_no_difference_of_writing() -> None:
    assert same_in_writing("416-555-0188", "(416) 555 0188")
    assert same_in_writing("petra s ", "Petra S")
    assert not same_in_writing("Dana L", "Dan L")
