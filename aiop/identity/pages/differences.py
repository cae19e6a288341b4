"""Where two texts differ, to the letter; signs, blanks and capitals are no difference that decides. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

_WORD = re.compile(r"\w+|\W+")
# Words less alike than this are marked whole: letters that they happen to share say nothing.
_ALIKE = 0.5
# Beyond this many letters a text is no name or address, and comparing letters would take long.
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of letters, and whether the other text has them not."""

    text: str
    differs: bool


def marked(left: str, right: str) -> tuple[list[Piece], list[Piece]]:
    """Give both texts in pieces, those marked that the other has not; a blank text marks nothing."""
    if not left or not right or max(len(left), len(right)) > _LONGEST:
        return _pieces(left, [False] * len(left)), _pieces(right, [False] * len(right))
    ours, theirs = _WORD.findall(left), _WORD.findall(right)
    marks: tuple[list[bool], list[bool]] = ([], [])
    codes = SequenceMatcher(None, [_plain(w) for w in ours], [_plain(w) for w in theirs], autojunk=False).get_opcodes()
    for tag, a, b, c, d in codes:
        one, other = "".join(ours[a:b]), "".join(theirs[c:d])
        flags = _within(one, other) if tag == "replace" else _whole(one, other, differ=tag != "equal")
        marks[0].extend(flags[0])
        marks[1].extend(flags[1])
    return _pieces(left, marks[0]), _pieces(right, marks[1])


def same_in_writing(left: str, right: str) -> bool:
    """Tell whether two texts have the same letters and digits in the same order."""
    return _letters(left) == _letters(right)


def _whole(one: str, other: str, *, differ: bool) -> tuple[list[bool], list[bool]]:
    return [differ and c.isalnum() for c in one], [differ and c.isalnum() for c in other]


def _within(one: str, other: str) -> tuple[list[bool], list[bool]]:
    """Mark the letters of two runs of words that the other has not, leaving out signs and blanks."""
    ours = [at for at, c in enumerate(one) if c.isalnum()]
    theirs = [at for at, c in enumerate(other) if c.isalnum()]
    matcher = SequenceMatcher(
        None, [_plain(one[at]) for at in ours], [_plain(other[at]) for at in theirs], autojunk=False
    )
    if matcher.ratio() < _ALIKE:
        return _whole(one, other, differ=True)
    flags = _whole(one, other, differ=True)
    for block in matcher.get_matching_blocks():
        for offset in range(block.size):
            flags[0][ours[block.a + offset]] = False
            flags[1][theirs[block.b + offset]] = False
    return flags


def _pieces(text: str, marks: Sequence[bool]) -> list[Piece]:
    runs = groupby(zip(text, marks, strict=True), key=lambda pair: pair[1])
    return [Piece("".join(letter for letter, _ in run), differs) for differs, run in runs]


def _plain(text: str) -> str:
    """Give a text without accents and capitals; signs and blanks are all one."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return bare.casefold() if any(c.isalnum() for c in bare) else " "


def _letters(text: str) -> str:
    return "".join(c for c in _plain(text) if c.isalnum())
