"""Words and short forms that decisions teach."""

from aiop.identity.names.learnt import Decided, propose_noise, propose_short_forms
from aiop.identity.names.words import NameRules

RULES = NameRules.shipped("branch")
MERGED = [
    Decided("Kelowna Okanagan", "Kelowna", True),
    Decided("Vernon Okanagan", "Vernon", True),
    Decided("Penticton", "Penticton Okanagan", True),
]


def test_a_word_that_merges_ignore_again_and_again_is_proposed_with_examples() -> None:
    (proposal,) = propose_noise("branch", RULES, MERGED)
    assert (proposal.word, proposal.merges) == ("okanagan", 3)
    assert ("Vernon Okanagan", "Vernon") in proposal.examples


def test_a_word_on_which_a_rejection_turned_is_not_proposed() -> None:
    assert propose_noise("branch", RULES, [*MERGED, Decided("Osoyoos Okanagan", "Osoyoos", False)]) == []


def test_ten_spellings_of_one_branch_are_one_witness() -> None:
    again = [Decided(f"Kelowna Okanagan{dress}", "kelowna", True) for dress in ("", " (On Hold)", " Branch", "!")]
    assert propose_noise("branch", RULES, again) == []


def test_a_merge_with_more_than_one_difference_proves_nothing_of_a_word() -> None:
    wide = [Decided(f"{town} Okanagan Lakeside", town, True) for town in ("Kelowna", "Vernon", "Penticton")]
    assert propose_noise("branch", RULES, wide) == []


def test_marks_in_brackets_behind_names_of_persons_are_learnt() -> None:
    merged = [Decided(f"{name} (Hybrid)", name, True) for name in ("Rosa K", "Petra S", "Nadia Velmont")]
    assert [p.word for p in propose_noise("person", NameRules.shipped("person"), merged)] == ["hybrid"]


def test_short_forms_shown_under_several_last_names_are_proposed_unless_refused() -> None:
    rules = NameRules.shipped("person")
    merged = [Decided("Preet Sohal", "Gurpreet Sohal", True), Decided("Gurpreet Gill", "Preet Gill", True)]
    (found,) = propose_short_forms(rules, merged)
    assert (found.name, found.other) == ("gurpreet", "preet")
    assert propose_short_forms(rules, [*merged, Decided("Preet Brar", "Gurpreet Brar", False)]) == []
    assert propose_short_forms(rules, merged[:1]) == []
