"""Workbooks as Excel writes them under “Strict Open XML”."""

import datetime
import io
import zipfile

import pytest
from openpyxl import Workbook

from budget_docs.lines import strict
from tests.budget_docs.imports import begin, sent
from tests.budget_docs.lines import files
from tests.budget_docs.lines.checked import read, said
from tests.budget_docs.lines.files import HEAD, line, xlsx

NAMES = {  # of the parts of the standard, as its two classes write them
    "officeDocument/2006/relationships": "officeDocument/relationships",
    "officeDocument/2006/extended-properties": "officeDocument/extendedProperties",
    "officeDocument/2006/docPropsVTypes": "officeDocument/docPropsVTypes",
    "spreadsheetml/2006/main": "spreadsheetml/main",
    "drawingml/2006/main": "drawingml/main",
}


def as_strict(file):
    out = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            for usual, other in NAMES.items():
                content = content.replace(
                    f"http://schemas.openxmlformats.org/{usual}".encode(),
                    f"http://purl.oclc.org/ooxml/{other}".encode(),
                )
            new.writestr(name, content.replace(b"<workbook ", b'<workbook conformance="strict" '))
    out.seek(0)
    return out


def test_a_strict_workbook_is_read_like_any_other():
    file = as_strict(xlsx(line(), line(side="dépenses", line=12, admitted=0.5, label_fr="Achats <&> « x »")))
    checker, lines = read(file)

    assert said(checker) == []
    assert [(one["side"], one["admitted"], one["label_fr"]) for one in lines] == [
        ("revenue", 1500.5, "Taxe d’habitation"),
        ("expenditure", 0.5, "Achats <&> « x »"),
    ]


def test_shared_texts_of_a_strict_workbook_are_read():
    texts = b"<si><t>http://purl.oclc.org/ooxml/spreadsheetml/main</t></si><si><r><t>Ta</t></r><r><t>xe</t></r></si>"
    cells = b"".join(
        b'<c r="%s2"><v>%s</v></c>' % (letter.encode(), str(value).encode())
        for letter, value in zip("BCDEFGJ", [1, 2, 10, 10, 10, 11, 700], strict=True)
    )
    side = b'<c r="A2" t="inlineStr"><is><t>recettes</t></is></c>'
    shared = b'<c r="H2" t="s"><v>0</v></c><c r="I2" t="s"><v>1</v></c>'
    amount = cells[cells.index(b'<c r="J2"') :]
    row = b'<row r="2">' + side + cells.removesuffix(amount) + shared + amount + b"</row>"
    checker, lines = read(as_strict(files.with_shared_texts(xlsx(), texts, row)))

    assert said(checker) == []
    assert (lines[0]["label_fr"], lines[0]["admitted"]) == ("Taxe", 700)


def test_a_date_of_a_strict_workbook_is_a_date():
    file = xlsx(line(admitted=datetime.date(2026, 1, 31)), line(line=12))
    assert said(read(as_strict(file))[0]) == [("date_in_amount", 2, "J")]
    written_out = files.with_part(
        as_strict(xlsx(line(admitted=77))),
        "xl/worksheets/sheet1.xml",
        lambda old: old.replace(b'<c r="J2" t="n"><v>77</v>', b'<c r="J2" t="d"><v>2026-01-31T00:00:00</v>'),
    )
    assert said(read(written_out)[0]) == [("date_in_amount", 2, "J")]


def test_hidden_sheets_merged_cells_and_missing_results_of_a_strict_workbook_are_told():
    book = Workbook()
    for row in (HEAD, line(), line(line=12, admitted="=1+1")):
        book.active.append(row)
    book.active.merge_cells("J2:K2")
    book.create_sheet("secret").sheet_state = "hidden"
    checker, _lines = read(as_strict(files.saved(book)))

    assert {(one.code, one.row) for one in checker.problems} >= {("merged_cells", 2), ("formula_without_value", 3)}
    assert [(one.code, one.sheet) for one in checker.notices] == [("hidden_sheet", "secret")]


@pytest.mark.parametrize("size", [1, 7, 64, 1 << 20])
def test_names_are_found_wherever_the_reading_is_cut(monkeypatch, size):
    monkeypatch.setattr(strict, "PIECE", size)
    old = b'<a xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main" b="x>y"><t>1 xmlns="http://purl.oclc.org/ooxml/x/"</t></a>'
    new = b"".join(strict.in_usual_names(io.BytesIO(old)))

    assert new == old.replace(
        b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    )


def test_a_strict_workbook_that_grows_beyond_every_bound_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(strict, "MAX_UNPACKED", 1000)
    assert said(read(as_strict(xlsx(line())))[0])[0][0] == "unreadable"


@pytest.mark.django_db
def test_an_import_takes_a_strict_workbook():
    assert sent(as_strict(xlsx(line())))
    assert begin(as_strict(xlsx(line()))).sha256
