"""The side bar's letters: each leads to one page."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from aiop.adminkit.navigation import Group, Item, register


def test_a_letter_that_already_leads_somewhere_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="The letter h of Second already leads to Home"):
        register(Group("Invented", order=99, items=(Item("Second", "admin:index", "home", key="h"),)))


def test_two_pages_of_one_group_cannot_have_one_letter() -> None:
    pages = tuple(Item(title, "admin:index", "home", key="0") for title in ("One", "Other"))
    with pytest.raises(ImproperlyConfigured, match="The letter 0 of Other already leads to One"):
        register(Group("Invented", order=99, items=pages))
