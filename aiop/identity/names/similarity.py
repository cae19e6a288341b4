"""How alike two short texts are: trigrams as PostgreSQL counts them, typing errors, shortened words."""

from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

_VOWELS = frozenset("aeiouy")
_SHORTEST_TYPO = 4  # letters; in shorter words one letter makes another word
_LONGEST_SHORT = 5  # letters; a longer word stands for itself
_LONG = 8  # letters; from here two errors are forgiven


@lru_cache(maxsize=8192)
def trigrams(text: str) -> frozenset[str]:
    """Give the trigrams of folded text as pg_trgm does: each word with two blanks before and one behind."""
    words = (f"  {word} " for word in text.split())
    return frozenset(word[at : at + 3] for word in words for at in range(len(word) - 2))


def trigram_similarity(a: str, b: str) -> float:
    """Give shared over all trigrams of two folded texts, 0 to 1, equal to pg_trgm's `similarity`."""
    of_a, of_b = trigrams(a), trigrams(b)
    shared = len(of_a & of_b)
    return shared / (len(of_a) + len(of_b) - shared) if shared else 0.0


def blended_similarity(a: str, b: str) -> float:
    """Give the mean of trigram similarity and RapidFuzz's sorted-token ratio, 0 to 1."""
    return (trigram_similarity(a, b) + fuzz.token_sort_ratio(a, b) / 100) / 2


@lru_cache(maxsize=65536)
def is_typo(a: str, b: str, *, shortest: int = _SHORTEST_TYPO) -> bool:
    """Tell whether two different words can be one, mistyped: one error, from eight letters two, the first letter right."""
    shorter, longer = sorted((len(a), len(b)))
    if a == b or shorter < shortest or longer < _SHORTEST_TYPO or not _same_start(a, b):
        return False
    allowed = 2 if longer >= _LONG else 1
    return OSA.distance(a, b, score_cutoff=allowed) <= allowed


@lru_cache(maxsize=65536)
def is_shortened(a: str, b: str) -> bool:
    """Tell whether the shorter of two words abbreviates the longer: its beginning, or its consonants in order."""
    short, long = sorted((a, b), key=len)
    if not 3 <= len(short) <= _LONGEST_SHORT or len(long) < len(short) + 2 or short[0] != long[0]:
        return False
    return long.startswith(short) or (_VOWELS.isdisjoint(short) and _in_order(short, long))


def loosely_alike(a: str, b: str, *, least: int = 75) -> bool:
    """Tell whether two words may come from one by slips of the pen on both sides, by RapidFuzz's ratio out of 100."""
    return fuzz.ratio(a, b) >= least


def _same_start(a: str, b: str) -> bool:
    return a[0] == b[0] or a[:2] == b[1::-1]


def _in_order(short: str, long: str) -> bool:
    letters = iter(long)
    return all(letter in letters for letter in short)
