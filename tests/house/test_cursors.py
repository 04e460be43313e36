"""A cursor that stays on the server outlives its transaction nowhere: behind a pooler it would be somebody else's."""

from django.conf import settings

APPS = ("tetouan_portal", "commitments", "budget_docs", "participation")


def test_long_lists_are_read_in_one_way():
    found = {
        str(path.relative_to(settings.BASE_DIR))
        for app in APPS
        for path in (settings.BASE_DIR / app).rglob("*.py")
        if ".iterator(" in path.read_text()
    }
    assert found == {"tetouan_portal/lib/portions.py"}
