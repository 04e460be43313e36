import os

import pytest
from django.core.management import call_command

from tests.house import migrations

KEEP = os.environ.get("KEEP_MIGRATIONS") == "1"  # a new migration enters the manifest when it enters the tree


@pytest.mark.django_db
def test_models_and_migrations_agree():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.fixture(autouse=True)
def _kept(db):
    if KEEP:
        migrations.add_new_ones()


def test_no_migration_was_edited_renamed_or_taken_away():
    """KEEP_MIGRATIONS=1 make test PYTEST=tests/house/test_migrations.py adds new ones, and those alone."""
    kept = {name: file for name, (file, _sql) in migrations.manifest().items()}
    assert migrations.files() == kept


@pytest.mark.django_db
def test_migrations_tell_the_database_what_they_told_it_then():
    """Some lean on living code: fields, expressions and `track`. Another shape of these needs another name."""
    kept = {name: sql for name, (_file, sql) in migrations.manifest().items() if sql != "-"}
    assert migrations.statements() == kept
