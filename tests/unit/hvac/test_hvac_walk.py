"""Every table's list, form, import and export opened by somebody who may, in few queries and without lists of all rows."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import BooleanField, ModelChoiceField
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse

from aiop.loading.kind import Kind
from aiop.loading.models import Load
from aiop.orgs.context import org_context
from aiop.orgs.models import Org, User
from tests.factories.hvac_company import ROWS, tables, write_files
from tests.unit.hvac.desk import load

pytestmark = pytest.mark.django_db(databases=["default", "owner", "side"])


@pytest.fixture
def files(org: Org, tmp_path: Path) -> Path:
    """Give the folder that the company was loaded from."""
    folder = write_files(tmp_path / "files")
    load(org, folder)
    return folder


@pytest.fixture
def client(files: Path, maya: User) -> Client:
    """Give the browser of a curator."""
    browser = Client()
    browser.force_login(maya, backend="aiop.orgs.access.RoleBackend")
    return browser


def address(kind: Kind, page: str, *args: Any) -> str:
    return reverse(f"admin:hvac_{kind.model._meta.model_name}_{page}", args=args)


def first(org: Org, kind: Kind) -> int:
    with org_context(org, actor="test"):
        return int(kind.model._default_manager.get(number=1).pk)


def test_every_model_of_files_has_a_kind_and_a_page() -> None:
    kinds = {kind.model for kind in tables()}
    pages = {model for model in admin.site._registry if model._meta.app_label == "hvac"}
    assert kinds <= pages
    assert len(kinds) == 54


def test_forms_ask_for_linked_rows_by_searching(org: Org, client: Client) -> None:
    asked = 0
    for kind in tables():
        form = client.get(address(kind, "change", first(org, kind))).context["adminform"].form
        for name, field in form.fields.items():
            if isinstance(field, ModelChoiceField):
                widget = field.widget.widget if isinstance(field.widget, RelatedFieldWidgetWrapper) else field.widget
                assert isinstance(widget, AutocompleteSelect), (kind.name, name)
                asked += 1
    assert asked > 80


def test_every_list_leads_to_an_import_that_takes_its_file_as_it_is(org: Org, client: Client, files: Path) -> None:
    for kind in tables():
        page = client.get(address(kind, "import"), follow=True)
        assert page.status_code == 200, kind.name
        path = files / f"{kind.name.removeprefix('hvac_')}.csv"
        upload = SimpleUploadedFile(path.name, path.read_bytes(), content_type="text/csv")
        preview = client.post(address(kind, "import"), {"import_file": upload}, follow=True)
        assert preview.status_code == 200, kind.name
        with org_context(org, actor="test"):
            newest = Load.objects.latest("pk")
        assert (newest.kind, newest.state) == (kind.name, "previewed"), newest.message
        assert (newest.counts["same"], newest.counts["quarantined"]) == (ROWS, 0), (kind.name, newest.counts)


def test_every_list_is_exported_with_its_columns(client: Client) -> None:
    for kind in tables():
        form = client.get(address(kind, "export")).context["form"]
        ticked = {name: "on" for name, field in form.fields.items() if isinstance(field, BooleanField)}
        answer = client.post(address(kind, "export"), {"format": "0", "resource": "0", **ticked})
        assert isinstance(answer, StreamingHttpResponse), (kind.name, answer.context["form"].errors)
        rows = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
        assert rows[0][0] == kind.fields[0].headers[0], kind.name
        assert len(rows) == ROWS + 1, kind.name
