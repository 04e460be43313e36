"""What a part of a Word or Excel document may be, and what it may lead to, is listed."""

import pytest

from tests.factories.documents import EXCEL, docx, docx_parts, relations, xlsx, zipped
from tetouan_portal.lib.inspection.contents import examine
from tetouan_portal.lib.inspection.refused import Refused

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office"
LIST = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'


def leading(*kinds, target="x.xml", mode=""):
    """A list of relations, in full."""
    rows = (
        f'<Relationship Id="r{n}" Type="{kind}" Target="{target}"{mode and f" TargetMode={mode!r}"}/>'
        for n, kind in enumerate(kinds)
    )
    return {"word/_rels/document.xml.rels": LIST.format("".join(rows))}


def said(part, kind):
    return f'<Override PartName="/{part}" ContentType="{kind}"/>'


def refusal_of(content):
    with pytest.raises(Refused) as refusal:
        examine(content)
    return refusal.value.code, refusal.value.params.get("name", "")


# As each of these programs writes them: the kinds of relation, then what the parts are said to be.
PROGRAMS = {
    "Word 2010": (
        [f"{MICROSOFT}/2007/relationships/stylesWithEffects", f"{OFFICE}/glossaryDocument", f"{OFFICE}/webSettings"],
        ["application/vnd.ms-word.stylesWithEffects+xml"],
    ),
    "Word 365": (
        [
            f"{MICROSOFT}/2011/relationships/people",
            f"{MICROSOFT}/2011/relationships/commentsExtended",
            f"{MICROSOFT}/2016/09/relationships/commentsIds",
            f"{MICROSOFT}/2018/08/relationships/commentsExtensible",
            f"{MICROSOFT}/2019/05/relationships/documenttasks",
            f"{MICROSOFT}/2020/02/relationships/classificationlabels",
            f"{MICROSOFT}/2020/10/relationships/intelligence",
        ],
        [
            *(f"application/vnd.ms-office.{name}+xml" for name in ("documenttasks", "intelligence2", "chartex")),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.people+xml",
        ],
    ),
    "Excel 365": (
        [
            f"{MICROSOFT}/2007/relationships/slicer",
            f"{MICROSOFT}/2011/relationships/timelineCache",
            f"{MICROSOFT}/2017/06/relationships/rdRichValue",
            f"{MICROSOFT}/2017/10/relationships/threadedComment",
            f"{MICROSOFT}/2019/04/relationships/namedSheetView",
            f"{MICROSOFT}/2022/10/relationships/richValueRel",
            f"{MICROSOFT}/2022/11/relationships/FeaturePropertyBag",
            f"{OFFICE}/sheetMetadata",
        ],
        [
            *(f"application/vnd.ms-excel.{name}+xml" for name in ("slicerCache", "TimelineCache", "rdrichvalue")),
            "application/vnd.ms-excel.featurepropertybag+xml",
        ],
    ),
    "Office, strict": ([f"{STRICT}/styles", f"{STRICT}/extendedProperties", f"{STRICT}/metadata/thumbnail"], []),
    "Office, signed": (
        [f"{PACKAGE}/digital-signature/origin", f"{PACKAGE}/digital-signature/signature"],
        ["application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml"],
    ),
    "LibreOffice": (
        ["http://schemas.openxmlformats.org/officedocument/2006/relationships/metadata/core-properties"],
        ["application/vnd.openxmlformats-package.core-properties+xml"],
    ),
    "WPS": (
        ["http://www.wps.cn/officeDocument/2020/cellImage"],
        ["application/vnd.wps-officedocument.cellimage+xml"],
    ),
    "OnlyOffice": (
        ["http://schemas.onlyoffice.com/commentsDocument"],
        ["application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml"],
    ),
    "a program with an old word for text": ([f"{OFFICE}/customXml"], ["text/xml", "application/xml; charset=utf-8"]),
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_honest_programs_write_passes(program):
    kinds, types = PROGRAMS[program]
    parts = {f"word/{n}.xml": "<a/>" for n in range(len(types))}
    extra = "".join(said(part, kind) for part, kind in zip(parts, types, strict=True))
    assert examine(docx(leading(*kinds) | parts, extra=extra)).ending == ".docx"


@pytest.mark.parametrize(
    ("kind", "named"),
    [
        (f"{OFFICE}/malicious", "malicious"),
        (f"{STRICT}/malicious", "malicious"),
        (f"{OFFICE}/Image", "Image"),
        (f"{OFFICE}/x/image", "x/image"),
        ("http://evil.example/image", "evil.example/image"),
        (f"{MICROSOFT}/2099/relationships/new", "schemas.microsoft.com/office/2099/relationships/new"),
        ("image", "image"),
        ("", "…"),
    ],
)
@pytest.mark.parametrize("mode", ["", "External"])
def test_a_kind_of_relation_that_is_not_listed_is_refused_by_its_name(kind, named, mode):
    assert refusal_of(docx(leading(kind, mode=mode))) == ("part", f"\u2068{named}\u2069")


def test_a_relation_without_a_kind_is_none_that_is_listed():
    parts = {"word/_rels/document.xml.rels": LIST.format('<Relationship Id="a" Target="x.xml"/>')}
    assert refusal_of(docx(parts)) == ("part", "\u2068…\u2069")


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (f"{MICROSOFT}/2023/09/relationships/Python", "active"),
        (f"{MICROSOFT}/2006/relationships/ui/extensibility", "active"),
        ("http://schemas.onlyoffice.com/jsaProject", "active"),
        (f"{STRICT}/control", "active"),
        (f"{OFFICE}/oleObject", "embedded"),
        (f"{OFFICE}/video", "embedded"),
        (f"{MICROSOFT}/2017/06/relationships/model3d", "embedded"),
        (f"{MICROSOFT}/2006/relationships/xlExternalLinkPath/xlStartup", "external"),
        (f"{MICROSOFT}/2020/07/relationships/rdRichValueWebImage", "external"),
        (f"{OFFICE}/transform", "external"),
        (f"{OFFICE}/mailMergeSource", "mail_merge"),
        (f"{OFFICE}/recipientData", "mail_merge"),
    ],
)
@pytest.mark.parametrize("mode", ["", "External"])
def test_a_kind_that_is_known_for_what_it_does_is_refused_with_that_reason(kind, code, mode):
    assert refusal_of(docx(leading(kind, mode=mode))) == (code, "")


@pytest.mark.parametrize("kind", ["styles", "theme", "customXml", "header", "package", "chart", "font", "vmlDrawing"])
@pytest.mark.parametrize("target", ["https://evil.example/a.xml", "//198.51.100.7/a.xml", "a.xml"])
@pytest.mark.parametrize("namespace", [OFFICE, STRICT])
def test_outwards_leads_nothing_but_what_is_listed(kind, target, namespace):
    assert refusal_of(docx(leading(f"{namespace}/{kind}", target=target, mode="External"))) == ("external", "")


@pytest.mark.parametrize("namespace", [OFFICE, STRICT])
@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("hyperlink", "https://www.tetouan.ma/"),
        ("hyperlink", "mailto:a@example.org"),
        ("image", "cid:image001.png@01D00000.00000000"),
        ("attachedTemplate", "file:///C:\\Users\\agent\\Normal.dotm"),
        ("attachedTemplate", "file:///Users/agent/Library/Normal.dotm"),
        ("attachedTemplate", "/Applications/Microsoft%20Word.app/Normal.dotm"),
    ],
)
def test_links_and_notes_about_the_authors_computer_lead_outwards(namespace, kind, target):
    assert examine(docx(leading(f"{namespace}/{kind}", target=target, mode="External"))).ending == ".docx"


@pytest.mark.parametrize(
    "target",
    ["file:////198.51.100.7/t.dotm", "file://198.51.100.7/t.dotm", "//Users/t.dotm", "file:///%5C%5Cevil\\t.dotm"],
)
def test_a_template_on_a_server_is_no_note(target):
    assert refusal_of(docx(leading(f"{OFFICE}/attachedTemplate", target=target, mode="External"))) == ("external", "")


def test_a_second_kind_under_a_prefix_covers_nothing():
    row = f'<Relationship xmlns:x="x" Id="a" Type="{MICROSOFT}/2006/relationships/vbaProject" x:Type="{OFFICE}/image"/>'
    assert refusal_of(docx({"word/_rels/document.xml.rels": LIST.format(row)})) == ("active", "")


def test_a_direction_of_nobody_is_refused():
    assert refusal_of(docx(leading(f"{OFFICE}/image", mode="external"))) == ("damaged", "")


@pytest.mark.parametrize(
    ("kind", "code", "named"),
    [
        ("application/vnd.malicious", "part", "application/vnd.malicious"),
        ("application/vnd.openxmlformats-officedocument.malicious+xml", "part", "malicious+xml"),
        ("", "part", "…"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml", "external", ""),
        ("application/vnd.openxmlformats-officedocument.oleObject", "embedded", ""),
    ],
)
def test_a_part_of_a_kind_that_is_not_listed_is_refused_by_its_name(kind, code, named):
    content = docx({"word/x.xml": "<a/>"}, extra=said("word/x.xml", kind))
    assert refusal_of(content) == (code, named and f"\u2068{named}\u2069")


def test_what_an_ending_stands_for_matters_only_where_there_is_such_a_part():
    ending = '<Default Extension="mp3" ContentType="audio/mpeg"/>'
    assert examine(docx(extra=ending)).ending == ".docx"
    ending = '<Default Extension="DAT" ContentType="audio/mpeg"/>'
    assert refusal_of(docx({"word/a.dat": "x"}, extra=ending)) == ("part", "\u2068audio/mpeg\u2069")


def test_a_part_that_nothing_declares_is_refused_but_for_what_word_has_taken_out():
    assert refusal_of(docx({"word/a.tiff": "x"})) == ("damaged", "")
    assert examine(docx({"[trash]/0000.dat": bytes(9)})).ending == ".docx"


def test_a_part_that_is_two_things_is_refused():
    kinds = ("application/xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml")
    extra = "".join(said(part, kind) for part, kind in zip(("word/x.xml", "WORD/X.xml"), kinds, strict=True))
    assert refusal_of(docx({"word/x.xml": "<a/>"}, extra=extra)) == ("disguised", "")


COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"


@pytest.mark.parametrize(
    "extra",
    [
        said("word/x.xml", COMMENTS),
        said("WORD/X.XML", COMMENTS),
        said("word/x.xml", COMMENTS.upper()),
        f'<Override xmlns:y="y" PartName="/word/x.xml" ContentType="{COMMENTS}" y:ContentType="text/xml"/>',
    ],
    ids=["as Word writes it", "part in capitals", "kind in capitals", "another kind under a prefix"],
)
def test_however_comments_are_declared_they_are_told_of(extra):
    found = examine(docx({"word/x.xml": "<w:a xmlns:w='w'><w:comment/></w:a>"}, extra=extra))
    assert [(one.kind, one.n) for one in found.hidden] == [("comments", 1)]


def test_properties_that_a_program_keeps_under_an_ending_of_its_own_are_told_of():
    """As .NET writes them."""
    core = "package/services/metadata/core-properties/a1b2.psmdcp"
    ending = '<Default Extension="psmdcp" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    content = "<c xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:creator>Nadia</dc:creator></c>"
    found = examine(xlsx({core: content}, extra=ending))
    assert [(one.kind, one.places) for one in found.hidden] == [("properties", ["creator"])]
    assert refusal_of(xlsx({core: content[:-4]}, extra=ending)) == ("damaged", "")


def test_what_googles_tables_leave_for_themselves_is_told_of_as_a_file_inside():
    kind = "http://customschemas.google.com/relationships/workbookmetadata"
    row = f'<Relationship Id="a" Type="{kind}" Target="metadata"/>'
    parts = {"xl/metadata": b"\x0a\x1f\x08\x01", "xl/_rels/workbook.xml.rels": LIST.format(row)}
    found = examine(xlsx(parts, extra=said("xl/metadata", "application/binary")))
    assert [(one.kind, one.places) for one in found.hidden] == [("files", ["xl/metadata"])]
    assert refusal_of(xlsx(parts | {"xl/metadata": b"MZ\x90\0"}, extra=said("xl/metadata", "application/binary"))) == (
        "active",
        "",
    )


def test_a_template_keeps_its_own_refusal():
    parts = docx_parts()
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace("document.main", "template.main")
    assert refusal_of(zipped(parts)) == ("not_accepted", "")


def test_slides_keep_theirs():
    parts = {
        "[Content_Types].xml": docx_parts()["[Content_Types].xml"].replace(
            "wordprocessingml.document", "presentationml.x"
        ),
        "ppt/_rels/presentation.xml.rels": relations(("slideMaster", "slideMasters/slideMaster1.xml", "")),
    }
    assert refusal_of(zipped(parts)) == ("presentation", "")


def test_the_same_holds_for_a_workbook_behind_a_chart():
    inner = xlsx({"xl/_rels/workbook.xml.rels": LIST.format(f'<R Type="{OFFICE}/malicious" Target="a"/>')})
    content = docx({"word/embeddings/a.xlsx": inner}, extra=said("word/embeddings/a.xlsx", EXCEL))
    assert refusal_of(content) == ("part", "\u2068malicious\u2069")
