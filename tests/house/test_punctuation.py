"""Each language is set as it is printed: its own marks, its own quotation marks, French spaces that do not break."""

import re

import pytest

from tests.house.catalogues import catalogue, forms

ARABIC = "\u0621-\u064a\u064b-\u0652"
NOT_PROSE = re.compile(r"<[^>]*>|https?://\S+|%\(\w+\)[sd]|\d+:\d+")
WRONG = {
    "ar": (
        rf"[{ARABIC}»)]\s*[,;?]",  # Latin marks after an Arabic letter
        r"[\"'“”]",
        r"\s(?:[،؛؟:!»]|\.(?!\w))",
        r"«\s",
        rf"[،؛؟](?=[{ARABIC}])",
        "[٠-٩۰-۹]",
        "ـ(?!X|%|\\d)",  # kashida that stretches a word; before a figure it joins the article
        "[\u202a-\u202e]",
    ),
    "fr": (r"(?<![\u00a0])[:»]", r"«(?!\u00a0)", r"(?<!\u202f)[;?!]", r"[\"'“”]", r"\.\.\."),
    "es": (r"\s[:;?!»]", r"«\s", r"[\"'“”]", r"\.\.\."),
}


def texts_of(language):
    for message in catalogue(language):
        if message.id:
            for text in forms(message):
                yield message.id, text


def prose(text):
    """Without tags, addresses, times and placeholders, none of which is punctuated."""
    return NOT_PROSE.sub("X", text)


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_a_text_is_punctuated_as_its_language_is(language):
    wrong = re.compile("|".join(WRONG[language]))
    assert [text for _id, text in texts_of(language) if wrong.search(prose(text))] == []


def test_a_spanish_question_or_exclamation_is_opened_as_it_is_closed():
    unpaired = [t for _id, t in texts_of("es") if t.count("?") != t.count("¿") or t.count("!") != t.count("¡")]
    assert unpaired == []


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_a_quotation_that_is_opened_is_closed(language):
    assert [text for _id, text in texts_of(language) if text.count("«") != text.count("»")] == []
