"""One word for one thing: the term base (locale/terms.json) over every text that people read."""

import json
import re
from functools import cache

import pytest
from django.conf import settings

from tests.house.catalogues import catalogue
from tests.house.texts import arabic_in_sources, catalogue_texts, data_texts

LANGUAGES = [code for code, _name in settings.LANGUAGES]
PREFIX = {"ar": "[وف]?(?:[بلك]?ال|لل|[بلك])?"}  # and, so, by, for, the
NOT_OURS = re.compile(r"أجندة محلية|Local Agenda")  # the published plan's own words
FORMER = {"commitments/report/level_words.py"}  # which word an edition was printed with
PLURAL = {("evidence", "ar"): "أدلة الإثبات", ("evidence", "fr"): "preuves", ("evidence", "es"): "evidencias"}


@cache
def terms():
    return json.loads((settings.BASE_DIR / "locale" / "terms.json").read_text())


def refused(language):
    """[(pattern, the right word)]."""
    prefix = PREFIX.get(language, "")
    return [
        (re.compile(rf"(?<![\w\u064b-\u0652]){prefix}(?:{variant})(?!\w)", re.IGNORECASE), term[language])
        for term in terms()
        for variant in term.get("refused", {}).get(language, ())
    ]


def texts(language):
    yield from catalogue_texts(language)
    yield from data_texts(language)
    if language == "ar":
        yield from ((where, text) for where, text in arabic_in_sources() if where not in FORMER)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_says_a_refused_variant(language):
    found = [
        (where, said[0], right)
        for where, text in texts(language)
        for pattern, right in refused(language)
        if (said := pattern.search(NOT_OURS.sub("", text)))
    ]
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_term_that_is_a_message_is_translated_by_its_word(language):
    right = {term["term"]: term[language] for term in terms()}
    said = {m.id: m.string for m in catalogue(language) if isinstance(m.id, str) and not m.context and m.id in right}
    assert len(said) >= 8
    assert {name: word for name, word in said.items() if word not in (right[name], PLURAL.get((name, language)))} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_term_base_does_not_refuse_its_own_words(language):
    own = [term[language] for term in terms()]
    assert [(word, right) for pattern, right in refused(language) for word in own if pattern.search(word)] == []


def test_the_term_base_knows_every_term_in_every_language():
    names = [term["term"] for term in terms()]
    assert len(names) == len(set(names))
    assert [term for term in terms() if not all(term.get(code) for code in LANGUAGES)] == []
    assert [term for term in terms() if set(term) - {"term", "refused", *LANGUAGES}] == []


def test_a_vowel_sign_does_not_begin_a_word():
    assert not [pattern for pattern, _right in refused("ar") if pattern.search("من يُفترض أن تقيّمهم الهيئة")]
    assert [right for pattern, right in refused("ar") if pattern.search("تقدم مهم، بعده")] == ["متقدم"]
