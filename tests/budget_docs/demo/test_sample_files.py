"""The invented documents: what people's own readers find in their Arabic."""

import re

import pytest

from budget_docs.demo.demonstration import contents
from budget_docs.demo.sample_files import INVENTED, MARK, Told, as_pdf, chapters
from tests.file_words import text_of
from tests.readers import READERS, squeezed, without_vowels

KINDS = ["draft-budget", "adopted-budget", "budget-annexes"]
ADDED = "لا تشمل هذه الوثيقة الإعانات. الإحصاءات والآجال في الملحق الأول. لأن الأرقام أولية، ثلاثة منها قابلة للمراجعة"
WORD = re.compile("[\u0621-\u064a]+")


def sentences_of(text):
    return [part for part in re.split(r"[.،؛:]", text) if part.strip()]


@pytest.fixture(scope="module", params=KINDS)
def document(request):
    """(sentences, words of its table, PDF) of an Arabic document with a French half."""
    summary = contents()["summaries"][request.param]
    summary = {**summary, "ar": f"{summary['ar']} {ADDED}"}
    title = {"ar": "الميزانية الجماعية والملاحظات", "fr": "Budget communal"}
    told = Told(title, summary, 2026, ("ar", "fr"), "admitted")
    file = as_pdf(told)
    labels = {word for _code, names, *_sums in chapters(told) for word in WORD.findall(names[0])}
    return [title["ar"], MARK["ar"], *sentences_of(f"{INVENTED['ar']} {summary['ar']}")], labels, file.content


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_every_reader_finds_every_sentence_and_every_word_of_the_table(document, reader):
    sentences, labels, content = document
    read = " ".join(reader(content))
    assert len(sentences) >= 10
    assert [sentence for sentence in sentences if squeezed(sentence) not in squeezed(read)] == []
    assert labels - set(WORD.findall(without_vowels(read))) == set()


def test_our_own_search_reads_the_same_words(document):
    _sentences, labels, content = document
    read = set(WORD.findall(text_of(content, "application/pdf")))
    assert labels | {"الإعانات", "الإحصاءات", "والآجال", "الأول", "لأن", "ثلاثة", "والملاحظات"} <= read
