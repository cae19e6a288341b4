"""Which connection migrates: the owner's alone, so that the app's role never owns a table."""

from typing import Any


class OwnerMigrates:
    """Database router: schema changes go through `owner`, rows through `default`."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Tell whether migrations of `app_label` run on the connection `db`."""
        return db == "owner"

    def allow_relation(self, obj1: object, obj2: object, **hints: Any) -> bool:
        """Allow every relation: all connections are one database."""
        return True
