"""Every address of the site, filled with the rows of an organisation; and what an answer holds, downloads included."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.contrib import admin
from django.db import models
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from aiop.audit.models import ChangeSet
from aiop.catalogue.boards import all_boards
from aiop.catalogue.entries import every
from aiop.files.row_files import CONTENT_TYPES
from aiop.identity.entity import all_entities, node_of
from aiop.identity.models import Candidate, Decision, TaughtWord
from aiop.loading.kind import kinds_of
from aiop.loading.models import Load, QuarantinedRow
from aiop.orgs.context import org_context
from aiop.orgs.models import Membership, Org, OrgOwned
from aiop.quality.checks import all_checks
from aiop.runs.models import Run
from crm.models import Customer
from marts.models import TieOut

# They end the session, or are the libraries' own pages about the person, which hold no organisation's rows.
_LEFT_OUT = re.compile(r"^admin/(logout|login|password_change|jsi18n)|^accounts/|\(\?P<url>")
_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<app_label>[^)]*\)")
_ROW = re.compile(r"^admin/(\w+)/(\w+)/<path:object_id>/")
SAMPLED = 2
# Of the installation, not of an organisation: it says that nothing ticks where no clock does.
READY = "/health/ready"
_ALL_DAYS = "period=all"


@dataclass
class Rows:
    """What an organisation has, for filling addresses and for finding it where it must not be."""

    org: Org
    mark: str
    ids: dict[str, list[int]] = field(default_factory=dict)  # by model label

    @classmethod
    def of(cls, org: Org, mark: str) -> Rows:
        """Read them."""
        found = cls(org, mark)
        owned = [model for model in apps.get_models() if issubclass(model, OrgOwned)]
        with org_context(org, actor="test"):
            for model in owned:
                rows = model._default_manager.filter(org=org).order_by("pk")
                found.ids[model._meta.label_lower] = list(rows.values_list("pk", flat=True))
        members = Membership.objects.filter(org=org).order_by("pk")
        found.ids |= {"orgs.org": [org.pk], "orgs.membership": list(members.values_list("pk", flat=True))}
        return found

    def some(self, model: type[models.Model]) -> list[int]:
        """Give the first ids of a model."""
        return self.ids.get(model._meta.label_lower, [])[:SAMPLED]


def patterns() -> list[str]:
    """List every address as it is written in the code."""
    return [route for route in _walk(get_resolver(), "") if not _LEFT_OUT.search(route)]


def _walk(resolver: URLResolver, prefix: str) -> Iterator[str]:
    for part in resolver.url_patterns:
        route = prefix + str(part.pattern).removeprefix("^").removesuffix("$")
        if isinstance(part, URLPattern):
            yield route
        else:
            yield from _walk(part, route)


def addresses(rows: Rows, checks: int | None = None) -> list[str]:
    """Fill every address with the ids of an organisation, a few of each, and with the names of some checks or all."""
    found = [f"/{filled}" for route in patterns() for filled in _filled(route, rows, checks)]
    return list(dict.fromkeys(found))


def of_the_catalogue() -> list[str]:
    """List the pages of the catalogue: every entry, its kept questions and every board; their answers need committed rows."""
    pages = [reverse("admin:catalogue"), reverse("admin:catalogue_boards"), reverse("admin:catalogue_tokens")]
    pages += [reverse("admin:catalogue_board", args=[board.name]) for board in all_boards()]
    return pages + [f"{reverse('admin:catalogue_entry', args=[entry.name])}?{_ALL_DAYS}" for entry in every()]


def files_of_the_catalogue() -> list[str]:
    """List the addresses of every entry's answer as a file of each format."""
    made = [(entry.name, file_format) for entry in every() for file_format in CONTENT_TYPES]
    return [f"{reverse('admin:catalogue_export', args=list(names))}?{_ALL_DAYS}" for names in made]


def _filled(route: str, rows: Rows, checks: int | None) -> list[str]:
    found = [route]
    while any(_PARAMETER.search(address) for address in found):
        found = [
            _PARAMETER.sub(str(value), address, count=1)
            for address in found
            for value in _fillings(route, _PARAMETER.search(address)[1], rows, checks)  # type: ignore[index]  # it has one
        ]
    return found


def _fillings(route: str, name: str | None, rows: Rows, checks: int | None) -> list[Any]:
    of_model = _ROW.match(route)
    if of_model:
        return rows.some(apps.get_model(of_model[1], of_model[2]))
    named: dict[str | None, list[Any]] = {
        "load_id": rows.some(Load),
        "row_id": rows.some(QuarantinedRow),
        "number": rows.some(ChangeSet),
        "pk": rows.some(Run),
        "file_format": ["csv"],
        "org_id": [rows.org.pk],
        "name": [check.name for check in all_checks()[:checks]],
        "entity_name": [entity.name for entity in all_entities()],
        "known_by": rows.some(Customer),
        "pair_id": rows.some(Candidate),
        "decision_id": rows.some(Decision),
        "word_id": rows.some(TaughtWord),
        "kpi": ["leads", "gpm_percent"],
        "tie_out_id": rows.some(TieOut),
        "record_kind": ["job", "estimate"],
        "key": ["estimate", "warranty"],
        "unit": [1],
        "source_id": [1],
        "node": [node_of(row) for row in rows.some(Customer)],
        None: ["crm", "hvac", "marts", "runs", "audit", "quality", "orgs"],
    }
    if name == "content_type_id":
        return []
    assert name in named, f"Say in {__name__} what fills {route}."
    return named[name]


def lists() -> list[tuple[type[models.Model], str]]:
    """List the admin's models with the address of their list."""
    return [
        (model, reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"))
        for model in admin.site._registry
    ]


def pick_lists(words: str) -> list[str]:
    """List the addresses that fill pick lists, searching for some words."""
    found = []
    for model in admin.site._registry:
        for column in model._meta.concrete_fields:
            if isinstance(column, models.ForeignKey):
                names = {"app_label": model._meta.app_label, "model_name": model._meta.model_name}
                asked = {**names, "field_name": column.name, "term": words}
                found.append(f"{reverse('admin:autocomplete')}?{urlencode(asked)}")
    return found


def exports(client: Client) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the address and the filled form of each export, in each format, as its page offers them."""
    for model, address in lists():
        if kinds_of(model):
            page = client.get(f"{address}export/").content.decode()
            fixed = dict(re.findall(r'type="hidden" name="(\w+)" value="(\w*)"', page))
            columns = dict.fromkeys(re.findall(r'type="checkbox" name="(\w+)"', page), "on")
            for place in sorted(set(re.findall(r'name="format" value="(\d+)"', page))):
                yield f"{address}export/", {**fixed, **columns, "format": place}


def body(response: HttpResponseBase) -> str:
    """Give everything that an answer says: its head, its text, its stream, unpacked where it is packed."""
    parts: Any = response.streaming_content if response.streaming else [response.content]  # type: ignore[attr-defined]
    said = b"".join(parts)
    if zipfile.is_zipfile(io.BytesIO(said)):
        with zipfile.ZipFile(io.BytesIO(said)) as packed:
            said = b"\n".join(packed.read(name) for name in packed.namelist())
    head = "\n".join(f"{name}: {value}" for name, value in response.items())
    return f"{head}\n{said.decode(errors='replace')}"


def log_in(person: Any) -> Client:
    """Give a browser of somebody who has logged in."""
    client = Client(raise_request_exception=False)
    client.force_login(person, backend="aiop.orgs.access.RoleBackend")
    return client
