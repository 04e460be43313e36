import pytest
from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connection, connections, migrations, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState
from django.db.utils import OperationalError

from tetouan_portal.management.commands.migrate import ONE_AT_A_TIME, WholeExecutor, alone

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    pass


class Making(migrations.Migration):
    """A column whose index Django makes last, so that it writes the migration down last of all."""

    operations = [
        migrations.CreateModel(
            "Half", [("id", models.AutoField(primary_key=True)), ("name", models.CharField(unique=True))]
        )
    ]


@pytest.fixture
def killed_before_it_was_written_down(monkeypatch):
    def killed(*_migration):
        raise Killed

    monkeypatch.setattr(MigrationExecutor, "record_migration", killed)


@pytest.mark.usefixtures("killed_before_it_was_written_down")
def test_a_migration_that_was_not_written_down_did_not_happen():
    with pytest.raises(Killed):
        WholeExecutor(connection).apply_migration(ProjectState(), Making("0001_half", "commitments"))
    assert "commitments_half" not in connection.introspection.table_names()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("atomic", [True, False])
def test_a_migration_that_cannot_be_in_a_transaction_is_in_none(monkeypatch, atomic):
    seen = []
    monkeypatch.setattr(
        MigrationExecutor, "apply_migration", lambda *_what, **_how: seen.append(connection.in_atomic_block)
    )
    migration = Making("0001_half", "commitments")
    migration.atomic = atomic
    WholeExecutor(connection).apply_migration(ProjectState(), migration)
    assert seen == [atomic]


def test_the_command_applies_migrations_so():
    assert migrate.MigrationExecutor is WholeExecutor


def test_every_migration_of_the_project_is_one_transaction():
    loader = MigrationExecutor(connection).loader
    assert [key for key, migration in loader.disk_migrations.items() if not migration.atomic] == []


def is_free():
    """Whether another `migrate` could begin now."""
    other = connections["default"].copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("select pg_try_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
            return cursor.fetchone()[0]
    finally:
        other.close()


def test_the_command_lets_no_other_begin_while_it_runs(monkeypatch):
    seen = []
    monkeypatch.setattr(migrate.Command, "handle", lambda *_words, **_options: seen.append(is_free()))
    call_command("migrate", verbosity=0)
    assert (seen, is_free()) == ([False], True)


def test_one_that_fails_keeps_no_other_from_beginning(monkeypatch):
    monkeypatch.setattr(migrate.Command, "handle", lambda *_words, **_options: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        call_command("migrate", verbosity=0)
    assert is_free()


def test_a_second_one_waits_for_the_first():
    second = connections["default"].copy()
    try:
        with alone("default"), second.cursor() as cursor:
            with pytest.raises(OperationalError, match="lock timeout"):
                cursor.execute("begin; set local lock_timeout = '50ms'; select pg_advisory_lock(%s)", [ONE_AT_A_TIME])
            cursor.execute("rollback")
        with second.cursor() as cursor:
            cursor.execute("select pg_try_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
            assert cursor.fetchone() == (True,)
    finally:
        second.close()
