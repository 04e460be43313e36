"""Fields of Word, put together from their pieces: those of the list pass, their links lead where people look."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.documents import docx
from tetouan_portal.lib.inspection import addresses, fields, markup, nesting
from tetouan_portal.lib.inspection.contents import examine
from tetouan_portal.lib.inspection.refused import Refused, named

HONEST = [
    "PAGE \\* MERGEFORMAT",
    "=SUM(ABOVE) \\# 0,00",
    'TOC \\o "1-3" \\h \\z \\u',
    'HYPERLINK "https://www.tetouan.ma/link/import" \\o "Lien" \\t "_blank"',
    'HYPERLINK \\l "_Toc12"',
    "HYPERLINK mailto:a@example.org",
    'DATE \\@ "d MMMM yyyy"',
    "MERGEFIELD Nom",
    "MACROBUTTON NoMacro [Cliquez ici]",
    'ADDIN ZOTERO_ITEM CSL_CITATION {"title": "LINK and DDE"}',
    'IF 1 = 1 "LINK" "QUOTE"',
]
HOSTILE = [
    "DDE",
    "DDEAUTO",
    "INCLUDEPICTURE",
    "INCLUDETEXT",
    "LINK",
    "DATABASE",
    "QUOTE",
    "IMPORT",
    "RD",
    "CONTROL",
    "PRINT",
]


def code_of(code):
    try:
        fields.check_code(code)
    except Refused as refused:
        return refused.code
    return ""


@pytest.mark.parametrize("code", HONEST)
def test_an_ordinary_field_passes(code):
    assert code_of(code) == ""


@pytest.mark.parametrize("name", ["DDE", "ddeauto", "INCLUDEPICTURE", "IncludeText", "LINK", "DATABASE", "IMPORT"])
@pytest.mark.parametrize("code", ['IF 1 = 1 {} "https://evil.example/a"', "SET a {} b", 'ADDIN x {} "b"'])
def test_what_fetches_is_refused_behind_another_name_too(code, name):
    assert code_of(code.format(name)) == "field"


@pytest.mark.parametrize(
    "target",
    ["\\\\\\\\evil\\\\share", "file:///c:/a.exe", "javascript:alert(1)", "/\\\\evil\\\\a", "ftp://x", "ms-word:x"],
)
@pytest.mark.parametrize(
    "form", ['HYPERLINK "{}"', "HYPERLINK {}", 'HYPERLINK \\l "a" "{}"', 'HYPERLINK "https://a" "{}"']
)
def test_a_link_to_anything_but_pages_and_mailboxes_is_refused(form, target):
    assert code_of(form.format(target)) == "link"


@given(
    st.sampled_from(HOSTILE).flatmap(lambda name: st.tuples(st.just(name), st.integers(1, len(name)))),
    st.sampled_from(["", " ", "\t", "  "]),
    st.sampled_from([str.upper, str.lower, str.title]),
)
def test_however_its_name_is_divided_a_field_that_is_not_listed_is_refused(divided, space, letters):
    name, cut = divided
    runs = "".join(
        f"<w:r><w:instrText xml:space='preserve'>{piece}</w:instrText></w:r>"
        for piece in (space, letters(name)[:cut], letters(name)[cut:], " x")
    )
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    with pytest.raises(Refused) as refusal:
        examine(docx(body=f"<w:p>{begin}{runs}</w:p>"))
    assert refusal.value.code == "field"
    assert refusal.value.params == {"name": named(name)}


@pytest.mark.parametrize(
    "pieces",
    [
        "<w:instrText>PAGE</w:instrText><w:delInstrText> INCLUDETEXT a</w:delInstrText>",
        "<w:delInstrText>= </w:delInstrText><w:instrText>RD a</w:instrText>",
    ],
    ids=["deletion refused", "deletion accepted"],
)
def test_whichever_way_a_deletion_is_decided_the_field_is_looked_at(pieces):
    with pytest.raises(Refused) as refusal:
        examine(docx(body=f'<w:p><w:r><w:fldChar w:fldCharType="begin"/>{pieces}</w:r></w:p>'))
    assert refusal.value.code == "field"


@pytest.mark.parametrize(
    ("encoding", "is_read"),
    [
        *((name, True) for name in ("utf-8", "UTF-8", "us-ascii")),
        *((name, False) for name in ("iso-8859-1", "windows-1252", "koi8-r", "cp037", "mac-arabic", "utf-16", "x")),
    ],
)
def test_a_part_in_another_encoding_which_hides_its_words_is_not_read(encoding, is_read):
    part = f'<?xml version="1.0" encoding="{encoding}"?><a/>'.encode()
    if is_read:
        markup.read(part)
    else:
        with pytest.raises(Refused):
            markup.read(part)


@pytest.mark.parametrize("depth", [nesting.MAX_DEPTH, nesting.MAX_DEPTH + 1])
@pytest.mark.parametrize("filling", ["", "<b/>" * 60_000, "<!-- a -->", "a &gt; b" * 30_000, "/>" * 120_000])
def test_depth_is_counted_whatever_stands_between(depth, filling):
    content = ("<a>" + filling + "<a>" * (depth - 1) + "</a>" * depth).encode()
    if depth <= nesting.MAX_DEPTH:
        nesting.check(content)
    elif len(content) <= nesting.SMALL or b"<!" in content or filling.startswith("/>"):
        with pytest.raises(Refused):
            nesting.check(content)


def test_depth_is_counted_in_large_parts_too():
    with pytest.raises(Refused) as refusal:
        nesting.check(b"<a>" * 100_000 + b"</a>" * 100_000)
    assert refusal.value.code == "bomb"


@pytest.mark.parametrize(
    ("address", "is_plain"),
    [
        ("https://www.tetouan.ma/a\\b", True),
        ("mailto:a@example.org", True),
        ("tel:+212539", True),
        ("#place", True),
        ("rapport.pdf", True),
        ("www.tetouan.ma", True),
        ("ftp://example.org", False),
        ("file:///C:/a", False),
        ("C:\\a", False),
        ("\\\\evil\\a", False),
        ("//evil/a", False),
        ("/\\evil/a", False),
        ("java\tscript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,a", False),
    ],
)
def test_links_lead_to_pages_mailboxes_telephones_and_places_of_the_document(address, is_plain):
    assert markup.is_plain_link(address) is is_plain


def test_drawings_that_programs_write_pass():
    old = b"<xml><v:shape href='https://www.tetouan.ma'><v:imagedata o:relid='rId1' o:href='cid:a@b'/><br></xml>"
    addresses.check("xl/drawings/vmlDrawing1.vml", old)
    inside = b'<image x:href="data:image/png;base64,AA"/><use x:href="#a"/><a x:href="#b" fill="url(#c)"/>'
    addresses.check("word/media/image1.svg", b'<svg xmlns:x="x">' + inside + b"</svg>")


def test_what_a_sentence_repeats_of_a_file_is_short_and_visible():
    assert named("a\u202eb\0<b>\n" + "x" * 99) == f"\u2068abb{'x' * 57}\u2069"
