"""What stands in the project's migrations, to be compared with what stood there when they were first kept.

Installations have run them: one that is edited, renamed or taken away leaves them with another database than the models
say, or with one that no migration reaches. What is to be otherwise is a new migration.
"""

import ast
import hashlib
import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

APPS = ("tetouan_portal", "commitments", "budget_docs", "participation")
MANIFEST = Path(__file__).with_name("migrations.txt")
A_MOMENT = re.compile(r"'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[^']*'::timestamptz")  # when it runs


def digest(content):
    return hashlib.sha256(content).hexdigest()


def files():
    """The digest of each migration's file, by "app/name"."""
    return {
        f"{app}/{path.stem}": digest(path.read_bytes())
        for app in APPS
        for path in sorted((settings.BASE_DIR / app / "migrations").glob("[0-9]*.py"))
    }


def imported_code(migration):
    """The modules of the project that a migration's file imports."""
    app, name = migration.split("/")
    tree = ast.parse((settings.BASE_DIR / app / "migrations" / f"{name}.py").read_text())
    for node in ast.walk(tree):
        names = (
            [node.module] if isinstance(node, ast.ImportFrom) else [alias.name for alias in getattr(node, "names", ())]
        )
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from (name for name in names if name and name.split(".")[0] in APPS)


@cache
def statements():
    """The digest of what each migration that leans on living code tells the database."""
    executor = MigrationExecutor(connection)
    told = {}
    state = ProjectState(real_apps=executor.loader.unmigrated_apps)
    for migration, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True):
        name = f"{migration.app_label}/{migration.name}"
        if migration.app_label in APPS and [*imported_code(name)]:
            with connection.schema_editor(collect_sql=True, atomic=migration.atomic) as editor:
                state = migration.apply(state, editor, collect_sql=True)
            told[name] = digest(A_MOMENT.sub("now", "\n".join(editor.collected_sql)).encode())
        else:
            state = migration.mutate_state(state, preserve=False)
    return told


def manifest():
    """{"app/name": (digest of the file, digest of its statements or "-")}"""
    return {name: (file, sql) for name, file, sql in (line.split() for line in MANIFEST.read_text().splitlines())}


def add_new_ones():
    """At the end; what stands there already stays as it is."""
    known = manifest() if MANIFEST.exists() else {}
    added = {name: (file, statements().get(name, "-")) for name, file in files().items() if name not in known}
    lines = [f"{name} {file} {sql}" for name, (file, sql) in {**known, **added}.items()]
    MANIFEST.write_text("\n".join(lines) + "\n")
