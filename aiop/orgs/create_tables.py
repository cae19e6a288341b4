"""Many tables made, or changed, by one step of a migration."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

Step = CreateModel | AddField | AddIndex | AddConstraint


class ChangeTables(Operation):
    """Does `steps` on tables that are there already, none of which builds on another, with the state rendered once for all."""

    reduces_to_sql = True

    def __init__(self, steps: Iterable[Operation]) -> None:
        self.steps = list(steps)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Give how a migration file writes it."""
        return type(self).__name__, [self.steps], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Enter all steps into the state; what is rendered of it is thrown away first, so that nothing is rendered in between."""
        state.__dict__.pop("apps", None)
        for step in self.steps:
            step.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Do every step between the state before all and the state after all."""
        for step in self.steps:
            step.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Take every step back, the last first."""
        for step in reversed(self.steps):
            step.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Say how much is changed."""
        return f"Change tables in {len(self.steps)} steps"


class CreateTables(ChangeTables):
    """Makes the tables of `steps` in their final shape: models, and the fields, indexes and constraints added to those very models.

    Nearly every model refers to Org. For each model made alone, Django therefore renders the state of all of them anew: the time grows
    with the square of their number, and a fresh database waited most of a minute. Here the state is rendered once for all.
    """

    def __init__(self, steps: Iterable[Step]) -> None:
        given = list(steps)
        super().__init__(given)
        self._made = [step.name for step in given if isinstance(step, CreateModel)]
        known = {name.lower() for name in self._made}
        for step in given:
            if not isinstance(step, CreateModel) and step.model_name.lower() not in known:
                raise ValueError(
                    f"{step.describe()}: this step makes {', '.join(self._made)}; a change of another table stands alone."
                )

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Make the tables; foreign keys between them follow at the end, as the schema editor defers them."""
        for name in self._made:
            model = to_state.apps.get_model(app_label, name)
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.create_model(model)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Drop the tables, the last made first."""
        for name in reversed(self._made):
            model = from_state.apps.get_model(app_label, name)
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.delete_model(model)

    def describe(self) -> str:
        """Say what is made."""
        return f"Create tables of {len(self._made)} models"
