"""The house reads like a table of contents: few things at an app's root, a door to each room, a map that is true."""

import ast
import re
import tomllib

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

ROOT = settings.BASE_DIR
APPS = ("commitments", "budget_docs", "participation")
AT_MOST = 14
# Names that Django gives; a folder of data is no code.
NOT_OF_THE_DOMAIN = {
    *(
        "admin",
        "models",
        "views",
        "forms",
        "migrations",
        "management",
        "templatetags",
        "tests",
        "urls",
        "apps",
        "tasks",
    ),
    *("tasks", "translation", "sitemaps", "feeds", "checks", "data", "__init__", "__pycache__"),
}
IN_BACKTICKS = re.compile(r"`([\w./-]+)`")
A_PATH = re.compile(r"\w/|\w\.(?:py|json)$")
FOLDERS = (*APPS, "tetouan_portal", "tests", "locale", "templates", "benchmarks", "deploy")


def things(app):
    """Rooms and files of the domain at the app's root."""
    return sorted({path.stem for path in (ROOT / app).iterdir()} - NOT_OF_THE_DOMAIN)


def rooms():
    folders = (path for app in APPS for path in (ROOT / app).iterdir() if (path / "__init__.py").exists())
    return [path.relative_to(ROOT) for path in folders if path.name not in NOT_OF_THE_DOMAIN]


def python_files():
    return [path for name in (*APPS, "tetouan_portal", "tests") for path in (ROOT / name).rglob("*.py")]


def is_there(name):
    """Of a path from the root, or of a name that stands for one file or folder somewhere."""
    if name.split("/")[0] in FOLDERS:
        return (ROOT / name).exists()
    return any(next((ROOT / folder).rglob(name.strip("/")), None) for folder in FOLDERS)


@pytest.mark.parametrize("app", APPS)
def test_an_apps_root_is_read_at_a_glance(app):
    assert len(things(app)) <= AT_MOST, f"{things(app)}: a room by noun holds what belongs together"


@pytest.mark.parametrize("room", rooms(), ids=str)
def test_a_room_has_a_door_that_says_what_it_holds(room):
    door = ast.get_docstring(ast.parse((ROOT / room / "__init__.py").read_text())) or ""
    assert len(door) > 40, f"{room}/__init__.py: what it holds, what it may know"


@pytest.mark.parametrize("app", APPS)
def test_who_stands_above_whom_is_said_of_every_room(app):
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (contract,) = (one for one in contracts if one["type"] == "layers" and one.get("containers") == [app])
    assert contract["exhaustive"] is True
    assert set(contract["exhaustive_ignores"]) <= {"apps", "checks", "data", "migrations", "translation"}
    assert len(contract["layers"]) <= 10


def test_every_path_on_the_map_is_there():
    named = IN_BACKTICKS.findall((ROOT / "README.md").read_text())
    paths = [
        name for name in named if re.search(r"\w/|\w\.(?:py|json)$", name) and not name.startswith(("/", "DATA_DIR"))
    ]
    assert len(paths) > 40
    assert [name for name in paths if not is_there(name)] == []


def test_every_file_that_the_code_names_is_there():
    named = {
        (str(path.relative_to(ROOT)), name)
        for path in python_files()
        for name in IN_BACKTICKS.findall(path.read_text())
        if name.endswith(".py") and "/" in name
    }
    assert named
    assert [(file, name) for file, name in sorted(named) if not is_there(name)] == []


def defining(function):
    """The last migration in which a SQL function is written out."""
    begins = re.compile(rf"create\s+(?:or\s+replace\s+)?function\s+{function}\(", re.IGNORECASE)
    return [path for path in sorted(ROOT.glob("*/migrations/*.py")) if begins.search(path.read_text())][-1]


@pytest.mark.django_db
def test_a_model_names_the_migration_that_holds_its_rule_in_sql():
    """But the record of changes, which is on every table, and the journal, which is on every public one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, proname from pg_trigger join pg_class on pg_class.oid = tgrelid"
            " join pg_proc on pg_proc.oid = tgfoid where not tgisinternal"
            " and proname not in ('portal_audit', 'portal_journal_is_told')"
        )
        rules = [(table, defining(function)) for table, function in cursor.fetchall()]
    files = {model._meta.db_table: ROOT / f"{model.__module__.replace('.', '/')}.py" for model in apps.get_models()}
    files["auth_user"] = ROOT / "tetouan_portal/accounts/models.py"  # Django's own, where ours would say it
    assert len(rules) > 20
    assert [(table, rule.name) for table, rule in rules if rule.name not in files[table].read_text()] == []


def test_a_module_of_any_length_says_what_it_holds():
    lacking = [
        str(path.relative_to(ROOT))
        for path in python_files()
        if path.relative_to(ROOT).parts[0] != "tests"
        and "migrations" not in path.parts
        and path.name not in {"__init__.py", "__main__.py", "urls.py"}
        and len(path.read_text().splitlines()) > 40
        and not ast.get_docstring(ast.parse(path.read_text()))
        and "help = " not in path.read_text()  # a command's own words
    ]
    assert lacking == []


def test_types_are_checked_in_every_room_where_something_is_computed_or_changed():
    """Not where Django's classes are only filled in: the staff's forms, and the demonstration."""
    checked = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]
    wanted = {str(room) for room in rooms() if room.name not in {"staff", "demo"}}
    assert wanted - set(checked["files"]) == set()
    assert checked["check_untyped_defs"] is True
