"""Letter case, accents, punctuation and emoji: what two spellings of one name may differ in."""

import re
import unicodedata

# Letters that Unicode does not take apart into a base letter and an accent.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i", "ħ": "h"}
)
# Only European accents fold: in Indian and Arabic scripts the combining signs are vowels that tell names apart.
_ACCENTS = dict.fromkeys(range(0x300, 0x370))
_EMOJI = re.compile(
    "[\u00a9\u00ae\u2122\u200d\u20e3\u2190-\u2bff\ufe00-\ufe0f\U0001f000-\U0001faff\U000e0020-\U000e007f]+"
)
_APOSTROPHES = "'`\u00b4\u02bc\u2018\u2019\u201b\u2032\uff07"
_PUNCTUATED_BLOCKS = (*range(0x3100), *range(0xFE00, 0x10000))
_PUNCTUATION: dict[int, str] = {
    code: " " for code in _PUNCTUATED_BLOCKS if unicodedata.category(chr(code))[0] in "PSZC"
} | {ord(apostrophe): "" for apostrophe in _APOSTROPHES}


def fold(t: str) -> str:
    """Give the text in one letter case without European accents (`Montréal` is `montreal`)."""
    if t.isascii():
        return t.lower()
    decomposed = unicodedata.normalize("NFKD", t).casefold().translate(_LETTERS)
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKD", decomposed).translate(_ACCENTS))


def without_emoji(t: str) -> str:
    """Give the text with a blank in place of each run of pictures and symbols."""
    return t if t.isascii() else _EMOJI.sub(" ", t)


def without_punctuation(t: str) -> str:
    """Give the text with blanks for punctuation, single blanks between words, and apostrophes closed up."""
    return " ".join(t.translate(_PUNCTUATION).split())


def straight_apostrophes(t: str) -> str:
    """Give the text with every kind of apostrophe typed as `'`."""
    return t if t.isascii() else _TYPED_APOSTROPHES.sub("'", t)


def strip_symbols(t: str, *, keep: str = "") -> str:
    """Give the text without punctuation, symbols and blanks at its ends, except the characters in `keep` at the end."""
    start, end = 0, len(t)
    while start < end and _is_symbol(t[start]):
        start += 1
    while start < end and _is_symbol(t[end - 1]) and t[end - 1] not in keep:
        end -= 1
    return t[start:end]


def _is_symbol(character: str) -> bool:
    return unicodedata.category(character)[0] in "PSZC"


_TYPED_APOSTROPHES = re.compile(f"[{_APOSTROPHES}]")
