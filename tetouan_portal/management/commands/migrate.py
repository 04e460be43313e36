"""`migrate`, which can be killed at any moment and taken up again, and of which one runs at a time.

Django writes down that a migration was applied after the transaction that applied it: killed in between, it leaves
tables that the next run would make once more, and cannot. Here both are one transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor

ONE_AT_A_TIME = 20_240_115  # any number: the name of a lock in the database


class WholeExecutor(MigrationExecutor):
    def apply_migration(self, state: Any, migration: Any, **how: Any) -> Any:
        if not migration.atomic:  # PostgreSQL cannot: such a migration must bear to be begun again
            return super().apply_migration(state, migration, **how)
        with transaction.atomic(using=self.connection.alias):
            return super().apply_migration(state, migration, **how)


migrate.MigrationExecutor = WholeExecutor  # type: ignore[misc]  # the command knows it by this name, without a setting


class Command(migrate.Command):
    def handle(self, *arguments: Any, **options: Any) -> None:
        with alone(options["database"]):
            super().handle(*arguments, **options)


@contextmanager
def alone(database: str) -> Iterator[None]:
    """Another `migrate` waits meanwhile; a transaction of its own holds the lock, also behind a pooler."""
    watch = connections[database].copy()
    try:
        watch.set_autocommit(False)
        with watch.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        yield
    finally:
        watch.close()
