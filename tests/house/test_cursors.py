"""What stays on the server outlives its transaction nowhere: behind a pooler it would be somebody else's."""

import re

from django.conf import settings

APPS = ("tetouan_portal", "commitments", "budget_docs", "participation")
LASTING = re.compile(r"execute\(\s*f?[\"']set (?!local\b|constraints\b)", re.IGNORECASE)


def test_long_lists_are_read_in_one_way():
    found = {
        str(path.relative_to(settings.BASE_DIR))
        for app in APPS
        for path in (settings.BASE_DIR / app).rglob("*.py")
        if ".iterator(" in path.read_text()
    }
    assert found == {"tetouan_portal/lib/portions.py"}


def test_a_setting_ends_with_its_transaction():
    """Also in the tests, whose process keeps its connections: what one of them had set, a later one met."""
    found = {
        str(path.relative_to(settings.BASE_DIR))
        for folder in (*APPS, "tests")
        for path in (settings.BASE_DIR / folder).rglob("*.py")
        if LASTING.search(path.read_text())
    }
    assert found == set()
