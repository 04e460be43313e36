"""A stored file is destroyed in one place alone, where a row says why and a task tries until it is done."""

import re
from pathlib import Path

from django.conf import settings

CODE = [
    path
    for app in ("tetouan_portal", "commitments", "budget_docs", "participation")
    for path in (Path(settings.BASE_DIR) / app).rglob("*.py")
    if "migrations" not in path.parts
]
DESTROYS = re.compile(r"storage\.delete\b|storages\[[^\]]*\]\.delete\b|\.file\.delete\b")
ONLY_HERE = {"tetouan_portal/stored_files/destroying.py"}


def test_stored_files_are_destroyed_in_one_place():
    found = {
        str(path.relative_to(settings.BASE_DIR)): DESTROYS.findall(text)
        for path in CODE
        if DESTROYS.search(text := path.read_text(encoding="utf-8"))
    }
    assert set(found) == ONLY_HERE, found
