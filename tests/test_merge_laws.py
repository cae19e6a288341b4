"""The laws of merging: every link to a record that may be merged is known to the merge, and what was decided stays decided."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, models, transaction

from aiop.identity.entity import Entity, all_entities
from aiop.identity.merge_guard import mergeable_models
from aiop.orgs.context import org_context
from aiop.orgs.models import Org

UNKNOWN = (
    "{link} points to {target}, which may be merged, and entity “{entity}” does not declare it: a merge would leave its rows "
    "with the merged record. Declare it in the entity's module as a Relation (rows follow), as a Spelled (rows follow a text), "
    "or as its Aliases."
)


def declared(entity: Entity) -> set[tuple[str, str]]:
    """Name the links that an entity's merge moves, as (table, column)."""
    links = {(link.table, link.column) for link in entity.relations}
    links |= {(link.table, link.column) for link in entity.spelled}
    links |= {(entity.aliases.model._meta.db_table, entity.aliases.column)} if entity.aliases else set()
    return links | {(entity.table, "merged_into_id")}


def links_to(model: type[models.Model]) -> list[tuple[str, str]]:
    """Name every stored link to a model's rows, one-to-one and many-to-many included."""
    return sorted(
        (other._meta.db_table, str(field.column))
        for other in apps.get_models(include_auto_created=True)
        if other._meta.managed and not other._meta.proxy
        for field in other._meta.local_concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is model
    )


def test_every_model_that_may_be_merged_is_an_entity() -> None:
    assert set(mergeable_models()) == {entity.model for entity in all_entities()}


@pytest.mark.parametrize("entity", all_entities(), ids=lambda entity: entity.name)
def test_every_link_to_what_may_be_merged_is_known_to_the_merge(entity: Entity) -> None:
    unknown = [link for link in links_to(entity.model) if link not in declared(entity)]
    told = [
        UNKNOWN.format(link=".".join(link), target=entity.model._meta.label, entity=entity.name) for link in unknown
    ]
    assert told == []
    assert declared(entity) <= set(links_to(entity.model)), "a link is declared that is none"


@pytest.mark.parametrize("entity", all_entities(), ids=lambda entity: entity.name)
def test_a_link_that_may_be_there_once_says_what_must_differ(entity: Entity) -> None:
    for relation in entity.relations:
        column = next(f for f in relation.model._meta.concrete_fields if f.column == relation.column)
        keys = [
            [relation.model._meta.get_field(name) for name in constraint.fields]
            for constraint in relation.model._meta.constraints
            if isinstance(constraint, models.UniqueConstraint)
        ]
        others = {f.name for key in keys if column in key for f in key} - {column.name, "org"}
        assert not column.unique
        assert others == set(relation.unique), f"{relation.table}: unique together with {relation.column}"


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["identity_decision", "identity_link", "identity_confirmation"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET org_id = org_id", "DELETE FROM {}"], ids=["update", "delete"])
def test_what_was_decided_is_closed_to_the_apps_role(org: Org, table: str, statement: str) -> None:
    with (
        org_context(org, actor="maya"),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))


@pytest.mark.django_db
@pytest.mark.parametrize("entity", all_entities(), ids=lambda entity: entity.name)
def test_nobody_is_merged_across_organisations(org: Org, other_org: Org, entity: Entity) -> None:
    names = {field.name for field in entity.model._meta.concrete_fields}
    own: dict[str, Any] = {name: "same" for name in ("key", "job_id", "name") if name in names}
    with org_context(other_org, actor="eve"):
        theirs = entity.model._default_manager.create(org=other_org, **own)
    with org_context(org, actor="maya"):
        ours = entity.model._default_manager.create(org=org, **own)
        with pytest.raises(IntegrityError), transaction.atomic():
            entity.model._default_manager.filter(pk=ours.pk).update(merged_into_id=theirs.pk)
