"""The rooms of the demonstration tell one story."""

import re

import pytest
from django.conf import settings

from tetouan_portal.lib.demonstration_story import in_words, story, tell

APPS = ("commitments", "budget_docs", "participation")
DATA = [path for app in APPS for path in (settings.BASE_DIR / app / "data/demo").glob("*.json")]
COUNTED = re.compile(r"\b(\d+) (?:propositions|proyectos admitidos|propuestas|projets admis|مقترحا)")


def test_days_numbers_and_amounts_are_written_as_each_language_writes_them():
    said = tell({"fr": "le {citizen_budget_2026}", "es": ["{participatory_credit}"], "on": "@citizen_budget_2026"})

    assert said == {"fr": "le 24 février 2026", "es": ["1,25"], "on": "2026-02-24"}


def test_what_never_happened_cannot_be_told():
    with pytest.raises(KeyError):
        tell("{no_such_event}")


@pytest.mark.parametrize("path", DATA, ids=[path.name for path in DATA])
def test_no_room_says_by_itself_what_the_story_says(path):
    text = path.read_text(encoding="utf-8")
    assert COUNTED.findall(text) == []
    for name in story()["days"]:
        day, _space, _year = in_words(name, "fr").rpartition(" ")
        assert f"publié le {day}" not in text


def test_everything_in_the_story_is_told_by_somebody():
    files = "".join(path.read_text(encoding="utf-8") for path in DATA)
    names = [name for kind in story().values() for name in kind]

    assert [name for name in names if f"{{{name}}}" not in files and f"@{name}" not in files] == []
