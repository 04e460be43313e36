"""What a process needs to answer readers. Redis is not among it: pages, sending and signing in do without."""

import functools
import pkgutil
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext

from tetouan_portal.health.findings import Finding, State, needs_database
from tetouan_portal.lib import encryption

TOLD = 5  # of many names
OLDEST, NEWEST = 3, 10  # rows of each table whose texts are opened


def database() -> Finding:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except DatabaseError as error:
        said = gettext("It does not answer: look whether PostgreSQL runs, and at DATABASE_URL.")
        return Finding("database", State.DOWN, f"{said} ({type(error).__name__})")
    return Finding("database", State.WELL, gettext("It answers."))


@functools.cache
def known_migrations() -> set[tuple[str, str]]:
    """By their files alone: none is imported."""
    known = set()
    for app in apps.get_app_configs():
        module, _is_set = MigrationLoader.migrations_module(app.label)
        try:
            folder = import_module(module) if module else None
        except ModuleNotFoundError:
            continue
        known |= {(app.label, one.name) for one in pkgutil.iter_modules(folder.__path__)} if folder else set()
    return {(app, name) for app, name in known if name[0] not in "_~"}


@needs_database
def migrations() -> Finding:
    with connection.cursor() as cursor:
        if "django_migrations" not in connection.introspection.table_names(cursor):
            return Finding("migrations", State.DOWN, gettext("The database is empty: run migrate."))
        cursor.execute("select app, name from django_migrations")
        missing = sorted(known_migrations() - set(cursor.fetchall()))
    if missing:
        said = gettext("Migrations that have not run: %(names)s. Run migrate.")
        return Finding("migrations", State.DOWN, said % {"names": some(f"{app}.{name}" for app, name in missing)})
    return Finding("migrations", State.WELL, gettext("All migrations have run."))


def some(names):
    names = list(names)
    return gettext(", ").join(names[:TOLD]) + (" …" if len(names) > TOLD else "")


@functools.cache
def needed_files() -> frozenset[str]:
    """What the code of this process has; it does not change while the process lives."""
    config: Any = apps.get_app_config("staticfiles")
    found = (path for finder in get_finders() for path, _storage in finder.list(config.ignore_patterns))
    return frozenset(path.replace("\\", "/") for path in found)


def static_files() -> Finding:
    if not isinstance(staticfiles_storage, ManifestFilesMixin):
        return Finding("static_files", State.WELL, gettext("They are taken from the code as it is."))
    manifest = staticfiles_storage.hashed_files  # as this process read it when it began
    if not manifest:
        said = gettext("They were not collected: run collectstatic, then restart the web server.")
        return Finding("static_files", State.DOWN, said)
    missing = sorted(needed_files() - {*manifest})
    missing += sorted(name for name in manifest.values() if not staticfiles_storage.exists(name))
    if missing:
        said = gettext("Files that are missing: %(names)s. Run collectstatic, then restart the web server.")
        return Finding("static_files", State.DOWN, said % {"names": some(missing)})
    return Finding("static_files", State.WELL, gettext("They are collected and there."))


def media() -> Finding:
    """A byte is written into a file without a name, which nobody can find."""
    folder = Path(settings.MEDIA_ROOT)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"x")
    except OSError as error:
        said = gettext("No file can be written: look at the space and the rights of DATA_DIR/media.")
        return Finding("media", State.DOWN, f"{said} ({error.strerror})")
    return Finding("media", State.WELL, gettext("Files can be written."))


@needs_database
def data_keys() -> Finding:
    tables = connection.introspection.table_names()
    models = [model for model in apps.get_models() if model._meta.db_table in tables]
    tokens = {token for model in models for token in encryption.sample(model, oldest=OLDEST, newest=NEWEST)}
    return opened("data_keys", [encryption.opens(token) for token in tokens], "DATA_KEYS")


def opened(name: str, answers: list[bool], variable: str) -> Finding:
    """None of what was tried opens: the key is another. Some do not: a former key was taken away too early."""
    given = {"setting": variable, "number": answers.count(False)}
    if answers and not any(answers):
        said = gettext("%(setting)s opens nothing of what is stored: the key is another one. Put the former one back.")
        return Finding(name, State.DOWN, said % given)
    if not all(answers):
        said = gettext("Texts among those tried that %(setting)s does not open: %(number)s. rotate_keys names them.")
        return Finding(name, State.UNWELL, said % given)
    said = gettext("They open what is stored.") if answers else gettext("Nothing is stored under them yet.")
    return Finding(name, State.WELL, said)
