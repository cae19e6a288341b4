"""The law of fast lists, held against every page that is registered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.db import models

from aiop.adminkit.columns import indexed_fields, marked_fields
from aiop.adminkit.lists import FastAdmin
from aiop.adminkit.search import PREFIX
from aiop.orgs.models import OrgOwned

# One change set a load, link or edit: walked newest first, a page of any kind is found within a few thousand rows.
FEW_ROWS = {("audit.changeset", "kind")}


def lists() -> Iterator[Any]:
    """Give every list of rows that belong to an organisation."""
    for model, page in admin.site._registry.items():
        if issubclass(model, OrgOwned):
            yield pytest.param(page, id=model._meta.label_lower)


def test_no_page_shows_rows_that_belong_to_no_organisation() -> None:
    """People and the organisation itself are narrowed to the open organisation by their own pages."""
    strangers = {model._meta.label for model in admin.site._registry if not issubclass(model, OrgOwned)}
    assert strangers == {"orgs.Org", "orgs.Membership"}


@pytest.mark.parametrize("page", list(lists()))
def test_every_list_of_an_organisations_rows_is_a_fast_one(page: Any) -> None:
    assert isinstance(page, FastAdmin), "register it with aiop.adminkit.lists.FastAdmin"


@pytest.mark.parametrize("page", list(lists()))
def test_every_filter_search_and_order_has_an_index_that_begins_with_the_organisation(page: Any) -> None:
    if page.small:
        return
    indexed = indexed_fields(page.model)
    filters = [item[0] if isinstance(item, tuple) else item for item in page.list_filter]
    names = [name for name in filters if isinstance(name, str) and name not in marked_fields(page.model)]
    names += [name.removeprefix(PREFIX) for name in page.search_exact]
    names.append(page.order.lstrip("-"))
    label = page.model._meta.label_lower
    assert {name for name in names if name not in indexed and (label, name) not in FEW_ROWS} == set()


@pytest.mark.parametrize("page", list(lists()))
def test_rows_are_never_picked_from_a_list_of_all(page: Any) -> None:
    links = [field for field in page.model._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    targets = {field.related_model for field in links if field.editable} & set(admin.site._registry)
    pages: list[Any] = [admin.site._registry[target] for target in targets]
    assert all(target.search_exact or target.small for target in pages)
