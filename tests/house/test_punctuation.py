"""Each language is set as it is printed: its own marks, its own quotation marks, French spaces that do not break."""

import re

import pytest
from django.conf import settings

from tests.house.texts import APPS, catalogue_texts, data_texts

ARABIC = "\u0621-\u064a\u064b-\u0652"
MARKS = ":?.!"  # Django's list of them is no text
NOT_PROSE = re.compile(r"<[^>]*>|https?://\S+|%\(\w+\)[sd]|\d+:\d+")
WRONG = {
    "ar": (
        rf"[{ARABIC}»)]\s*[,;?]",  # Latin marks after an Arabic letter
        r"[\"'“”]",
        r"\s(?:[،؛؟:!»]|\.(?!\w))",
        r"«\s",
        rf"[،؛؟](?=[{ARABIC}])",
        "؟:",
        "[٠-٩۰-۹]",
        "ـ(?!X|%|\\d)",  # kashida that stretches a word; before a figure it joins the article
        "[\u202a-\u202e]",
    ),
    "fr": (r"(?<![\u00a0])[:»]", r"«(?!\u00a0)", r"(?<!\u202f)[;?!]", r"[\"'“”]", r"\.\.\.", r"[?!]\s*:", r"n° "),
    "es": (r"\s[:;?!»]", r"«\s", r"[\"'“”]", r"\.\.\.", r"[?!]:", r"\d \d{3}\b"),
}
UNIT = r"(?:%(?![\w(])|[KMG]i?B|[KM]o|M?DH|MAD|milli\w+|mill[oó]n\w*|ميغابايت|كيلوبايت|درهم|مليون|ملايين)"
TORN = re.compile(rf"(?:\d|\)[sd]) (?:{UNIT}(?!\w)|\d{{3}}(?!\d))")  # a figure and what it counts stay on one line


def texts_of(language):
    yield from ((where, text) for where, text in catalogue_texts(language) if where != MARKS)
    yield from data_texts(language)


def prose(text):
    """Without tags, addresses, times and placeholders, none of which is punctuated."""
    return NOT_PROSE.sub("X", text)


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_a_text_is_punctuated_as_its_language_is(language):
    wrong = re.compile("|".join(WRONG[language]))
    assert [(where, text) for where, text in texts_of(language) if wrong.search(prose(text))] == []


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_a_figure_is_not_torn_from_its_unit(language):
    assert [(where, text) for where, text in texts_of(language) if TORN.search(text)] == []


def test_a_spanish_question_or_exclamation_is_opened_as_it_is_closed():
    unpaired = [t for _where, t in texts_of("es") if t.count("?") != t.count("¿") or t.count("!") != t.count("¡")]
    assert unpaired == []


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_a_quotation_that_is_opened_is_closed(language):
    assert [text for _where, text in texts_of(language) if text.count("«") != text.count("»")] == []


NOT_FOR_READERS = re.compile(  # of commands and errors in English, SQL, a list that no page prints, or Latin names
    r"management/commands/|/embedded/|lib/(?:env|pdf)\.py|audit/tracking\.py|participation/statistics/year_counts\.py"
    r"|budget_docs/lines/budget_versions\.py|checks\.py|accounts/devices\.py|synonyms/loading\.py"
)


def test_things_are_listed_with_the_comma_of_the_language():
    """“، ” in Arabic: a list joined by a bare comma shows a Latin one."""
    wrong = []
    for app in APPS:
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            where = str(path.relative_to(settings.BASE_DIR))
            if "migrations" not in path.parts and not NOT_FOR_READERS.search(where):
                wrong += [where for _found in re.finditer(r"(?<!\()[\"'], [\"']\.join", path.read_text())]
    assert wrong == []
