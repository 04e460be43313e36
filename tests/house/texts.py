"""Every text that people read, wherever it is kept: catalogues, data files, templates, code and stylesheets."""

import json
import re

from django.conf import settings

from tests.house.catalogues import catalogue, forms

APPS = ("tetouan_portal", "commitments", "budget_docs", "participation")
ARABIC_RUN = re.compile(r"[\u0621-\u0652][^\n\"{}<>]*[\u0621-\u0652][.؟!:]?")
LETTERS_ALONE = {"excerpts.py"}  # patterns, nobody's words
SOURCES = {".py", ".html", ".txt", ".css", ".js", ".svg"}


def catalogue_texts(language):
    """(where, text) of each translation."""
    for message in catalogue(language):
        if message.id:
            for text in forms(message):
                yield str(message.id), text


def data_files():
    return sorted(path for app in APPS for path in (settings.BASE_DIR / app).glob("data/**/*.json"))


def data_texts(language):
    """(where, text) of each value under the language's key, in every data file."""
    for path in data_files():
        yield from in_language(json.loads(path.read_text()), language, str(path.relative_to(settings.BASE_DIR)))


def in_language(value, language, where):
    if isinstance(value, dict):
        for key, inner in value.items():
            place = f"{where}/{key}"
            if isinstance(inner, str) and (key == language or key.endswith(f"_{language}")):
                yield place, inner
            else:
                yield from in_language(inner, language, place)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from in_language(inner, language, f"{where}/{index}")


def arabic_in_sources():
    """(where, text) of each run of Arabic in templates, code and stylesheets; migrations are of the past."""
    for folder in ("templates", *APPS):
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.suffix in SOURCES and "migrations" not in path.parts and path.name not in LETTERS_ALONE:
                for found in ARABIC_RUN.findall(path.read_text()):
                    yield str(path.relative_to(settings.BASE_DIR)), found


def arabic_texts():
    yield from catalogue_texts("ar")
    yield from data_texts("ar")
    yield from arabic_in_sources()
