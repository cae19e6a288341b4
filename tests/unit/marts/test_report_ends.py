"""Whether a report was cut is told by its own order; and of several causes the one that explains most is chosen."""

from __future__ import annotations

import datetime as dt

from marts.tieout.causes import Cause, Elsewhere, Known, Setting, chosen, only_ours, refuted
from marts.tieout.cut import Spot, cut_at

MONDAY = dt.date(2030, 3, 4)
WEEK = Setting(MONDAY, MONDAY + dt.timedelta(days=6))


def spots(*units: str, each: int = 8) -> list[Spot]:
    """Give so many records of each unit, one a day, in the order in which reports print them."""
    return [
        Spot(unit, MONDAY + dt.timedelta(days=number % 7 if number < 7 else 6), f"{unit}-{number}")
        for unit in units
        for number in range(each)
    ]


def test_what_is_lacking_behind_the_last_row_alone_is_cut_off() -> None:
    whole = spots("Andy", "Nevada", "Phoenix", "Tucson")
    end = cut_at(whole[:20], whole)
    assert end is not None
    assert [spot for spot in whole if end.is_before(spot)] == whole[20:]


def test_a_report_that_lacks_records_everywhere_is_not_cut() -> None:
    whole = spots("Andy", "Nevada", "Phoenix", "Tucson")
    assert cut_at(whole[::2], whole) is None
    assert cut_at(whole, whole) is None


def test_a_report_that_was_run_for_some_units_is_not_cut() -> None:
    whole = spots("Andy", "Nevada", "Phoenix", "Tucson", each=7)
    assert cut_at(whole[:14], whole) is None
    assert cut_at(whole[7:14], whole) is None


def test_one_record_that_lacks_at_the_end_by_chance_is_not_a_cut() -> None:
    whole = spots("Andy", "Nevada", each=8)
    assert cut_at(whole[:-1], whole) is None


def test_a_report_without_an_order_tells_nothing_of_its_end() -> None:
    whole = spots("Andy", "Nevada", "Phoenix", "Tucson")
    assert cut_at(whole[16:24] + whole[:8], whole) is None


def test_of_several_causes_the_one_that_explains_most_is_chosen() -> None:
    both = [(Cause.STATUS, "a"), (Cause.TYPE_LIST, "b")]
    assert chosen({1: both, 2: [(Cause.TYPE_LIST, "c")], 3: []}) == {1: both[1], 2: (Cause.TYPE_LIST, "c")}
    assert chosen({1: both}) == {1: both[0]}


def test_a_record_that_both_sides_have_speaks_against_a_cause() -> None:
    late = Known(exists=True, day=WEEK.end, utc_day=WEEK.end + dt.timedelta(days=1))
    lacking = only_ours(late, WEEK, Elsewhere())
    assert [cause for cause, _ in lacking] == [Cause.TIME_ZONE]
    against = Setting(WEEK.start, WEEK.end, refuted=refuted([late], WEEK))
    assert only_ours(late, against, Elsewhere()) == []
