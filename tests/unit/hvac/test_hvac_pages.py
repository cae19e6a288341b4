"""Lists and forms of every table: few queries, every row opens, corrections are followed by what depends on them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.db.models import DateTimeField
from django.forms import SplitDateTimeField, Textarea
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aiop.orgs.context import org_context
from aiop.orgs.models import Org, User
from hvac.models import BudgetLine, Customer, Subscription
from tests.factories.hvac_company import ROWS, tables, write_files
from tests.unit.hvac.desk import load

pytestmark = pytest.mark.django_db(databases=["default", "owner", "side"])
MOST_QUERIES = 12


@pytest.fixture
def client(org: Org, maya: User, tmp_path: Path) -> Client:
    """Give the browser of a curator whose company is loaded."""
    load(org, write_files(tmp_path / "files"))
    browser = Client()
    browser.force_login(maya, backend="aiop.orgs.access.RoleBackend")
    return browser


def address(model: Any, page: str, *args: Any) -> str:
    return reverse(f"admin:hvac_{model._meta.model_name}_{page}", args=args)


def row_of(org: Org, model: Any, number: int) -> Any:
    with org_context(org, actor="test"):
        return model.objects.get(number=number)


def test_every_list_shows_its_rows_in_few_queries_and_each_form_opens(org: Org, client: Client) -> None:
    for kind in tables():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = client.get(address(kind.model, "changelist"))
        assert page.status_code == 200, kind.name
        assert len(asked) <= MOST_QUERIES, (kind.name, len(asked))
        assert len(page.context["cl"].result_list) == ROWS, kind.name
        form = client.get(address(kind.model, "change", row_of(org, kind.model, 1).pk))
        assert form.status_code == 200, kind.name
        assert f"Loaded from {kind.name.removeprefix('hvac_')}.csv line" in form.content.decode(), kind.name


def test_every_list_is_searched_by_number_and_by_what_its_search_box_says(org: Org, client: Client) -> None:
    for kind in tables():
        page = admin.site._registry[kind.model]
        found = client.get(address(kind.model, "changelist"), {"q": "#2"}).context["cl"].result_list
        assert [row.number for row in found] == [2], kind.name
        columns = [name.removeprefix("prefix:") for name in page.search_exact]  # type: ignore[attr-defined]
        row = row_of(org, kind.model, 3)
        for column in columns:
            found = (
                client.get(address(kind.model, "changelist"), {"q": str(getattr(row, column))})
                .context["cl"]
                .result_list
            )
            assert row.pk in {one.pk for one in found}, (kind.name, column)


def filled(client: Client, model: Any, pk: int) -> dict[str, Any]:
    """Give what a row's form would send as it stands."""
    form = client.get(address(model, "change", pk)).context["adminform"].form
    found: dict[str, Any] = {}
    for name, field in form.fields.items():
        value = form[name].value()
        if isinstance(field, SplitDateTimeField):
            day, clock = field.widget.decompress(value)
            found |= {f"{name}_0": day or "", f"{name}_1": clock or ""}
        elif value is not None and value is not False:
            found[name] = as_sent(field.widget, value) if isinstance(value, str) else value
    return found


def as_sent(widget: Any, text: str) -> str:
    """Give a text as a browser sends it: lines ended by CR LF, or none in a field of one line."""
    lines = text.splitlines()
    return "\r\n".join(lines) if isinstance(widget, Textarea) else "".join(lines)


def saved(client: Client, model: Any, pk: int, **changes: Any) -> None:
    """Save a row's form with some changes."""
    answer = client.post(address(model, "change", pk), filled(client, model, pk) | changes)
    assert answer.status_code == 302, (model, answer.context["adminform"].form.errors)


def test_every_form_is_saved_as_it_stands_without_changing_what_the_files_say(org: Org, client: Client) -> None:
    for kind in tables():
        # Forms ask for moments to the second.
        moments = {field.column for field in kind.model._meta.concrete_fields if isinstance(field, DateTimeField)}
        columns = [column for column in kind.columns if column not in moments]
        before = row_of(org, kind.model, 2)
        saved(client, kind.model, before.pk)
        after = row_of(org, kind.model, 2)
        assert {c: getattr(after, c) for c in columns} == {c: getattr(before, c) for c in columns}, kind.name


def test_a_corrected_link_and_name_take_number_and_key_along(org: Org, client: Client) -> None:
    third = row_of(org, Customer, 3)
    saved(client, Subscription, row_of(org, Subscription, 1).pk, customer=third.pk)
    assert row_of(org, Subscription, 1).customer_ref == 3
    saved(client, Customer, third.pk, name="Øster, Heat & Air")
    assert row_of(org, Customer, 3).name_key == "oster heat air"


def test_a_corrected_budget_states_the_variance_that_follows(org: Org, client: Client) -> None:
    saved(client, BudgetLine, row_of(org, BudgetLine, 1).pk, actual_amount="1200.00")
    row = row_of(org, BudgetLine, 1)
    assert (str(row.variance), row.stated_variance) == ("-200.00", row.variance)


def test_a_form_refuses_what_a_rule_of_the_table_forbids(org: Org, client: Client) -> None:
    row = row_of(org, Subscription, 1)
    given = filled(client, Subscription, row.pk) | {"end_date": "2020-01-01"}
    answer = client.post(address(Subscription, "change", row.pk), given)
    assert answer.status_code == 200
    assert row_of(org, Subscription, 1).end_date == row.end_date
