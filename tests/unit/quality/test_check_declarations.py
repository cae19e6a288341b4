"""What may be declared, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from aiop.quality.checks import CheckError, UnknownCheck, all_checks, find_checks, register
from tests.unit.quality.conftest import ACTIVE, BROKEN, NAMELESS


def test_a_rate_without_a_threshold_is_refused() -> None:
    with pytest.raises(CheckError, match="a rate is wanted above 0"):
        replace(ACTIVE, threshold=Decimal(0))


def test_a_model_is_named_with_its_app() -> None:
    with pytest.raises(CheckError, match=r"app\.Model"):
        replace(NAMELESS, model="SalesPerson")


def test_registering_twice_is_harmless_but_two_checks_of_one_name_are_refused(only: Callable[..., None]) -> None:
    only(NAMELESS)
    register(NAMELESS)
    with pytest.raises(CheckError, match="two checks named inactive_sales_persons"):
        register(replace(NAMELESS, title="Another"))
    assert all_checks() == [NAMELESS]


def test_checks_are_found_by_name_in_the_order_asked_for(declared: None) -> None:
    assert find_checks(["broken", "inactive_sales_persons", "broken"]) == [BROKEN, NAMELESS]


def test_an_unknown_name_is_named_in_the_refusal(declared: None) -> None:
    with pytest.raises(UnknownCheck, match="no check named nonsense"):
        find_checks(["broken", "nonsense"])
