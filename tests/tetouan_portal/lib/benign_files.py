"""Files as municipal people have them, built by code: name → (what builds it, media type)."""

from io import BytesIO
from xml.sax.saxutils import quoteattr

import openpyxl
import pikepdf
from openpyxl.chart import BarChart, Reference
from pikepdf import Array, Dictionary, Encryption, Name, OutlineItem, Permissions, String
from PIL import Image, ImageDraw
from PIL.ExifTags import GPS, IFD, Base
from weasyprint import HTML

from tests.factories.documents import EXCEL, ODF, WORD, docx, odt, relations
from tests.tetouan_portal.lib.hostile_pdfs import pdf

PAGE = """<!doctype html><html lang="ar" dir="rtl"><title>تقرير 2025 (/JS)</title>
<h1>محضر</h1><p><a href="https://www.tetouan.ma">tetouan.ma</a> <a href="#b">ب</a> <a href="mailto:a@example.org">@</a>
<h2 id="b">Suite</h2><form><input name="a" value="b"></form>"""


def printed():
    return HTML(string=PAGE).write_pdf(pdf_forms=True, pdf_variant="pdf/ua-1")


def long_term():
    return HTML(string="<html lang=fr><title>a</title><p>Budget").write_pdf(pdf_variant="pdf/a-2b")


def with_outline():
    def add(document, page):
        with document.open_outline() as outline:
            outline.root.append(OutlineItem("Chapitre 1", 0))
        document.Root.OpenAction = Dictionary(S=Name.GoTo, D=Array([page.obj, Name.Fit]))
        document.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
        document.Root.Names = Dictionary(Dests=Dictionary(Names=Array([String("a"), Array([page.obj, Name.Fit])])))

    return pdf(add)


def wide():
    """A plan of ten metres."""
    return pdf(lambda document, page: page.obj.__setitem__("/MediaBox", Array([0, 0, 14_400, 28_000])))


def form():
    field = Dictionary(FT=Name.Tx, T=String("nom"), Ff=0, Rect=[0, 0, 50, 20], Subtype=Name.Widget, AA=Dictionary())
    return pdf(lambda document, page: document.Root.__setitem__("/AcroForm", Dictionary(Fields=Array([field]))))


def signed():
    """As an electronic signature leaves it: a second part added behind the first."""
    before = pdf()
    start = len(before)
    addition = b"\n5 0 obj\n<</Type/Sig/Filter/Adobe.PPKLite/Contents<00>/ByteRange[0 10 20 10]>>\nendobj\n"
    table = start + len(addition)
    last = int(before.rpartition(b"startxref\n")[2].split()[0])
    added = b"xref\n5 1\n%010d 00000 n \n" % (start + 1)
    trailer = b"trailer\n<</Size 6/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\r\n\0\0" % (last, table)
    return before + addition + added + trailer


def sealed():
    """Encrypted without a password, everything but changes allowed, as some offices send them."""
    return pdf(encryption=Encryption(owner="o", user="", allow=Permissions(modify_other=False, modify_assembly=False)))


def scan():
    pages = [Image.new("L", (1240, 1754), 250) for _ in range(3)]
    out = BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:])
    return out.getvalue()


def words():
    return docx(
        {
            "word/_rels/document.xml.rels": relations(
                ("hyperlink", "https://www.tetouan.ma/", "External"),
                ("hyperlink", "mailto:a@example.org", "External"),
                ("hyperlink", "note.docx", "External"),
                ("image", "media/image1.png", ""),
                ("image", "cid:image001.png@01D00000.00000000", "External"),
            ),
            "word/_rels/settings.xml.rels": relations(
                ("attachedTemplate", "file:///C:\\Users\\agent\\Normal.dotm", "External")
            ),
            "word/media/image1.png": png(),
            "word/theme/theme1.xml": "<a/>",
            "docProps/core.xml": "<a/>",
            "docProps/thumbnail.jpeg": photo(),
            "word/fonts/font1.odttf": bytes(100),
        }
    )


def fields():
    """As Word writes a table of contents: a link and the number of a page in the result of another field."""
    begin, between, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))

    def code(text, result):
        return f"{begin}<w:r><w:instrText>{text}</w:instrText></w:r>{between}{result}{end}"

    page = code(" PAGEREF _Toc1 \\h ", "<w:r><w:t>3</w:t></w:r>")
    line = code(' HYPERLINK \\l "_Toc1" ', page) + code(' HYPERLINK "https://www.example.org/link/import" ', "")
    sum_of_both = (
        code(" = SUM(ABOVE) \\# 0,00 ", "") + code(" MERGEFIELD Nom ", "") + code("MACROBUTTON NoMacro Nom", "")
    )
    source = code(' ADDIN ZOTERO_ITEM CSL_CITATION {"LINK": "DDE"} ', "")
    return docx(body=f"<w:p>{code(' TOC \\o ', line)}{sum_of_both}{source}<w:fldSimple w:instr=' PAGE '/></w:p>")


def with_chart():
    return docx({"word/embeddings/Microsoft_Excel_Sheet1.xlsx": workbook(), "word/charts/chart1.xml": "<a/>"})


def workbook():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "ميزانية 2026"
    sheet.append(["باب", "درهم"])
    for row in range(50):
        sheet.append([f"Article {row}", row * 100.5])
    sheet["C1"] = "=SUM(B2:B51)"
    sheet["C2"] = '=A1&"|"&B1'
    sheet["D2"] = '=IF(A1="a|\'b","WEBSERVICE(",1)'
    sheet["C4"] = "=_xlfn.XLOOKUP(A1,'Feuille d''avril'!A:A,B1:B9)"
    sheet["C5"] = '=HYPERLINK("#\'"&A1&"\'!A1","aller")'
    sheet["C6"] = '=HYPERLINK("https://www.tetouan.ma/"&A1,"page")'
    sheet["C7"] = '=IFERROR(__xludf.DUMMYFUNCTION("query(A1:B9,""select A"")"),12)'
    sheet["C8"] = "=SUM(Lignes[[#This Row],[N° d''ordre]:[Crédits]])*LOG10 (3)"
    sheet["C9"] = "=_xlfn.LET(_xlpm.x,INDIRECT($A$2),_xlpm.x/2)+TVA"
    sheet["C10"] = "=#REF!+1/#DIV/0!"
    sheet["C3"].hyperlink = "https://www.tetouan.ma"
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=9), titles_from_data=True)
    sheet.add_chart(chart, "E2")
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def text():
    return odt(
        {
            "Configurations2/statusbar/": "",
            "Thumbnails/thumbnail.png": png(),
            "layout-cache": b"\1\2",
            "meta.xml": '<a xmlns:m="m" xmlns:x="x"><m:template x:href="/../usr/share/templates/a.ott"/></a>',
            "Pictures/1.png": png(),
            "manifest.rdf": "<a/>",
            "Object 1/content.xml": "<a/>",
            "ObjectReplacements/Object 1": b"VCLMTF" + bytes(50),
        },
        body='<text:p><text:a xlink:href="https://www.tetouan.ma">a</text:a><draw:image xlink:href="Pictures/1.png"/>'
        '<draw:object xlink:href="./Object 1"/><text:a xlink:href="#ب">b</text:a></text:p>',
    )


def table():
    formulas = (
        "of:=SUM([.A1:.A9])",
        "of:=COM.MICROSOFT.CONCAT([$'Feuille d''avril'.A1];{1;2|3;4})",
        'of:=HYPERLINK("#Feuille2.A1";"aller")',
        "of:=[.A1]*LOG10([#REF!.A1])",
        "msoxl:=SUM(A1:A9)",
    )
    cells = "".join(f"<table:table-cell table:formula={quoteattr(one)}/>" for one in formulas)
    checks = "".join(
        f"<table:content-validation table:condition={quoteattr(one)}/>"
        for one in ("of:cell-content-is-in-list([$b.$A$1:.$A$3])", "of:is-true-formula(ISNUMBER([.G2]))")
    )
    return odt(kind="spreadsheet", body=f"{checks}{cells}")


def cut_table():
    """As some scanners write it: the place of the table is wrong, all objects are there."""
    content = scan()
    return content[: content.rindex(b"startxref")] + b"startxref\n7\n%%EOF\n"


def photo():
    """Taken on its side, by a telephone that says where."""
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    exif[Base.Model] = "Camera 3000"
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (35.0, 34.0, 20.0)
    return drawn("JPEG", "RGB", exif=exif)


def two_views():
    """As telephones save a portrait: the photo, and its depth behind it."""
    return drawn("MPO", "RGB", save_all=True, append_images=[Image.new("RGB", (40, 20))])


def png():
    return drawn("PNG", "RGBA")


def drawn(kind, mode, **options):
    image = Image.new(mode, (40, 20))
    ImageDraw.Draw(image).ellipse((2, 2, 20, 18), fill=tuple([200] * len(mode)))
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


FILES = {
    "PDF printed from a page": (printed, "application/pdf"),
    "PDF for archives": (long_term, "application/pdf"),
    "PDF with chapters": (with_outline, "application/pdf"),
    "PDF of a plan": (wide, "application/pdf"),
    "PDF with a form": (form, "application/pdf"),
    "PDF with a signature": (signed, "application/pdf"),
    "PDF sealed against changes": (sealed, "application/pdf"),
    "PDF of a scanner": (scan, "application/pdf"),
    "PDF of a scanner that counts wrong": (cut_table, "application/pdf"),
    "PDF with its objects packed": (
        lambda: pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate),
        "application/pdf",
    ),
    "Word with links and a picture": (words, WORD),
    "Word with contents": (fields, WORD),
    "Word with a chart": (with_chart, WORD),
    "Excel with a chart": (workbook, EXCEL),
    "LibreOffice text": (text, f"{ODF}text"),
    "LibreOffice table": (table, f"{ODF}spreadsheet"),
    "photo of a telephone": (photo, "image/jpeg"),
    "photo with two views": (two_views, "image/jpeg"),
    "photo, progressive": (lambda: drawn("JPEG", "RGB", progressive=True), "image/jpeg"),
    "picture with transparency": (png, "image/png"),
    "picture of the web": (lambda: drawn("WEBP", "RGB"), "image/webp"),
}
