"""The OpenAPI document of the catalogue's API, made from the entries themselves."""

from __future__ import annotations

from typing import Any

from aiop.catalogue.entries import Entry, survey
from aiop.catalogue.head import Column
from aiop.catalogue.parameters import ROWS, SPANS, Parameter
from aiop.catalogue.run import MOST
from aiop.identity.entity import all_entities

_JSON = "application/json"
_ERRORS = {
    "400": "A parameter has a value that it does not take.",
    "401": "The token is missing or unknown.",
    "403": "The token's person may not.",
    "404": "There is no such entry for this person, or no such record.",
    "422": "The question was not answered: it costs or takes more than it may.",
    "503": "The catalogue's reader cannot be reached.",
}
_WHO = "/api/catalogue/who/{entity}/{id}/"
_NUMBERS = {"count": "integer", "id": "integer"}


def document(server: str) -> dict[str, Any]:
    """Give the document: a path for the list, and one for each entry that comes with the program."""
    entries, _ = survey()
    paths: dict[str, Any] = {"/api/catalogue/entries/": {"get": _list()}, _WHO: {"get": _who()}}
    paths |= {f"/api/catalogue/entries/{entry.name}/rows/": {"get": _rows(entry)} for entry in entries}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "AIOP catalogue",
            "version": "1",
            "description": "Questions as files, answered from one organisation's rows.",
        },
        "servers": [{"url": server.rstrip("/")}],
        "security": [{"token": []}],
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Error": _object({"error": {"type": "string"}})},
        },
        "paths": paths,
    }


def _list() -> dict[str, Any]:
    schema = _object({"entries": {"type": "array", "items": {"type": "object"}}})
    return {"operationId": "entries", "summary": "List the entries", "responses": _responses(schema, ("401",))}


def _who() -> dict[str, Any]:
    """Describe how an id is followed to whoever stands for it today."""
    names = [entity.name for entity in all_entities()]
    ids = {"type": "array", "items": {"type": "integer"}}
    schema = _object(
        {
            "entity": {"type": "string"},
            "record_id": {"type": "integer"},
            "survivor_id": {
                "type": "integer",
                "description": "The record that stands for it; itself where it was never merged.",
            },
            "members": ids,
            "others": {"type": "array", "items": {"type": "array"}},
            "is_merged": {"type": "boolean"},
            "history": {"type": "array", "items": {"type": "object"}},
        }
    )
    asked = [
        {"name": "entity", "in": "path", "required": True, "schema": {"type": "string", "enum": names}},
        {
            "name": "id",
            "in": "path",
            "required": True,
            "schema": {"type": "string"},
            "description": "As files have it, or a number.",
        },
    ]
    said = {"operationId": "who", "summary": "Tell what an id leads to today", "parameters": asked}
    return {**said, "responses": _responses(schema, ("401", "403", "404"))}


def _rows(entry: Entry) -> dict[str, Any]:
    row = _object({column.name: _value(column) for column in entry.columns})
    schema = _object(
        {
            "name": {"type": "string"},
            "columns": {"type": "array", "items": {"type": "string"}},
            "rows": {"type": "array", "items": row},
            "total": {"type": "integer", "description": "Rows in all; at most limit_rows of them are given."},
            "sums": {"type": "object"},
            "seconds": {"type": "number"},
            "from_cache": {"type": "boolean"},
        }
    )
    return {
        "operationId": entry.name,
        "tags": [entry.category],
        "summary": entry.title,
        "description": entry.head.question,
        "parameters": _asked(entry),
        "responses": _responses(schema, tuple(_ERRORS)),
    }


def _asked(entry: Entry) -> list[dict[str, Any]]:
    """Describe what an entry may be asked with, and what every entry may."""
    columns = [column.name for column in entry.columns]
    shared = [
        _parameter(
            "sort",
            {"type": "string", "enum": [*columns, *(f"-{name}" for name in columns)]},
            "A minus gives the largest first.",
        ),
        _parameter("limit_rows", {"type": "integer", "minimum": 1, "maximum": MOST, "default": MOST}, "Rows at most."),
    ]
    asked = [described for parameter in entry.params.values() for described in _parameters(parameter)]
    return [*asked, *shared]


def _parameters(parameter: Parameter) -> list[dict[str, Any]]:
    if parameter.type == "date_range":
        spans = _parameter(
            parameter.name, {"type": "string", "enum": list(SPANS), "default": parameter.default}, "A preset."
        )
        days = [
            _parameter(place, {"type": "string", "format": "date"}, "Included; instead of a preset.")
            for place in parameter.places
        ]
        return [spans, *days]
    schema: dict[str, Any] = {"type": "integer" if parameter.type in {*ROWS, "integer"} else "string"}
    if parameter.type == "number":
        schema["type"] = "number"
    if parameter.choices:
        schema["enum"] = list(parameter.choices)
    if parameter.default is not None:
        schema["default"] = parameter.default
    return [_parameter(parameter.name, schema, parameter.title)]


def _parameter(name: str, schema: dict[str, Any], about: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": about}


def _value(column: Column) -> dict[str, Any]:
    """Give the schema of a value; money and rates are text, so that no reader rounds them."""
    if column.unit in _NUMBERS:
        return {"type": [_NUMBERS[column.unit], "string", "null"], "title": column.title}
    return {
        "type": ["boolean", "null"] if column.unit == "flag" else ["string", "number", "array", "object", "null"],
        "title": column.title,
    }


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _responses(schema: dict[str, Any], errors: tuple[str, ...]) -> dict[str, Any]:
    error = {_JSON: {"schema": {"$ref": "#/components/schemas/Error"}}}
    said = {code: {"description": _ERRORS[code], "content": error} for code in errors}
    return {"200": {"description": "The answer.", "content": {_JSON: {"schema": schema}}}, **said}
