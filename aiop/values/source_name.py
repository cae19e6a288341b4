"""Names of lead sources and the category each belongs to."""

import re

from aiop.values.blank import blank_to_none

DEFAULT_CATEGORY = "other"

# The first rule with one of its words wins; words are whole words of the name, in singular or plural.
CATEGORY_RULES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("referral", ("referral", "referred", "friend", "family", "word of mouth", "recommendation", "recommended")),
    (
        "online",
        (
            *("google", "facebook", "instagram", "yelp", "website", "online", "web", "internet", "search"),
            *("bing", "tiktok", "youtube", "linkedin", "kijiji", "craigslist", "seo", "ppc"),
        ),
    ),
    ("partner", ("partner", "affiliate", "corporate", "business", "aggregator", "lead provider")),
    (
        "advertising",
        (
            *("ad", "advert", "advertisement", "advertising", "marketing", "promotion", "promo", "campaign"),
            *("radio", "tv", "television", "billboard", "newspaper", "flyer"),
        ),
    ),
)

# The definition that older reports were counted under: pieces of words, so `Radio Spot` is advertising for its "ad".
ORIGINAL_CATEGORY_RULES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("online", ("google", "facebook", "instagram", "yelp", "website", "online", "web", "internet", "search")),
    ("referral", ("referral", "friend", "family", "word of mouth", "recommendation")),
    ("partner", ("partner", "affiliate", "corporate", "business")),
    ("advertising", ("ad", "advertisement", "marketing", "promotion", "campaign")),
)
ORIGINAL_DEFAULT_CATEGORY = "Other"

_PATTERNS = tuple(
    # `_` parts words in export names, so borders are drawn by letters and digits alone.
    (category, re.compile(rf"(?<![^\W_])(?:{'|'.join(words)})s?(?![^\W_])"))
    for category, words in CATEGORY_RULES
)
_WORD_GAP = re.compile(r"[\s_-]+")


def source_key(t: str) -> str | None:
    """Give the name for comparison: single blanks, one letter case; None when blank."""
    stripped = blank_to_none(t)
    return None if stripped is None else " ".join(stripped.split()).casefold()


def source_display(t: str) -> str | None:
    """Give the name for reading: single blanks, a capital on lower-case words, `BBB` and `HomePro` as they are."""
    stripped = blank_to_none(t)
    if stripped is None:
        return None
    return " ".join(word[0].upper() + word[1:] if word.islower() else word for word in stripped.split())


def source_category(t: str) -> str:
    """Give online, referral, partner, advertising or other by whole words, first rule of CATEGORY_RULES wins."""
    name = _WORD_GAP.sub(" ", t).casefold()
    return next((category for category, pattern in _PATTERNS if pattern.search(name)), DEFAULT_CATEGORY)


def original_category(t: str) -> str:
    """Give the category by the original definition: pieces of words, its order, `Other` with a capital."""
    name = t.lower()
    for category, pieces in ORIGINAL_CATEGORY_RULES:
        if any(piece in name for piece in pieces):
            return category
    return ORIGINAL_DEFAULT_CATEGORY
