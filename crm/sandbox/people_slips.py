"""Slips of the finger: one letter dropped, doubled, exchanged with its neighbour, or the key beside it hit."""

from random import Random

_KEYS_BESIDE = {
    "a": "sqz", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk",
    "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "wa", "r": "et", "s": "ad", "t": "ry",
    "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "xa", "0": "9", "1": "2", "2": "13", "3": "24",
    "4": "35", "5": "46", "6": "57", "7": "68", "8": "79", "9": "80",
}  # fmt: skip


def slip(rng: Random, word: str) -> str:
    """Give the word with one slip; a word of one letter stays. Now and then the slip leaves a word as it was."""
    if len(word) < 2:
        return word
    at = int(rng.random() * (len(word) - 1))
    draw = rng.random()
    if draw < 0.27:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if draw < 0.52:
        return word[: at + 1] + word[at + 2 :]
    if draw < 0.72:
        return word[: at + 1] + word[at:]
    letter = word[at + 1]
    beside = _KEYS_BESIDE.get(letter.lower(), letter)
    return word[: at + 1] + beside[int(rng.random() * len(beside))] + word[at + 2 :]


def misheard(rng: Random, name: str) -> str:
    """Give another spelling that sounds alike, as names are written down on the telephone."""
    for heard, written in _ALIKE if rng.random() < 0.5 else reversed(_ALIKE):
        if heard in name[1:]:
            return name[0] + name[1:].replace(heard, written, 1)
    return slip(rng, name)


_ALIKE = (
    ("ph", "f"), ("ck", "k"), ("ie", "y"), ("ey", "ie"), ("ll", "l"), ("tt", "t"), ("nn", "n"), ("ss", "s"), ("ah", "a"),
    ("son", "sen"), ("ea", "ee"), ("ou", "u"), ("ei", "ie"), ("z", "s"), ("c", "k"), ("y", "i"), ("mm", "m"), ("rr", "r"),
)  # fmt: skip


def digit_slip(rng: Random, digits: str) -> str:
    """Give ten digits with two neighbours exchanged or one mistyped, behind the area code."""
    at = 3 + int(rng.random() * (len(digits) - 4))
    if rng.random() < 0.5:
        return digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    return digits[:at] + str((int(digits[at]) + 1 + int(rng.random() * 8)) % 10) + digits[at + 1 :]
