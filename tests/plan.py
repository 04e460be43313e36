"""What a run of the tests does, in which order, and what keeps its processes apart. A plugin of pytest.

The order and the share of each matrix follow from the tree's digest: the same tree runs the same tests in the same
order, and the next change others. Loaded before the settings are read (`-p tests.plan`).
"""

import gc
import os
import subprocess
import zlib
from collections import defaultdict
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = (
    "benchmarks",
    "budget_docs",
    "commitments",
    "locale",
    "participation",
    "templates",
    "tests",
    "tetouan_portal",
)
KINDS = {".py", ".html", ".txt", ".css", ".js", ".po", ".json"}


def broker_of_its_own(url: str, process: str) -> str:
    """The server's database for this process ("gw0", …), so that none takes what another's worker should do."""
    number = int(process.removeprefix("gw")) + 1
    if url.startswith("redis+socket:"):
        return f"{url.partition('?')[0]}?virtual_host={number}"
    return urlsplit(url)._replace(path=f"/{number}").geturl()


if process := os.environ.get("PYTEST_XDIST_WORKER"):
    os.environ["REDIS_URL"] = broker_of_its_own(os.environ.get("REDIS_URL", "redis://localhost:6379/0"), process)


def digest_of_tree() -> int:
    """32 bits of what the tests and what they test say."""
    digest = 0
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in KINDS and path.is_file():
                digest = zlib.crc32(path.read_bytes(), zlib.crc32(str(path.relative_to(ROOT)).encode(), digest))
    return digest


def touched() -> set[str]:
    """The files that the newest commit changed, and those that are changed since."""
    commands = (
        ("git", "diff", "--name-only", "HEAD"),
        ("git", "ls-files", "--others", "--exclude-standard"),
        ("git", "diff-tree", "--no-commit-id", "--name-only", "-r", "-m", "HEAD"),
    )
    answers = [subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False) for command in commands]
    return {line for answer in answers for line in answer.stdout.splitlines()}


def pytest_addoption(parser):
    parser.addoption("--whole", action="store_true", help="every item of the matrices, not this tree's share of them")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    if getattr(config.option, "randomly_seed", None) == "default":
        config.option.randomly_seed = digest_of_tree()


def pytest_collection_finish():
    """What was imported stays to the end: looking through it for waste costs a twentieth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Of each matrix its share; the whole of it in `make audit`, when named, and when what it is about changed."""
    if is_everything(config) and not config.option.whole:
        left = set(left_out(items))
        config.hook.pytest_deselected(items=[item for item in items if item in left])
        items[:] = [item for item in items if item not in left]
    items[:] = without_rows_first(items)


def without_rows_first(items):
    """Of modules whose fixtures keep rows until the module ends, what wants an empty portal comes before all others.

    A process that has nothing left to do takes the last items of another: never one of these after its module's rows.
    """
    keeping = {item.path for item in items if "rows_of_a_module" in item.fixturenames}
    return sorted(items, key=lambda item: item.path not in keeping or "rows_of_a_module" in item.fixturenames)


def left_out(items):
    matrices = defaultdict(list)
    for item in items:
        if item.get_closest_marker("matrix"):
            matrices[item.nodeid.partition("[")[0]].append(item)
    digest, new = digest_of_tree(), touched()
    for name, cells in matrices.items():
        one_in, *about = cells[0].get_closest_marker("matrix").args
        if moved := [path for path in about if not (ROOT / path).exists()]:
            raise pytest.UsageError(f"{name} is about what is not there: {moved}")
        if not any(path.startswith((name.partition("::")[0], *about)) for path in new):
            cells.sort(key=lambda cell: zlib.crc32(f"{digest} {cell.nodeid}".encode()))
            yield from cells[-(-len(cells) // one_in) :]


def is_everything(config) -> bool:
    """Whether no file was named."""
    told = getattr(config, "workerinput", {}).get("is_everything")
    return config.args_source is not pytest.Config.ArgsSource.ARGS if told is None else told


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node):
    node.workerinput["is_everything"] = is_everything(node.config)
