"""What a file can cost that a member of staff sends: documents are taken from nobody else."""

from tetouan_portal.bounds.bound import Bound

INSPECTION = "tests/tetouan_portal/lib/inspection"
LINES = "tests/budget_docs/lines"
FILES = (
    *(
        Bound(
            what,
            unit,
            f"tetouan_portal.lib.inspection.{place}",
            f"{INSPECTION}/test_measures.py::test_what_takes_as_much_as_it_may_passes_and_with_one_less_it_is_refused",
        )
        for what, unit, place in (
            ("parts of an archive", "each", "archives:MAX_ENTRIES"),
            ("bytes of an archive's directory", "each", "archives:MAX_DIRECTORY"),
            ("bytes that a part of an archive unpacks to", "each", "archives:MAX_PART"),
            ("elements of XML in each other", "of a part", "limits:MAX_DEPTH"),
            ("pixels of a picture in a document", "each", "parts:MAX_PIXELS"),
            ("characters of a formula", "each", "formulas:LONGEST"),
            ("bytes that a stream of a PDF unpacks to", "each", "streams:MAX_STREAM"),
            ("bytes that all streams of a PDF unpack to", "together", "streams:MAX_ALL"),
            ("ways in which a stream is packed", "in each other", "streams:MAX_FILTERS"),
            ("bytes of a drawn picture in a PDF", "each", "streams:MAX_DRAWN"),
            ("pages of a PDF", "of a file", "pdf:MAX_PAGES"),
            ("objects of a PDF", "of a file", "pdf:MAX_OBJECTS"),
            ("metres of a side of a page", "each", "pdf_actions:MAX_SIDE"),
            ("actions that follow each other", "of a link", "pdf_actions:MOST_STEPS"),
        )
    ),
    *(
        Bound(
            what,
            "of a file, with those inside it",
            f"tetouan_portal.lib.inspection.archives:{name}",
            f"{INSPECTION}/test_archives.py::test_charts_that_are_small_each_are_counted_together",
        )
        for what, name in (
            ("bytes that an archive unpacks to", "MAX_UNPACKED"),
            ("elements of XML in an archive", "MAX_ELEMENTS"),
        )
    ),
    Bound(
        "times its length that a part unpacks to",
        "each that is not small",
        "tetouan_portal.lib.inspection.limits:MAX_RATIO",
        f"{INSPECTION}/test_measures.py::test_how_closely_a_part_may_be_packed_is_counted_from_its_own_length",
    ),
    Bound(
        "bytes of a small part",
        "each",
        "tetouan_portal.lib.inspection.limits:SMALL_PART",
        f"{INSPECTION}/test_measures.py::test_what_is_packed_closely_is_small_or_refused",
    ),
    Bound(
        "bytes of a file that a PDF carries",
        "each",
        "tetouan_portal.lib.inspection.carried:MAX_CARRIED",
        f"{INSPECTION}/test_archives.py::test_a_file_that_a_pdf_carries_has_a_length_of_its_own",
    ),
    Bound(
        "seconds of a processor for one file",
        "each",
        "tetouan_portal.lib.inspection.limits:PROCESSOR",
        f"{INSPECTION}/test_cell.py::test_time_ends",
    ),
    Bound(
        "seconds on the clock for one file",
        "each",
        "tetouan_portal.lib.inspection.limits:WAIT",
        f"{INSPECTION}/test_cell.py::test_whatever_happens_in_there_is_an_answer_out_here",
    ),
    *(
        Bound(
            what, "each", f"tetouan_portal.lib.inspection.limits:{name}", f"{INSPECTION}/test_reading_apart.py::{test}"
        )
        for what, name, test in (
            (
                "bytes of memory for reading the words of a file",
                "READING_MEMORY",
                "test_what_would_take_the_workers_memory_ends_in_the_cell",
            ),
            (
                "seconds of a processor for reading the words of a file",
                "READING_PROCESSOR",
                "test_reading_has_limits_and_ends_before_its_task",
            ),
            (
                "seconds on the clock for reading the words of a file",
                "READING_WAIT",
                "test_a_file_that_ends_its_reader_is_given_up_with_the_reason",
            ),
        )
    ),
    # --- files of budget lines ---
    Bound(
        "bytes of a file of lines",
        "each",
        "budget_docs.lines.importing:MOST_BYTES",
        f"{LINES}/test_importing.py::test_a_table_that_is_too_large_is_refused_unread",
    ),
    Bound(
        "rows of a file of lines",
        "each",
        "budget_docs.lines.reading:MOST_ROWS",
        f"{LINES}/test_checking.py::test_too_many_rows_stop_the_reading",
    ),
    Bound(
        "cells of a row",
        "each",
        "budget_docs.lines.workbooks:WIDEST_ROW",
        f"{LINES}/test_workbooks.py::test_ten_million_cells_in_a_row_are_not_taken_into_memory",
    ),
    Bound(
        "characters of a cell",
        "each",
        "budget_docs.lines.workbooks:LONGEST_CELL",
        f"{LINES}/test_long_cells.py::test_a_cell_of_more_characters_than_any_program_keeps_is_refused_at_its_place",
    ),
    Bound(
        "texts of a workbook",
        "each",
        "budget_docs.lines.workbooks:MOST_TEXTS",
        f"{LINES}/test_workbooks.py::test_millions_of_texts_that_no_cell_holds_are_not_taken_into_memory",
    ),
    Bound(
        "seconds on the clock until a row of a workbook is read",
        "each",
        "budget_docs.lines.apart:WAIT",
        f"{LINES}/test_reading_apart.py::test_its_time_on_the_clock_is_bounded",
    ),
)
