"""Documents that hold more than their readers see, as offices send them."""

from io import BytesIO

import openpyxl
import pikepdf
from openpyxl.comments import Comment

from tests.factories.documents import OPEN, WORD, W, docx, odt

STYLED = OPEN + ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:dc="urn:dc"'
PACKAGE = "application/vnd.openxmlformats-package"


def workbook(*, hides=("sheets", "rows"), author="openpyxl"):
    """A budget of one line; what it hides is named by kind."""
    book = openpyxl.Workbook()
    book.properties.creator = author
    sheet = book.active
    sheet.title = "Budget"
    for row in (["Chapitre", "Montant"], ["Jardins publics", 150_000], ["Gardien", "0612345678"]):
        sheet.append(row)
    sheet["D1"] = "Rib"
    sheet["D2"] = "007640001234567890123456"
    agents = book.create_sheet("agents")
    agents.append(["Nom", "CIN", "Salaire"])
    agents.append(["Zaynab Qadiri", "LC123456", 7800])
    if "sheets" in hides:
        agents.sheet_state = "hidden"
    elif "very hidden sheets" in hides:
        agents.sheet_state = "veryHidden"
    else:
        book.remove(agents)
    sheet.row_dimensions[3].hidden = "rows" in hides
    sheet.column_dimensions["D"].hidden = "columns" in hides
    if "comments" in hides:
        sheet["A2"].comment = Comment("Demander à Samir", "Nadia")
    return saved(book)


def saved(book):
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def part(name, kind):
    return f'<Override PartName="/{name}" ContentType="{kind}+xml"/>'


def letter(*, body=None, comments=0, author=""):
    """A Word file, with tracked deletions as Word writes them."""
    body = body or (
        "<w:p><w:r><w:t>Le march</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>é des jardins</w:t></w:r>"
        '<w:del w:id="1" w:author="a" w:date="2026-01-01T00:00:00Z"><w:r><w:delText> Tamimi</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="a"><w:r><w:t> publics</w:t></w:r></w:ins></w:p>'
        '<w:p><w:moveFrom w:id="3"><w:r><w:t>Benali</w:t></w:r></w:moveFrom><w:r><w:t>Fin</w:t></w:r></w:p>'
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>caché</w:t></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ment</w:t></w:r></w:p>"
    )
    parts, extra = {}, ""
    if comments:
        inside = "<w:comment><w:p><w:r><w:t>Ouazzani</w:t></w:r></w:p></w:comment>" * comments
        parts["word/comments.xml"] = f"<w:comments {W}>{inside}</w:comments>"
        extra += part("word/comments.xml", WORD.removesuffix("document") + "comments")
    if author:
        parts["docProps/core.xml"] = f'<c xmlns:dc="d"><dc:creator>{author}</dc:creator></c>'
        extra += part("docProps/core.xml", f"{PACKAGE}.core-properties")
    return docx(parts, body=body, extra=extra)


def open_sheet():
    """A LibreOffice table: one sheet hidden by its style, a row filtered out, a column folded, a note."""
    styles = (
        '<office:automatic-styles><style:style style:name="ta2" style:family="table">'
        '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    )
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>".format
    body = (
        '<table:table table:name="Budget"><table:table-column/><table:table-column table:visibility="collapse"/>'
        f"<table:table-row>{cell('Jardins')}{cell('Tamimi')}</table:table-row>"
        f'<table:table-row table:visibility="filter">{cell("Benali")}</table:table-row>'
        "<table:table-row><table:table-cell><office:annotation><dc:creator>Nadia</dc:creator><text:p>Ouazzani</text:p>"
        "</office:annotation><text:p>Mar<text:span>chés</text:span></text:p></table:table-cell></table:table-row>"
        '</table:table><table:table table:name="agents" table:style-name="ta2">'
        f"<table:table-row>{cell('LC123456')}</table:table-row></table:table>"
    )
    return odt({"content.xml": opened(body, "spreadsheet", styles)}, kind="spreadsheet")


def open_letter():
    styles = (
        '<office:automatic-styles><style:style style:name="T1" style:family="text">'
        '<style:text-properties text:display="none"/></style:style></office:automatic-styles>'
    )
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>Nadia</dc:creator>"
        "</office:change-info><text:p>Tamimi</text:p></text:deletion></text:changed-region><text:changed-region>"
        "<text:insertion><office:change-info><dc:creator>Nadia</dc:creator></office:change-info></text:insertion>"
        "</text:changed-region></text:tracked-changes>"
        '<text:p>الميزا<text:span>نية</text:span> بلا <text:span text:style-name="T1">Benali</text:span></text:p>'
        '<text:section text:display="none"><text:p>Ouazzani</text:p></text:section>'
    )
    return odt({"content.xml": opened(body, "text", styles)})


def opened(body, kind, styles):
    return (
        f"<office:document-content {STYLED}>{styles}<office:body><office:{kind}>{body}</office:{kind}></office:body>"
        "</office:document-content>"
    )


def pdf(*, author="", note="", layer=""):
    file, out = pikepdf.new(), BytesIO()
    page = file.add_blank_page()
    if author:
        file.docinfo["/Author"] = author
    if note:
        box = pikepdf.Dictionary(Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents=note)
        page.obj.Annots = pikepdf.Array([file.make_indirect(box)])
    if layer:
        group = file.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=layer))
        layers = pikepdf.Dictionary(OCGs=pikepdf.Array([group]), D=pikepdf.Dictionary(OFF=pikepdf.Array([group])))
        file.Root.OCProperties = layers
    file.save(out)
    return out.getvalue()
