"""Who may import whom is checked, and the check itself is checked."""

import subprocess
import sys
from pathlib import Path

from django.conf import settings


def lint_imports(folder):
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_no_floor_imports_the_one_above():
    done = lint_imports(settings.BASE_DIR)
    assert done.returncode == 0, done.stdout


def test_an_import_upwards_is_noticed(tmp_path):
    for name in ("tetouan_portal", "commitments", "budget_docs", "participation", "pyproject.toml"):
        copy(settings.BASE_DIR / name, tmp_path / name)
    module = tmp_path / "tetouan_portal" / "lib" / "languages.py"
    module.write_text(module.read_text() + "\nimport commitments.models\n")
    done = lint_imports(tmp_path)
    assert done.returncode == 1
    assert "floors BROKEN" in done.stdout


def copy(source, target):
    if source.is_file():
        target.write_bytes(source.read_bytes())
        return
    for path in source.rglob("*.py"):
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(path.read_bytes())
