"""The annual report of the demonstration on paper: every sheet of it, and what people's own readers find in it."""

import functools
import re
from difflib import SequenceMatcher

import pytest

from commitments.demo import demonstration
from commitments.models import Edition
from commitments.plan import plan_file
from commitments.report import pdf_rendering
from tests import layout
from tests.readers import READERS, paragraphs_of, pdfium_finds, squeezed, without_vowels

pytestmark = pytest.mark.django_db
WORD = re.compile("[\u0621-\u064a]+")
LAM_ALEF = re.compile("ل[اأإآ]")
IN_ORDER = {"pdfium": 0.93, "poppler": 0.75, "mupdf": 0.92}


@pytest.fixture(scope="module")
def edition(rows_of_a_module):
    plan_file.load()
    demonstration.load()
    return Edition.objects.filter(report__year=2025).latest("number")


@pytest.fixture(scope="module")
def written(edition):
    """A function: the HTML in a language, before it is laid out."""
    return functools.cache(lambda language: pdf_rendering.report_html(edition, language))


@pytest.fixture(scope="module")
def printed(edition, written):
    """A function: (HTML, PDF, sheets) of a language, laid out once."""
    made = {}

    def printed_in(language):
        if language not in made:
            html = written(language)
            with layout.kept() as documents:
                content = pdf_rendering.render(edition, html).content
            made[language] = html, content, layout.sheets_of(documents[0])
        return made[language]

    return printed_in


# The other tests lay out the Arabic: it costs nothing more.
@pytest.mark.parametrize("language", ["ar", *(pytest.param(one, marks=pytest.mark.audit) for one in ("fr", "es"))])
def test_no_sheet_tears_apart_what_belongs_together(printed, language):
    _html, _content, sheets = printed(language)
    assert len(sheets) > 30
    assert layout.faults(sheets) == []


def words_of(text):
    return set(WORD.findall(without_vowels(text)))


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_every_reader_finds_every_arabic_word_with_lam_and_alef(printed, reader):
    html, content, _sheets = printed("ar")
    written = {word for text in paragraphs_of(html) for word in words_of(text) if LAM_ALEF.search(word)}
    assert len(written) > 100
    assert written - words_of(" ".join(reader(content))) == set()


def test_the_search_of_chrome_finds_words_with_lam_and_alef(printed):
    _html, content, _sheets = printed("ar")
    assert all(pdfium_finds(content, word) for word in ("الالتزام", "الالتزامات", "الأحياء", "ثلاثة", "الآجال", "إلا"))


def arabic_words(texts):
    return [word for text in texts for word in WORD.findall(without_vowels(text))]


@pytest.mark.audit
@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_the_words_of_whole_pages_come_in_the_order_of_the_html(printed, reader):
    """Poppler reads a table by its columns; the others lose the order at running heads and beside numbers alone."""
    html, content, _sheets = printed("ar")
    written, read = arabic_words(paragraphs_of(html)), arabic_words(reader(content))
    blocks = SequenceMatcher(None, written, read, autojunk=False).get_matching_blocks()
    assert sum(block.size for block in blocks) / len(written) >= IN_ORDER[reader.__name__]


def cells(html, label):
    found = re.findall(rf'<td data-label="{label}">(.*?)</td>', html, re.DOTALL)
    return [squeezed(re.sub("<[^>]+>", " ", cell)) for cell in found]


def test_what_is_not_done_is_late_beside_its_date_and_not_done_in_its_column(written):
    html = written("fr")
    page = html[html.index('<article class="report-commitment"') : html.index('id="data-tables"')]
    done, due = cells(page, "Déclaré réalisé"), cells(page, "Échéance")
    late = [(one, other) for one, other in zip(due, done, strict=True) if "retard" in one]
    assert late
    assert {other for _one, other in late} == {"pasencore"}
    assert all(re.search("[0-9]{4}", one) for one in done if "retard" in one)


def test_commitments_outside_their_chapters_follow_their_numbers(written):
    html = written("fr")
    overview = html[html.index('<table class="overview') : html.index('id="how-to-read"')]
    assert re.findall(r'<a href="#commitment-[^"]*">(\d+)\.', overview) == [str(n) for n in range(1, 13)]
    tables = html[html.index('id="data-tables"') : html.index('id="sources"')]
    for table in tables.split("</table>")[:2]:  # the third follows the numbers of the evidence
        numbers = [int(n) for n in re.findall(r'<th scope="row">(\d+)</th>', table)]
        assert numbers
        assert numbers == sorted(numbers)


def test_a_chapter_says_in_words_that_its_dates_are_not_known(written):
    html = written("fr")
    assert not re.search(r"<dt>Début</dt><dd>—</dd></div>\s*<div><dt>Fin</dt><dd>—", html)
    assert "<dt>Dates</dt><dd>sans indication</dd>" in html
    assert re.search(r'</time> – <strong class="late">', html)


def test_a_finding_in_the_words_of_the_statement_is_not_said_again(edition):
    snapshot = edition.snapshot
    dossier = snapshot["sections"][0]["data"]["axes"][0]["commitments"][0]
    words = dossier["statements"]["monitor"]["summary"]
    dossier["finding"]["text"] = words
    html = pdf_rendering.report_html(edition, "fr")
    assert html.count(words["fr"].splitlines()[0]) == 1


def test_a_size_is_never_apart_from_its_unit(written):
    for language, unit in {"ar": "كيلوبايت", "fr": "Ko", "es": "KB"}.items():
        html = written(language)
        assert f"\N{NO-BREAK SPACE}{unit}" in html
        assert f" {unit}" not in html
