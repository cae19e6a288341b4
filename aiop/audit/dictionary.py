"""The data dictionary: every table and column of our apps in words, as one page of Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import AppConfig, apps
from django.db import connection, models

from aiop.audit.models import Recorded
from aiop.orgs.models import OrgOwned

HEAD = """# Data dictionary

Every table and column, written by `python3 manage.py dictionary --write`; a test fails when this page is behind the models.
Tables marked *of an organisation* are kept apart by row-level security on `org_id`; changes of *recorded* ones can be taken back."""
OWN = {"aiop", "crm", "hvac", "marts", "servicetitan"}
# Said once for all tables, so that each lists only what is its own.
COMMON = {
    "org_id": "the organisation that the row belongs to",
    "added_in": "the change set that added the row",
    "created_at": "when the row was added",
    "updated_at": "when the row was last written",
}


def dictionary() -> str:
    """Write the page."""
    common = "\n".join(f"- `{column}`: {meaning}" for column, meaning in COMMON.items())
    shared = f"Columns that mean the same in every table that has them:\n\n{common}"
    return "\n\n".join([HEAD, shared, *(_app(config) for config in _own_apps())]) + "\n"


def _own_apps() -> Iterator[AppConfig]:
    for config in sorted(apps.get_app_configs(), key=lambda config: config.name):
        if config.name.partition(".")[0] in OWN and any(config.get_models()):
            yield config


def _app(config: AppConfig) -> str:
    return "\n\n".join([f"## {config.verbose_name} (`{config.name}`)", *map(_table, config.get_models())])


def _table(model: type[models.Model]) -> str:
    meta = model._meta
    marks = [
        mark for base, mark in ((OrgOwned, "of an organisation"), (Recorded, "recorded")) if issubclass(model, base)
    ]
    marked = f" (*{', '.join(marks)}*)" if marks else ""
    rows = [_row(field) for field in meta.concrete_fields if field.column not in COMMON]
    lines = ["| column | type | meaning |", "|---|---|---|", *rows]
    return "\n".join([f"### `{meta.db_table}`{marked}", "", _first_line(model), "", *lines])


def _first_line(model: type[models.Model]) -> str:
    return (model.__doc__ or "").strip().partition("\n")[0]


def _row(field: models.Field[object, object]) -> str:
    kind = f"{field.db_type(connection)}{', may be null' if field.null else ''}"
    return f"| `{field.column}` | {kind} | {_meaning(field)} |"


def _meaning(field: models.Field[object, object]) -> str:
    said = [str(field.help_text)] if field.help_text else []
    if isinstance(field, models.ForeignKey):
        said.append(f"A row of `{field.remote_field.model._meta.db_table}`.")
    if field.choices:
        said.append("One of " + ", ".join(f"`{value}`" for value, _ in field.flatchoices) + ".")
    return " ".join(said or [str(field.verbose_name).capitalize()]).replace("|", "\\|").replace("\n", " ")
