"""Tables as files for spreadsheet programs: CSV that they read as Arabic, and XLSX."""

import csv
import datetime
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.timezone import localtime
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

Value = str | int | bool | Decimal | datetime.date | None

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for something else
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
ROWS_AT_ONCE = 500
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORBIDDEN = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])  # characters that XML does not know


def defuse(text: str) -> str:
    """A text that no spreadsheet program runs as a formula (OWASP: CSV injection)."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) or text.startswith(FORMULA_STARTS) else text


def csv_rows(header: list[str], rows: Iterable[list[Value]]) -> Iterator[str]:
    """The file in pieces, in constant memory."""
    out = io.StringIO(BYTE_ORDER_MARK)
    out.seek(len(BYTE_ORDER_MARK))
    writer = csv.writer(out)
    writer.writerow([defuse(title) for title in header])
    for count, row in enumerate(rows, 1):
        writer.writerow([defuse(value) if isinstance(value, str) else plain(value) for value in row])
        if count % ROWS_AT_ONCE == 0:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def plain(value: Value) -> str | int | Decimal:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return localtime(value).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, datetime.date) else value


def xlsx(header: list[str], rows: Iterable[list[Value]], *, title: str, right_to_left: bool) -> bytes:
    """One sheet with a bold, frozen header. Texts are stored as texts: none of them is a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(sheet_title(title))
    sheet.sheet_view.rightToLeft = right_to_left
    sheet.freeze_panes = "A2"
    heads = []
    for name in header:
        head = cell(sheet, name)
        head.font = Font(bold=True)
        heads.append(head)
    sheet.append(heads)
    for row in rows:
        sheet.append([cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cell(sheet: object, value: Value) -> Any:
    if isinstance(value, datetime.datetime):
        return localtime(value).replace(tzinfo=None)  # a sheet knows no time zones
    if not isinstance(value, str):
        return value
    text = WriteOnlyCell(sheet, value=value.translate(FORBIDDEN)[:32_767])
    text.data_type = "s"
    return text


def sheet_title(title: str) -> str:
    """At most 31 characters, none of those that Excel refuses."""
    return "".join(character for character in title if character not in "[]:*?/\\")[:31].strip("'") or "1"
