"""A message without context is shared with Django and its packages: our translation replaces theirs everywhere."""

import re
from importlib.util import find_spec
from pathlib import Path

import django
import pytest
from babel.messages.mofile import read_mo
from django.conf import settings

from tests.house.address import singular
from tests.house.catalogues import catalogue

LANGUAGES = [code for code, _name in settings.LANGUAGES]
MOROCCAN_MONTHS = {"May", "July", "Aug.", "August", "Sept.", "September", "Nov.", "November", "Dec.", "December"}
BETTER_SAID = {  # the same sense in the words of this portal; nothing may be added that means something else
    "ar": {
        *("Action", "File", "Page not found", "Remove", "Save", "Search", "Show all", "Sessions", "version"),
        *("email address", "first name", "last name"),
        ":?.!",  # with ؟
        "Change or view list link",  # of Django's own list, as the next
        "Model name",
        "History",  # تاريخ alone is read as a date
        "%(counter)s result",
        "%(full_result_count)s total",
    },
    "fr": {
        *("- Select an option -", "Page not found", "Pagination %(name)s", "Pagination %(name)s entries", "Remove"),
        *("Search %(name)s", "%(full_result_count)s total"),
        "%(counter)s result",  # “de” after a million
        "Are you sure you want to delete the %(object_name)s",
        "Deleting the %(object_name)s",
    },
    "es": {
        *("History", "Remove", "email address", "%(full_result_count)s total"),
        "%(counter)s result",  # “de” after a million
        "Deleting the %(object_name)s",
    },
}


def to_one_man(words):
    """Django's Arabic orders one man about; ours replaces it whatever it says (tetouan_portal/formats/address.py)."""
    said = words[0] if isinstance(words, (tuple, list)) else words
    return singular(said) or said.startswith(("أدخل", "انتق", "عدِّل", "حدد", "استعرض"))


def installed_folders():
    yield Path(django.__file__).parent / "conf" / "locale"
    for app in settings.INSTALLED_APPS:
        spec = find_spec(app)
        folder = Path(spec.origin).parent / "locale" if spec and spec.origin else None
        if folder and folder.is_dir() and "site-packages" in folder.parts:
            yield folder


def same(words):
    """Without what typography alone changes: spaces that do not break, quotation marks, dots."""
    said = words if isinstance(words, (tuple, list)) else (words,)
    return tuple(re.sub("[\u00a0\u202f]", " ", re.sub("[\"'’“”«»]", "", text.replace("...", "…"))) for text in said)


def first(message_id):
    """Of several forms the singular, and of a long question what it begins with."""
    name = message_id[0] if isinstance(message_id, (tuple, list)) else message_id
    return name.partition(" “%(escaped_object)s”")[0]


def installed(language):
    """(message id, context, translation) of Django and of the installed packages."""
    for folder in installed_folders():
        path = folder / language / "LC_MESSAGES" / "django.mo"
        if path.exists():
            with path.open("rb") as file:
                yield from ((first(m.id), m.context, m.string) for m in read_mo(file) if m.id and m.string)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_of_ours_changes_the_sense_of_one_of_djangos(language):
    own = {(first(m.id), m.context): m.string for m in catalogue(language) if m.id}
    known = BETTER_SAID[language] | (MOROCCAN_MONTHS if language == "ar" else set())
    taken = {
        (name, context, str(theirs), str(own[name, context]))
        for name, context, theirs in installed(language)
        if name not in known
        and same(own.get((name, context), theirs)) != same(theirs)
        and not (language == "ar" and to_one_man(theirs))
    }
    assert taken == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_of_better_words_holds_only_words_that_are_shared(language):
    assert {name for name, _context, _string in installed(language)} >= BETTER_SAID[language]
