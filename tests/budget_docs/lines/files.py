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
