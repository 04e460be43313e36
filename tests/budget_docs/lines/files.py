"""Files of budget lines as officers save them, and as they should not."""

import io
import zipfile

from openpyxl import Workbook

HEAD = ["side", "part", "section", "chapter", "article", "paragraph", "line", "label_ar", "label_fr", "admitted"]
GOOD = ["recettes", 1, "0", 10, 10, 10, 11, "رسم السكن", "Taxe d’habitation", 1500.5]


def line(**changes):
    """A good row with other cells: `line(admitted="abc")`."""
    return [changes.get(key, value) for key, value in zip(HEAD, GOOD, strict=True)]


def xlsx(*rows, head=HEAD, sheet="Lignes", more=()):
    """`more`: [(title, rows)] further sheets."""
    book = Workbook()
    book.active.title = sheet
    for title, table in [(sheet, [head, *rows] if head else rows), *more]:
        page = book[title] if title in book.sheetnames else book.create_sheet(title)
        for row in table:
            page.append(row)
    return saved(book)


def saved(book):
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out


STRINGS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"


def with_shared_texts(file, texts, *rows):
    """As Excel writes it: `rows` are XML whose cells name `texts` (XML, too) by their number."""
    name = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{STRINGS}"/></Types>'.encode()
    relation = f'<Relationship Type="{RELATION}" Target="/xl/sharedStrings.xml" Id="texts"/></Relationships>'.encode()
    for part, end, more in (
        ("[Content_Types].xml", b"</Types>", kind),
        ("xl/_rels/workbook.xml.rels", b"</Relationships>", relation),
        ("xl/worksheets/sheet1.xml", b"</sheetData>", b"".join([*rows, b"</sheetData>"])),
    ):
        file = with_part(file, part, lambda old, end=end, more=more: old.replace(end, more))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/sharedStrings.xml", b'<sst xmlns="' + name + b'">' + texts + b"</sst>")
    file.seek(0)
    return file


def csv(*rows, head=HEAD, delimiter=";", encoding="utf-8"):
    table = [head, *rows]
    text = "\r\n".join(delimiter.join("" if cell is None else str(cell) for cell in row) for row in table)
    return io.BytesIO(text.encode(encoding))


def with_part(file, name, change):
    """The same package with another text in one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.namelist():
            content = old.read(item)
            new.writestr(item, change(content) if item == name else content)
    out.seek(0)
    return out
