"""Files of real communes: none of them is in the shape of the template."""

import pytest
from openpyxl import Workbook

from budget_docs.lines.cells import pieces_of
from tests.budget_docs.lines import files
from tests.budget_docs.lines.checked import read, said
from tests.budget_docs.lines.files import HEAD, csv, line, xlsx
from tests.budget_docs.lines.opendocuments import cell, ods, table

PATH = "1/0/10/10/10/11"


def test_what_every_row_is_need_not_stand_in_the_file():
    file = csv(["10", "20", "30", "11", "Éclairage", "1500"], head=["chap", "art", "par", "lig", "libellé", "voté"])
    mapping = {"side": "=dépenses", "part": "=1", "section": "=0.1", "chapter": "chap", "article": "art"}
    mapping |= {"paragraph": "par", "line": "lig", "label_fr": "libellé", "admitted": "voté"}
    checker, lines = read(file, mapping=mapping)

    assert said(checker) == []
    assert [(one["side"], one["path"]) for one in lines] == [("expenditure", "1/0.1/10/20/30/11")]


@pytest.mark.parametrize(
    ("code", "pieces"),
    [
        ("1.0.1.10.10.10.11", ["1", "0.1", "10", "10", "10", "11"]),
        ("1.2.10.10.10.11", ["1", "2", "10", "10", "10", "11"]),
        ("1/0.1/10/10", ["1", "0.1", "10", "10"]),
        ("1 - 0.1 - 10", ["1", "0.1", "10"]),
        ("1", ["1"]),
    ],
)
def test_a_whole_code_is_taken_apart(code, pieces):
    assert pieces_of(code) == pieces


def test_a_file_with_one_column_of_codes_is_read_with_its_headings():
    rows = [["1.0.1.10", "Chapitre", None], ["1.0.1.10.10.10.11", "Taxe", 1500]]
    mapping = {"side": "=recettes", "code": "Imputation", "label_fr": "Intitulé", "admitted": "Montant"}
    checker, lines = read(xlsx(*rows, head=["Imputation", "Intitulé", "Montant"]), mapping=mapping)

    assert said(checker) == []
    assert [one["path"] for one in lines] == ["1/0.1/10/10/10/11"]
    assert [one["path"] for one in checker.headings.values()] == ["1/0.1/10"]


def test_a_code_of_too_many_pieces_is_no_code():
    mapping = {"side": "=recettes", "code": "Imputation", "label_fr": "Intitulé", "admitted": "Montant"}
    file = xlsx(["1.2.3.4.5.6.7.8", "Taxe", 1], head=["Imputation", "Intitulé", "Montant"])

    assert said(read(file, mapping=mapping)[0]) == [("bad_code", 2, "A")]


def test_a_code_that_is_given_once_holds_for_the_rows_below():
    again = {"side": None, "part": None, "section": None, "chapter": None, "article": None, "paragraph": None}
    file = xlsx(line(), line(**again, line=12), line(chapter=20, article=10, paragraph=10, line=13))
    checker, lines = read(file, fills_down=True)

    assert said(checker) == []
    assert [one["path"] for one in lines] == [PATH, "1/0/10/10/10/12", "1/0/20/10/10/13"]


def test_a_code_below_another_chapter_is_not_guessed():
    file = xlsx(line(), line(chapter=20, article=None, paragraph=None, line=12))

    assert said(read(file, fills_down=True)[0]) == [("no_code", 3, "E"), ("no_code", 3, "F")]


def workbook(merge, *, title=()):
    book = Workbook()
    for row in (*title, HEAD, line(), line(line=12), line(line=13)):
        book.active.append(row)
    book.active.merge_cells(merge)
    return files.saved(book)


def test_a_title_over_several_columns_is_no_fault():
    checker, lines = read(workbook("A1:J1", title=(["BUDGET 2026"], [])))

    assert said(checker) == []
    assert len(lines) == 3


def test_merged_cells_of_a_sheet_that_is_not_read_are_no_fault():
    book = Workbook()
    cover = book.active
    cover.title = "Couverture"
    cover.append(["Commune"])
    cover.merge_cells("A1:F9")
    page = book.create_sheet("Lignes")
    for row in (HEAD, line()):
        page.append(row)
    checker, lines = read(files.saved(book))

    assert said(checker) == []
    assert [one.code for one in checker.notices] == ["sheet_left_out"]
    assert len(lines) == 1


def test_merged_codes_are_codes_given_once_and_merged_amounts_are_not():
    assert said(read(workbook("D2:D4"), fills_down=True)[0]) == []
    assert ("merged_cells", 2, "D") in said(read(workbook("D2:D4"))[0])
    assert ("merged_cells", 2, "J") in said(read(workbook("J2:J4"), fills_down=True)[0])


def test_a_comma_in_a_code_is_the_point_that_a_program_changed():
    _checker, lines = read(csv(line(section="0,1")))

    assert lines[0]["section"] == "0.1"


def test_an_amount_that_can_be_read_in_two_ways_is_read_with_the_mark_that_is_given():
    assert read(csv(line(admitted="150.000")), decimal_mark=",")[1][0]["admitted"] == 150_000
    assert read(csv(line(admitted="150.000")), decimal_mark=".")[1][0]["admitted"] == 150


@pytest.mark.parametrize(
    ("others", "mark"),
    [(["1.250,50", "4.500.000"], ","), (["1,250.50"], "."), (["1.250,50", "1,250.50"], ""), (["12"], "")],
)
def test_the_mark_is_what_the_other_amounts_agree_on(others, mark):
    rows = [line(line=20 + place, admitted=amount) for place, amount in enumerate(others)]
    checker, _lines = read(csv(line(admitted="150.000"), *rows))

    assert said(checker) == [("ambiguous_number", 2, "J")]
    assert checker.own_mark() == mark


# --- LibreOffice ---------------------------------------------------------------------------


def test_a_file_of_libreoffice_is_read_like_any_other():
    label = "تأ<text:span>ميم</text:span> <text:span>bud</text:span>get"
    checker, lines = read(ods(table("Lignes", ["Titre"], [], HEAD, line(label_fr=label), line(line=12, section="0.1"))))

    assert said(checker) == []
    assert [one["path"] for one in lines] == [PATH, "1/0.1/10/10/10/12"]
    assert lines[0]["label_fr"] == "تأميم budget"
    assert lines[0]["admitted"] == 1500.5


def test_a_hidden_sheet_of_libreoffice_is_not_read_and_that_is_said():
    hidden = table("secret", HEAD, line(line=99), style=' table:style-name="ta2"')
    checker, lines = read(ods(hidden, table("Lignes", HEAD, line())))

    assert [(one.code, one.sheet) for one in checker.notices] == [("hidden_sheet", "secret")]
    assert [one["line"] for one in lines] == ["11"]


@pytest.mark.parametrize("content", [b"", b"<office", b"<a/>"])
def test_a_broken_file_of_libreoffice_is_told(content):
    file = files.with_part(ods(table("Lignes", HEAD, line())), "content.xml", lambda _old: content)

    assert said(read(file)[0])[0][0] in {"unreadable", "no_header"}


def test_rows_without_end_are_not_taken_into_memory():
    row = f'<table:table-row table:number-rows-repeated="1048577">{"".join(map(cell, line()))}</table:table-row>'
    body = (
        f'<table:table table:name="L"><table:table-row>{"".join(map(cell, HEAD))}</table:table-row>{row}</table:table>'
    )

    assert said(read(ods(body))[0])[0][0] == "too_many_rows"
