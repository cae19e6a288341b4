"""What speaks for and against two names being one, in plain sentences and as a waterfall of bits."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from aiop.identity.names.labels import LabelTokens
from aiop.identity.names.persons import PersonTokens
from aiop.identity.names.similarity import trigram_similarity


class Step(NamedTuple):
    """One step of the waterfall: a part of the comparison, what was found, and what it is worth in bits."""

    part: str
    found: str
    bits: float


# By part and the name of its level; a level without a sentence says nothing.
_PERSON = {
    ("first", "same"): "The given name is the same: {first}.",
    ("first", "short form"): "“{first}” and “{other_first}” are a given name and its short form.",
    ("first", "another form"): "“{first}” and “{other_first}” can be forms of one given name.",
    ("first", "initial"): "Of one given name only the initial is known, and it agrees.",
    ("first", "one letter off"): "“{first}” and “{other_first}” differ by a slip of the pen.",
    ("first", "nearly alike"): "“{first}” and “{other_first}” are nearly alike, yet may be two names.",
    ("last", "same"): "The last name is the same: {last}.",
    ("last", "same initial"): "The initial of the last name is the same: {last}.",
    ("last", "initial of the other"): "One last name is the initial of the other: {last}, {other_last}.",
    ("last", "one letter off"): "“{last}” and “{other_last}” differ by a slip of the pen.",
    ("last", "nearly alike"): "“{last}” and “{other_last}” are nearly alike, yet may be two names.",
    ("last", "part"): "One last name is a part of the other's.",
    ("last", "on one side"): "Only one of them has a last name.",
    ("last", "on neither side"): "Neither has a last name, and nothing contradicts.",
    ("middle", "other"): "The middle names differ.",
    ("middle", "same"): "The middle names agree.",
    ("tags", "other"): "The marks in brackets differ.",
    ("tags", "same"): "The marks in brackets agree.",
    ("tags", "on one side"): "Only one has a mark in brackets, which says nothing of who it is.",
    ("tags", "all that differs"): "A mark in brackets is all that differs, and may be what tells two apart.",
    ("namesakes", "some"): "Others are called {first} too, so two of one initial would be no surprise.",
}
_LABEL = {
    ("words", "same words"): "The words are the same: {words}.",
    ("words", "other order"): "The words are the same in another order.",
    ("words", "mistyped"): "All words agree, one by a slip of the pen.",
    ("words", "short word mistyped"): "All words agree but for a letter of a short one.",
    ("words", "shortened"): "One shortens what the other writes out.",
    ("words", "one holds the other"): "One name holds the other.",
    ("words", "some words"): "Each has words that the other has not.",
    ("extra", "telling word"): "“{extra}” makes a narrower thing of one of them.",
    ("extra", "in front"): "“{extra}” stands in front of one of them alone.",
    ("extra", "behind"): "“{extra}” stands behind one of them alone.",
    ("extra", "often left out"): "“{extra}” is left out in other names too.",
    ("extra", "on both sides"): "Each says something that the other does not.",
    ("share", "under 40 %"): "What they share is common to many names.",
    ("numbers", "same"): "The numbers agree.",
    ("state", "same"): "The province or state is the same.",
    ("state", "on one side"): "Only one names a province or state.",
    ("state", "usually elsewhere"): "The one without province or state usually lies elsewhere.",
}
_RIVALS = {
    "one": "Ambiguous: one of them fits {rivals} as well.",
    "several": "Ambiguous: one of them fits several others as well: {rivals}.",
    "both fit several": "Both fit several others alike: {rivals}.",
    "none": "Nobody and nothing else fits either of them as well.",
}


def waterfall(
    parts: Mapping[str, Sequence[str]], prior: float, vector: Sequence[int], weights: Sequence[float]
) -> list[Step]:
    """Give the steps from the odds at the start to the odds of the pair."""
    steps = zip(parts.items(), vector, weights, strict=True)
    return [Step("start", "", prior), *(Step(part, names[level], bits) for (part, names), level, bits in steps)]


def sentences(
    a: PersonTokens | LabelTokens, b: PersonTokens | LabelTokens, steps: Sequence[Step], rivals: Sequence[str]
) -> tuple[list[str], list[str]]:
    """Give what speaks for and what against two names being one, each sorted by weight."""
    words = _words_of(a, b) | {"rivals": ", ".join(f"“{rival}”" for rival in rivals)}
    table = _PERSON if isinstance(a, PersonTokens) else _LABEL
    said = []
    for step in sorted(steps[1:], key=lambda step: -abs(step.bits)):
        pattern = _RIVALS[step.found] if step.part == "rivals" else table.get((step.part, step.found))
        if step.part == "likeness":
            pattern = f"The letters are {trigram_similarity(a.plain, b.plain):.0%} alike by trigrams."
        if pattern and step.bits:
            said.append((step.bits > 0, pattern.format(**words)))
    return [text for speaks_for, text in said if speaks_for], [text for speaks_for, text in said if not speaks_for]


def _words_of(a: PersonTokens | LabelTokens, b: PersonTokens | LabelTokens) -> dict[str, str]:
    if isinstance(a, PersonTokens) and isinstance(b, PersonTokens):
        given = {"first": a.first, "other_first": b.first, "last": a.last, "other_last": b.last}
        return {key: word.title() for key, word in given.items()}
    if isinstance(a, LabelTokens) and isinstance(b, LabelTokens):
        alone = [word for word in (*a.words, *b.words) if (word in a.words) != (word in b.words)]
        return {"words": " ".join(a.words), "extra": " ".join(alone)}
    return {}
