"""Migration operations that put triggers on tables: what Django itself has no words for."""

from collections.abc import Iterable

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class TriggerOperation(Operation):
    """Abstract: triggers that a subclass names and writes; put up anew where they stand already."""

    reversible = True
    reduces_to_sql = True

    def creating(self, vendor: str, app_label: str, state: ProjectState) -> Iterable[str]:
        """Return the statements that create the triggers on a database of this vendor."""
        raise NotImplementedError

    def dropping(self, vendor: str, app_label: str, state: ProjectState) -> Iterable[str]:
        """Return the statements that take them away where they stand."""
        raise NotImplementedError

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing in Django's picture of the models."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Create the triggers, in place of those that stand."""
        vendor = schema_editor.connection.vendor
        _run(schema_editor, self.dropping(vendor, app_label, from_state))
        _run(schema_editor, self.creating(vendor, app_label, to_state))

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Drop the triggers."""
        vendor = schema_editor.connection.vendor
        _run(schema_editor, self.dropping(vendor, app_label, from_state))


def _run(schema_editor: BaseDatabaseSchemaEditor, statements: Iterable[str]) -> None:
    for statement in statements:
        schema_editor.execute(statement, params=None)
