"""What the tests of linking share."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from crm.link.run import link
from crm.link.step import StepResult

Linker = Callable[..., dict[str, StepResult]]


@pytest.fixture
def inside(org: Org) -> Iterator[Org]:
    """Give the organisation, opened."""
    with org_context(org, actor="maya"):
        yield org


@pytest.fixture
def run_link(inside: Org) -> Linker:
    """Give a function that runs the named steps, all when none is named, and gives each one's result by name."""

    def run(*steps: str, execute: bool = True) -> dict[str, StepResult]:
        return {result.name: result for result in link(inside, steps, execute=execute, by="maya")}

    return run
