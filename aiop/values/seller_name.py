"""Names of sales people, who appear under tags, pictures and signs that are no part of the name."""

import re

from aiop.values.blank import blank_to_none
from aiop.values.folding import fold, straight_apostrophes, strip_symbols, without_emoji
from aiop.values.person_name import GENERATIONS

LANGUAGES = frozenset(
    {
        "arabic",
        "bengali",
        "bilingual",
        "cantonese",
        "chinese",
        "creole",
        "dutch",
        "english",
        "espanol",
        "farsi",
        "filipino",
        "francais",
        "french",
        "german",
        "greek",
        "gujarati",
        "hebrew",
        "hindi",
        "italian",
        "japanese",
        "korean",
        "mandarin",
        "persian",
        "polish",
        "portuguese",
        "punjabi",
        "romanian",
        "russian",
        "somali",
        "spanish",
        "swahili",
        "tagalog",
        "tamil",
        "turkish",
        "ukrainian",
        "urdu",
        "vietnamese",
    }
)
_LANGUAGE_JOINERS = frozenset({"and", "or", "only", "speaker", "speaking"})

_PLAIN = re.compile(r"[A-Za-z]+(?: [A-Za-z]+)*")
_IN_PARENTHESES = re.compile(r"\(([^()]{1,80})\)")
_BETWEEN_LANGUAGES = re.compile(r"[\s&/,+.;-]+")


def seller_key(t: str) -> str | None:
    """Give the name for exact comparison after cleaning; equal keys differ only in tag, sign, case, accent or blanks.

    Words in parentheses that are no languages stay: `Rosa (Toronto)` and `Rosa` may be two people.
    """
    stripped = blank_to_none(t)
    if stripped is None:
        return None
    if _PLAIN.fullmatch(stripped):
        return stripped.lower()
    cleaned = straight_apostrophes(fold(without_emoji(stripped).replace("_", " ")))
    cleaned = _IN_PARENTHESES.sub(_without_language_tag, cleaned)
    return _given_name_first(" ".join(strip_symbols(cleaned, keep=")").split())) or None


def _without_language_tag(match: re.Match[str]) -> str:
    words = set(_BETWEEN_LANGUAGES.split(match[1].strip())) - _LANGUAGE_JOINERS - {""}
    return " " if words and words <= LANGUAGES else match[0]


def _given_name_first(name: str) -> str:
    """Turn `velmont, nadia` round; a suffix behind the comma stays behind."""
    last, comma, first = (part.strip() for part in name.partition(","))
    if not comma or not last or not first or "," in first:
        return name
    return f"{last} {first}" if first.rstrip(".") in GENERATIONS else f"{first} {last}"
