"""The blank template: what an officer fills in, with every column explained in three languages."""

from typing import IO

from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from budget_docs.lines.columns import LABELS, TEMPLATE_SHEETS, all_columns
from tetouan_portal.lib.languages import LANGUAGE_CODES
from tetouan_portal.lib.palette import palette


def write_template(output: IO[bytes]) -> None:
    book = Workbook(write_only=True)
    lines = book.create_sheet(TEMPLATE_SHEETS["lines"])
    lines.sheet_view.rightToLeft = True
    lines.freeze_panes = "A4"
    for place, column in enumerate(all_columns(), 1):
        lines.column_dimensions[get_column_letter(place)].width = 42 if column.key in LABELS else 17
    for code in ("ar", "fr"):
        lines.append([head(lines, column.titles[code]) for column in all_columns()])
    lines.append([quiet(lines, column.key) for column in all_columns()])
    explain(book.create_sheet(TEMPLATE_SHEETS["columns"]))
    book.save(output)


def explain(sheet) -> None:
    sheet.column_dimensions["A"].width = 18
    for letter in "BCD":
        sheet.column_dimensions[letter].width = 60
    sheet.append([head(sheet, name) for name in ("", "العربية", "français", "español")])
    for column in all_columns():
        texts = []
        for code in LANGUAGE_CODES:
            with override(code):
                texts.append(wrap(sheet, f"{column.titles[code]}: {column.meaning}"))
        sheet.append([quiet(sheet, column.key), *texts])


def head(sheet, text: str) -> WriteOnlyCell:
    cell = wrap(sheet, text)
    cell.font = Font(bold=True, color="FFFFFFFF")
    cell.fill = PatternFill("solid", fgColor=f"FF{palette()['green'].lstrip('#')}")
    return cell


def quiet(sheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(color="FF808080", size=9)
    return cell


def wrap(sheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, text)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
