"""Small installations as they were on a day, with the demonstration and its files: each must still come to today.

One a folder: `database.sql.xz` (pg_dump --inserts) and `media.tar.xz`, made with the keys of development. When
migrations have gone far, another day is added and the older ones stay.
"""

import hashlib
import lzma
import subprocess
import tarfile
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from django.conf import settings
from psycopg.conninfo import make_conninfo

from tetouan_portal.embedded.programs import POSTGRESQL

FOLDER = Path(__file__).parent
DAYS = sorted(path.name for path in FOLDER.iterdir() if (path / "database.sql.xz").exists())


@contextmanager
def empty_database():
    """The address of one beside that of the tests; it goes at the end."""
    name = f"drill_{uuid4().hex}"
    with psycopg.connect(settings.DATABASE_URL, autocommit=True) as server:
        server.execute(f"create database {name} template template0")
        try:
            yield make_conninfo(settings.DATABASE_URL, dbname=name)
        finally:
            server.execute(f"drop database {name} with (force)")


def restore(dump, database, *, path=""):
    """As psql does it, whose own lines begin with a backslash. `path`: where names without a schema are looked up."""
    lines = (line for line in dump if not line.startswith("\\"))
    database.execute("".join(lines).replace("set_config('search_path', '',", f"set_config('search_path', '{path}',"))


def copy(address):
    """What pg_dump writes of it."""
    packages, postgres, _version = POSTGRESQL.installed()
    command = [
        packages / postgres.with_name("pg_dump"),
        "--no-owner",
        "--no-privileges",
        "--inserts",
        "--rows-per-insert=200",
        "--dbname",
        address,
    ]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines(keepends=True)


@contextmanager
def installation(day, folder):
    """The environment of one that is laid out as it was kept; its files are in `folder`/media."""
    with empty_database() as address:
        with lzma.open(FOLDER / day / "database.sql.xz", "rt") as kept, psycopg.connect(address) as database:
            # Functions of those days called each other without their schema.
            restore(kept, database, path="public")
        with tarfile.open(FOLDER / day / "media.tar.xz") as files:
            files.extractall(folder, filter="data")
        yield {"DATABASE_URL": address, "DATA_DIR": str(folder)}


def rows(address):
    """How many each table holds."""
    tables = "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'"
    with psycopg.connect(address) as database:
        names = [name for (name,) in database.execute(tables)]
        return {name: database.execute(f'select count(*) from public."{name}"').fetchone()[0] for name in names}


def files(folder):
    """The digest of each, by its name in storage."""
    media = folder / "media"
    return {
        str(path.relative_to(media)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in media.rglob("*")
        if path.is_file()
    }
