"""Every text exists in every language of the portal, whole and with its placeholders."""

import ast
import os
import re
import shutil
import subprocess
import sys
from datetime import date

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.dateformat import format as django_format

from tests.house.catalogues import catalogue, forms

LANGUAGES = [code for code, _name in settings.LANGUAGES]
APPS = ("tetouan_portal", "commitments", "budget_docs", "participation")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")
GETTEXT = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_missing_or_uncertain(language):
    wanting = [m.id for m in catalogue(language) if m.id and (m.fuzzy or not all(forms(m)))]
    assert wanting == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_form_of_the_language_is_written(language):
    messages = catalogue(language)
    plurals = [m for m in messages if m.pluralizable]
    assert plurals
    assert [m.id for m in plurals if len(forms(m)) != messages.num_plurals] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_invents_or_mistypes_a_placeholder(language):
    wrong = []
    for message in catalogue(language):
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        known = {place for text in ids for place in PLACEHOLDER.findall(text)}
        required = set() if message.pluralizable else known
        for text in forms(message):
            found = set(PLACEHOLDER.findall(text))
            if not required <= found <= known:
                wrong.append((message.id, text))
    assert wrong == []


def test_the_catalogues_hold_exactly_the_texts_of_the_code(tmp_path):
    for name in ("locale", "templates", "manage.py", *APPS):
        source = settings.BASE_DIR / name
        shutil.copytree(source, tmp_path / name) if source.is_dir() else shutil.copy(source, tmp_path / name)
    command = [sys.executable, "manage.py", "makemessages", "--no-obsolete", "--no-location"]
    for language in LANGUAGES:
        command += ["-l", language]
    subprocess.run(command, cwd=tmp_path, env=os.environ, check=True, capture_output=True)
    for language in LANGUAGES:
        collected = {(m.id, m.context) for m in catalogue(language, tmp_path / "locale")}
        assert {(m.id, m.context) for m in catalogue(language)} == collected, (
            f"run make messages and translate {language}"
        )


def test_nothing_is_put_into_a_text_before_it_is_translated():
    """An f-string, % or format() inside _() makes a text that no catalogue knows."""
    wrong = []
    for app in APPS:
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in GETTEXT and node.args:
                    text = node.args[0]
                    if isinstance(text, (ast.JoinedStr, ast.BinOp, ast.Call)):
                        wrong.append(f"{path}:{node.lineno}")
    assert wrong == []


@pytest.mark.parametrize(
    ("month", "name"), [(5, "ماي"), (7, "يوليوز"), (8, "غشت"), (9, "شتنبر"), (11, "نونبر"), (12, "دجنبر")]
)
def test_django_itself_names_the_months_as_morocco_does(month, name):
    with translation.override("ar"):
        assert django_format(date(2026, month, 3), "j F Y") == f"3 {name} 2026"
        assert django_format(date(2026, month, 3), "F") == name
