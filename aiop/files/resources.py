"""Resources of django-import-export, made from the declaration of a kind: the same columns under the same headers."""

from __future__ import annotations

from functools import cache
from typing import Any

from import_export.fields import Field as ResourceField
from import_export.resources import ModelResource, modelresource_factory

from aiop.loading.dump import written_fields
from aiop.loading.kind import Kind


@cache
def resource_for(kind: Kind) -> type[ModelResource]:
    """Give the resource of a kind; it names what goes out and comes in, the bulk engine moves it."""
    declared = written_fields(kind)
    # The library has no types of its own.
    make: Any = ResourceField
    columns = {f.column: make(f.column, f.headers[0]) for f in declared}
    factory: Any = modelresource_factory
    resource: type[ModelResource] = factory(
        kind.model,
        meta_options={"fields": list(columns), "import_id_fields": list(kind.key), "name": kind.title},
        custom_fields=columns,
    )
    return resource
