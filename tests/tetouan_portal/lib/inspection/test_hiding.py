"""What a file holds that its readers do not see, found in real files through the cell."""

import openpyxl
import pytest

from tests.factories import hiding
from tests.factories.documents import EXCEL, RELATIONS, X, docx, relations, types, zipped
from tests.tetouan_portal.lib import benign_files, hostile_pdfs
from tetouan_portal.lib.inspection.cell import examine_apart
from tetouan_portal.lib.inspection.contents import examine
from tetouan_portal.lib.inspection.hiding.properties import is_person
from tetouan_portal.lib.inspection.hiding.tally import LONGEST_PLACE, MOST_PLACES, Tally


def hidden(content):
    return [tuple(one) for one in examine(content).hidden]


def test_the_cell_tells_of_a_hidden_sheet_and_a_hidden_row_with_their_places():
    found = examine_apart(hiding.workbook()).hidden
    assert [tuple(one) for one in found] == [("sheets", 1, ["agents"]), ("rows", 1, ["Budget"])]


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("very hidden sheets", ("sheets", 1, ["agents"])),
        ("columns", ("columns", 1, ["Budget"])),
        ("comments", ("comments", 1, ["Budget"])),
        ("nothing", None),
    ],
)
def test_each_kind_in_a_workbook_is_told_by_itself(kind, found):
    assert hidden(hiding.workbook(hides=[kind])) == ([found] if found else [])


def test_what_is_folded_away_and_empty_hides_nothing():
    book = openpyxl.Workbook()
    book.active["A1"] = "Budget"
    for row in range(10, 40):
        book.active.row_dimensions[row].hidden = True
    for column in "XYZ":
        book.active.column_dimensions[column].hidden = True
    assert hidden(hiding.saved(book)) == []


CELL = '<c r="B1"><v>612345678</v></c>'


@pytest.mark.parametrize(
    ("inside", "kind"),
    [
        (f'<sheetData><row r="1" ht="0" customHeight="1">{CELL}</row></sheetData>', "rows"),
        (f'<cols><col min="2" max="5" width="0"/></cols><sheetData><row>{CELL}</row></sheetData>', "columns"),
    ],
)
def test_a_row_without_height_and_a_column_without_width_are_hidden(inside, kind):
    assert hidden(one_sheet(inside)) == [(kind, 1, ["Budget"])]


def one_sheet(inside, parts=None):
    """A workbook with a tab for one sheet, and other parts: {name: (kind, content)}."""
    every = {"xl/worksheets/sheet1.xml": ("worksheet", f"<worksheet {X}>{inside}</worksheet>"), **(parts or {})}
    kinds = {name: f"{EXCEL.removesuffix('sheet')}{kind}" for name, (kind, _content) in every.items()}
    tabs = f'<sheets><sheet xmlns:r="{RELATIONS}" name="Budget" sheetId="1" r:id="r0"/></sheets>'
    extra = "".join(hiding.part(name, kind) for name, kind in kinds.items())
    return zipped(
        {
            "[Content_Types].xml": types("xl/workbook.xml", EXCEL, extra),
            "_rels/.rels": relations(("officeDocument", "xl/workbook.xml", "")),
            "xl/workbook.xml": f"<workbook {X}>{tabs}</workbook>",
            "xl/_rels/workbook.xml.rels": relations(("worksheet", "worksheets/sheet1.xml", "")),
            **{name: content for name, (_kind, content) in every.items()},
        }
    )


def with_pivot(source):
    """The pivot table keeps a copy of the sheet `source`; the third sheet has no tab any more."""
    cells = f"<sheetData><row>{CELL}</row></sheetData>"
    cache = f'<p {X}><cacheSource><worksheetSource sheet="{source}"/></cacheSource></p>'
    return one_sheet(
        cells,
        {
            "xl/worksheets/sheet3.xml": ("worksheet", f"<worksheet {X}>{cells}</worksheet>"),
            "xl/pivotCache/pivotCacheDefinition1.xml": ("pivotCacheDefinition", cache),
        },
    )


def test_a_copy_behind_a_pivot_table_is_told_where_its_sheet_is_not_seen():
    left_over = ("sheets", 1, ["sheet3.xml"])
    assert hidden(with_pivot("agents")) == [left_over, ("copies", 1, [])]
    assert hidden(with_pivot("Budget")) == [left_over]


def test_deleted_moved_and_hidden_words_and_comments_of_word_are_counted_as_passages():
    found = hidden(hiding.letter(comments=2, author="Zaynab Qadiri"))
    assert found == [("deleted", 2, []), ("comments", 2, []), ("hidden_text", 1, []), ("properties", 1, ["creator"])]


@pytest.mark.parametrize(
    "body",
    [
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>",
        '<w:p><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>a</w:t></w:r></w:p>',
        "<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>",
        "<w:p><w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>a</w:t></w:r></w:p>",
    ],
)
def test_marks_that_hide_no_words_are_not_told(body):
    assert hidden(hiding.letter(body=body)) == []


def test_a_style_hides_the_text_that_bears_it_or_one_based_on_it():
    styles = (
        '<w:styles xmlns:w="w"><w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>'
        '<w:style w:styleId="A"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    )
    body = (
        '<w:p><w:r><w:rPr><w:rStyle w:val="B"/></w:rPr><w:t>a</w:t></w:r></w:p>'
        '<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>b</w:t></w:r></w:p>'
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.styles"
    content = docx({"word/styles.xml": styles}, body=body, extra=hiding.part("word/styles.xml", kind))
    assert hidden(content) == [("hidden_text", 2, [])]


def test_a_table_of_libreoffice_hides_the_same_kinds():
    found = hidden(hiding.open_sheet())
    assert found == [
        ("sheets", 1, ["agents"]),
        ("rows", 1, ["Budget"]),
        ("columns", 1, ["Budget"]),
        ("comments", 1, []),
    ]


def test_a_text_of_libreoffice_hides_deleted_and_hidden_passages():
    assert hidden(hiding.open_letter()) == [("deleted", 1, []), ("hidden_text", 2, [])]


@pytest.mark.parametrize("name", ["données.json", "lignes.csv"])
def test_the_data_that_a_pdf_carries_are_told(name):
    assert hidden(hostile_pdfs.attached_data(name)) == [("files", 1, [name])]


def test_what_a_file_inside_hides_is_told_as_well():
    found = hidden(hostile_pdfs.attached_data("agents.xlsx", hiding.workbook()))
    assert found[0] == ("sheets", 1, ["agents"])
    assert ("files", 1, ["agents.xlsx"]) in found


def test_notes_layers_and_the_author_of_a_pdf_are_told():
    found = hidden(hiding.pdf(author="Zaynab Qadiri", note="Demander à Samir", layer="Cadastre"))
    assert found == [("comments", 1, ["1"]), ("layers", 1, ["Cadastre"]), ("properties", 1, ["Author"])]


@pytest.mark.parametrize("name", set(benign_files.FILES) - {"Word with a chart"})
def test_ordinary_files_hide_nothing(name):
    assert hidden(benign_files.FILES[name][0]()) == []


def test_a_workbook_behind_a_chart_is_told():
    assert hidden(benign_files.with_chart()) == [("workbooks", 1, [])]


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("Zaynab Qadiri", True),
        ("z.qadiri@example.org", True),
        ("زينب القادري", True),
        ("openpyxl", False),
        ("Microsoft Office User", False),
        ("User 1", False),
        ("Commune de Tétouan", False),
        ("جماعة تطوان", False),
        ("Direction du budget", False),
        (" ", False),
    ],
)
def test_names_of_persons_are_told_from_names_of_offices_and_programs(name, answer):
    assert is_person(name) is answer


def test_places_are_named_up_to_a_limit_and_all_are_counted():
    tally = Tally()
    for number in range(MOST_PLACES + 5):
        tally.add("sheets", place=f"{number} " + "x" * 200)
    (found,) = tally.found()
    assert found.n == MOST_PLACES + 5
    assert len(found.places) == MOST_PLACES
    assert max(map(len, found.places)) == LONGEST_PLACE
