"""Arabic words in PDFs of ours, as people's own readers find them."""

import io
import re

import pikepdf
import pytest

from tests.readers import READERS, pdfium_finds, plain, squeezed
from tetouan_portal.lib import glyph_texts, pdf

SENTENCES = [
    "الالتزام الأول في خطة الانفتاح",
    "ثلاثة أحياء من الأحياء القديمة",
    "لا يتوفر دليل إلا في خلاصة التقرير",
    "لأن الآجال لم تحترم",
    "إلى الآن لا إعلان ولا إبلاغ",
    "الإنجاز والأثر والآراء",
    "نُشرت الوثائق حتّى الآن",
    "رحم الله من لا ينسى",
    "شتّى الملاحظات والاقتراحات",
    "الإطلاع على المحاضر والإحصاءات",
]
VOWELLED = ["قُدِّم الملفّ إلى اللجنة المختصّة", "يُحيَّن السجلُّ كلَّ سنة"]
BESIDE_NUMBERS = ["أنجز 12 مشروعا من أصل 376", "الالتزام رقم 4 لسنة 2025"]
LATIN = "office efficace affiche"
STYLES = ["css/tokens.css", "css/report_pdf.css"]


def made(*paragraphs):
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    page = f'<!doctype html><html lang="ar" dir="rtl"><head><title>تجربة</title></head><body>{body}</body></html>'
    return pdf.render(page, base_url="https://portal.example/", stylesheets=STYLES).content


@pytest.fixture(scope="module")
def document():
    return made(*SENTENCES, *VOWELLED, *BESIDE_NUMBERS, LATIN)


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_every_reader_finds_each_sentence(document, reader):
    text = squeezed(" ".join(reader(document)))
    assert [sentence for sentence in SENTENCES if squeezed(sentence) not in text] == []


def test_vowels_come_in_their_order():
    """PDFium and Poppler set a vowel that stands high over its letter apart, with a space, whoever made the file."""
    text = " ".join(READERS["mupdf"](made(*VOWELLED)))
    assert [sentence for sentence in VOWELLED if plain(sentence) not in text] == []


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
@pytest.mark.parametrize("words", ["الأُسر الأحياء", "الأُولى مُنذ الأزل", "إِلى إنّ"])
def test_a_vowel_over_a_ligature_adds_and_loses_no_letter(words, reader):
    read = re.sub("[^\u0621-\u0652]", "", " ".join(reader(made(words))))
    assert sorted(read) == sorted(plain(words).replace(" ", ""))


@pytest.mark.parametrize("name", ["pdfium", "poppler"])
def test_numbers_stand_where_they_were_written(document, name):
    """MuPDF alone sets the numbers of an Arabic line at its end, whoever made the file."""
    text = squeezed(" ".join(READERS[name](document)))
    assert all(squeezed(sentence) in text for sentence in BESIDE_NUMBERS)
    assert {"376", "2025"} <= set(" ".join(READERS["mupdf"](document)).split())


@pytest.mark.parametrize("word", ["الالتزام", "الأحياء", "خلاصة", "لأن", "إلا", "الآجال", "الله"])
def test_the_search_of_chrome_finds_the_word(document, word):
    assert pdfium_finds(document, word)


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_latin_ligatures_stay_as_they_are(document, reader):
    assert LATIN in " ".join(reader(document))


MAP = b"""1 begincodespacerange <0000> <ffff> endcodespacerange
4 beginbfchar
<0001> <06440627>
<0002> <00660069>
<0003> <0644 0623>
<0004> <>
endbfchar
1 beginbfchar
<0005> <064e0651>
endbfchar
4 beginbfrange
<0010> <0012> <06440622>
<0020> <0021> [<06440627> <0041>]
<0030> <0031> <0041>
<0000> <ffffffff> <06440622>
endbfrange
endcmap beginbfchar <0009> <06440627>"""
COLLECTED = b"""1 begincodespacerange <0000> <ffff> endcodespacerange
4 beginbfchar
<0001> <06270644>
<0002> <00660069>
<0003> <06230644>
<0004> <>
endbfchar
1 beginbfchar
<0005> <0651064e>
endbfchar
4 beginbfrange
<0010> <0012> [<06220644> <06230644> <06240644>]
<0020> <0021> [<06270644> <0041>]
<0030> <0031> <0041>
<0000> <ffffffff> <06440622>
endbfrange
endcmap beginbfchar <0009> <06440627>"""


def test_every_way_to_write_a_text_is_turned_and_no_other_byte():
    assert b"".join(glyph_texts.reorder_map(MAP, glyph_texts.collect)) == COLLECTED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("لا", "ال"),
        ("لإ", "إل"),
        ("َّ", "َّ"[::-1]),
        ("الله", "هللا"),
        (" ً", "ً "),
        ("fi", "fi"),
        ("e\u0301", "e\u0301"),
        ("ل", "ل"),
        ("12", "12"),
        ("", ""),
    ],
)
def test_only_several_right_to_left_letters_are_turned(text, expected):
    assert glyph_texts.collect(text) == expected


def test_fonts_that_share_their_texts_are_turned_once():
    document = pikepdf.new()
    texts = document.make_stream(b"1 beginbfchar <0001> <06440627> endbfchar")
    for _font in range(2):
        document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Font, ToUnicode=texts))
    glyph_texts.in_collected_order(document)
    assert b"<06270644>" in texts.read_bytes()


def test_a_reader_that_turns_nothing_around_gets_the_written_order_back(document):
    with pikepdf.open(io.BytesIO(glyph_texts.as_written(document))) as written:
        texts = b"".join(font.ToUnicode.read_bytes() for font in glyph_texts.fonts(written))
    assert b"<06440627>" in texts
    assert b"<06270644>" not in texts


def test_a_file_in_which_nothing_is_turned_stays_the_same_file():
    content = made("كتاب")
    assert glyph_texts.as_written(content) is content
