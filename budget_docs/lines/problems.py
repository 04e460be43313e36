"""What is wrong with a file of lines, and where: data while it is stored, a sentence when somebody reads it."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from budget_docs.lines.columns import title
from budget_docs.lines.flaws import Problem, Unreadable
from tetouan_portal.templatetags.portal import plain, plain_money

__all__ = ["SENTENCES", "Problem", "Unreadable", "sentence"]

SENTENCES = {
    # the file
    "unreadable": _("The file cannot be read. Open it, save it again as .xlsx or as CSV (UTF-8), and try once more."),
    "too_heavy": _("The file takes too much time or memory to read. Save it as CSV (UTF-8), or with fewer rows."),
    "encoding": _("The letters of the file cannot be read. Save it as CSV UTF-8 or as .xlsx."),
    "no_header": _("No row with the names of the columns was found. Use the template, or a column mapping."),
    "no_column": _("The column “%(column_name)s” is missing."),
    "no_columns": _("These columns are missing: %(column_names)s."),
    "column_twice": _("The column “%(column_name)s” is there twice."),
    "no_lines": _("There is no line below the names of the columns."),
    "too_many_rows": _("There are more than %(limit)s rows. Import one year at a time."),
    "too_many_columns": _("There are more than %(limit)s columns."),
    "cell_too_long": _(
        "The cell has more than %(limit)s characters. In a CSV file, a quotation mark may be missing at its end."
    ),
    "merged_cells": _("Cells are merged here (%(range)s). Separate them and fill in each one."),
    "formula_without_value": _("The formula has no stored result. Open the file in a spreadsheet program and save it."),
    # a row
    "no_side": _("It is not said whether this is revenue or expenditure."),
    "unknown_side": _("“%(value)s” is neither revenue nor expenditure."),
    "no_code": _("The code “%(column_name)s” is missing, while one further down is there."),
    "bad_code": _("“%(value)s” is no code: up to 10 letters, digits, points or hyphens."),
    "bad_economic_code": _("“%(value)s” is no economic code: up to 20 letters, digits, points or hyphens."),
    "unknown_code": _("Code %(value)s has no place in the nomenclature: the part is 1 (operation) or 2 (equipment)."),
    "no_label": _("The line has no name."),
    "label_too_long": _("The name has %(length)s characters; up to 300 are possible."),
    "control_characters": _("The name contains invisible characters that are not allowed."),
    "duplicate": _("This line is already in row %(first_row)s of “%(first_sheet)s”."),
    "no_amount": _("The line has no amount."),
    "bad_number": _("“%(value)s” is no amount."),
    "ambiguous_number": _("“%(value)s” can be read in two ways: leave out the mark between thousands."),
    "date_in_amount": _("This is a date, not an amount."),
    "error_value": _("The cell shows the error %(value)s."),
    "negative": _("The amount is negative."),
    "too_precise": _("The amount has more than two decimals."),
    "too_large": _("The amount is too large. Is it in dirhams?"),
    "wrong_column": _(
        "The column “%(column_name)s” is for the other side: revenue has its own, and so has expenditure."
    ),
    "total_differs": _("The total says %(stated)s, the lines add up to %(summed)s."),
    # to be known, not to be mended
    "hidden_sheet": _("The sheet “%(sheet)s” is hidden; it was not read."),
    "decimal_mark": _(
        "Amounts such as “%(value)s” were read with “%(mark)s” before the decimals, as elsewhere in the file. "
        "Compare some."
    ),
    "hidden_rows": _("Hidden rows of the sheet “%(sheet)s” were read too: %(count)s."),
    "sheet_left_out": _("The sheet “%(sheet)s” has no known columns; it was not read."),
    "mapped_nowhere": _(
        "The column mapping looks for “%(column_name)s” under “%(value)s”, which is not in this file: it was not read."
    ),
    "guessed_encoding": _(
        "The file is not in UTF-8 and was read as %(encoding)s. Look at some Arabic or accented words."
    ),
    "looks_like_centimes": _("The total is about a hundred times the one in force. Are the amounts in centimes?"),
    "stated_elsewhere": _("Stated elsewhere (%(source)s): %(stated)s. The lines add up to %(summed)s."),
    "zero_lost": _(
        "“%(value)s” is a number here, while codes beside it begin with 0, such as “%(example)s”: a spreadsheet may "
        "have taken the 0 of “%(expected)s” away. Then give the column the format of text and write its codes anew. "
        "Rows like this: %(count)s."
    ),
    "zero_lost_since": _(
        "“%(value)s” stands here, and “%(expected)s” in the version in force: a spreadsheet may have taken the 0 away. "
        "Then give the column the format of text and write its codes anew. Rows like this: %(count)s."
    ),
    "total_unknown": _("This total was not compared: it does not say of what it is the total."),
}


def sentence(data: dict[str, Any]) -> str:
    """A stored problem in the reader's language."""
    params = {"sheet": data["sheet"], **data["params"]}
    for name in params.keys() & {"stated", "summed"}:
        params[name] = plain_money(Decimal(params[name]))
    if "column_key" in params:
        params["column_name"] = title(params["column_key"])
    if "column_keys" in params:
        params["column_names"] = gettext(", ").join(map(title, params["column_keys"]))
    if isinstance(params.get("source"), dict):
        params["source"] = plain(params["source"])
    return str(SENTENCES[data["code"]]) % params
