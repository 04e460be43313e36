"""A file of lines becomes a budget: read by the worker, shown with what it changes, then applied whole or not at all.

The row (`LineImport`) is the queue entry: a worker may die, be doubled or come late.
"""

import hashlib
import logging
from decimal import Decimal
from typing import IO, Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from budget_docs.lines.budget_versions import add_version
from budget_docs.lines.checking import Checker
from budget_docs.lines.comparison import Comparison
from budget_docs.lines.problems import Problem
from budget_docs.models import (
    Budget,
    BudgetHeading,
    FiscalYear,
    ImportState,
    LineImport,
    StatedFigure,
)
from tetouan_portal.lib import uploads
from tetouan_portal.lib.languages import texts
from tetouan_portal.lib.queue import Queue, kind_of
from tetouan_portal.lib.spreadsheets import XLSX_TYPE
from tetouan_portal.lib.virus_scan import Scan, scan_file
from tetouan_portal.stored_files.destroying import doom
from tetouan_portal.stored_files.models import Reason

MOST_BYTES = 40 * 1024 * 1024
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
NAME_LENGTH = 150
NOT_TABLES = (b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff")  # old or encrypted Office, PDF, pictures
AT_REST = (ImportState.CHECKED, ImportState.REFUSED, ImportState.FAILED)
TOLD_EVERY = 1000  # rows, after which their number is shown
CENTIMES_LIKELY = (Decimal(50), Decimal(200))  # times the total in force


logger = logging.getLogger(__name__)
OVERTAKEN = ValidationError(_("Another worker has this file."), code="overtaken")
LINE_IMPORTS = Queue(
    label=_("files of budget lines"),
    rows=lambda: LineImport.objects.select_related("fiscal_year", "mapping"),
    task="budget_docs.tasks.work_on_line_import",
    one_by_one=True,
    most_attempts=3,
    claimed={"state": Case(When(state=ImportState.WAITING, then=Value(ImportState.READING)), default=F("state"))},
    given_up={"state": ImportState.FAILED},
)


class Table(NamedTuple):
    """A file that may hold lines: a spreadsheet that was looked into, or a text."""

    content: bytes
    filename: str


def accept_upload(sent: UploadedFile) -> Table:
    """Raises a ValidationError, with what to do, for anything else."""
    if (sent.size or 0) > MOST_BYTES:
        limit = {"limit": MOST_BYTES // 1024**2}
        raise ValidationError(_("The file is too large: up to %(limit)s MB."), code="too_large", params=limit)
    start = sent.read(4)
    sent.seek(0)
    if start.startswith(b"PK"):
        upload = uploads.accept(sent, max_bytes=MOST_BYTES)
        upload.file.seek(0)
        table = Table(upload.file.read(), upload.filename)
        is_table = upload.content_type in {XLSX_TYPE, ODS_TYPE}
    else:
        table = Table(sent.read(), sent.name or "lines.csv")
        is_table = not start.startswith(NOT_TABLES)
    if not is_table:
        raise ValidationError(_("Save the table as .xlsx or .ods (without a password) or as CSV."), code="not_a_table")
    if not table.content:
        raise uploads.refusal("empty")
    # nobody waits for a scanner that is away: the officer still has the file
    if scan_file(ContentFile(table.content)) == Scan.WAITING:
        raise uploads.refusal("unchecked")
    return table


@transaction.atomic
def begin(table: Table, **values: Any) -> LineImport:
    """Let the worker read a file of lines: `begin(table, fiscal_year=…, stage=…, user=…, mapping=…)`."""
    begun = LineImport.objects.create(
        filename=table.filename[-NAME_LENGTH:],
        sha256=hashlib.sha256(table.content).hexdigest(),
        file=ContentFile(table.content, name=table.filename),
        **values,
    )
    LINE_IMPORTS.wake_after_commit([begun.pk])
    return begun


# --- reading, by the worker -----------------------------------------------------------


def work_on(row: LineImport) -> str:
    """Read or apply a claimed row, as it was asked for. Returns the new state."""
    try:
        return read(row) if row.state == ImportState.READING else store(row)
    except Exception as error:
        logger.exception("Import of lines %s", row.pk)
        return give_up(row, error)


def read(row: LineImport) -> str:
    """Look at every line of a claimed row's file, and record what was found. Returns the new state."""
    found = looked_through(row, checker_of(row))
    if found and (mark := found[0].own_mark()):
        asked = next(one for one in found[0].problems if one.code == "ambiguous_number")
        row.report = {"decimal_mark": mark}
        found = looked_through(row, checker_of(row))
        if found:
            found[0].notices.append(Problem("decimal_mark", params={"value": asked.params["value"], "mark": mark}))
    if not found:
        return "overtaken"
    checker, comparison = found
    notices = [*checker.notices]
    preview = {}
    if not checker.problems:
        notices += checker.zeros.lost_since(comparison.former, checker.first_seen)
        preview = comparison.outcome(checker.sums_of_sides()) | {"read_by": read_by(row)}
        notices += doubts(row, preview)
    report = row.report | {
        "problems": [one.as_data() for one in checker.problems],
        "more": checker.more,
        "notices": [one.as_data() for one in notices],
        "beginning": checker.beginning.sheets,
    }
    state = ImportState.REFUSED if checker.problems else ImportState.CHECKED
    return finish(row, state, rows_read=checker.rows_read, report=report, preview=preview, read_at=timezone.now())


def looked_through(row: LineImport, checker: Checker) -> tuple[Checker, Comparison] | None:
    """None when another worker has taken the row."""
    comparison = Comparison(in_force(row))
    with row.file.open("rb") as file:
        for count, line in enumerate(checker.lines(file), 1):
            comparison.add(line)
            if count % TOLD_EVERY == 0 and not LINE_IMPORTS.beat(row, rows_read=checker.rows_read):
                return None
    return checker, comparison


def checker_of(row: LineImport) -> Checker:
    """By its mapping, and by the mark before decimals that was found in the file when it was read."""
    mark = row.report.get("decimal_mark", "")
    return Checker(**(read_by(row) | ({"decimal_mark": mark} if mark else {})))


def read_by(row: LineImport) -> dict[str, Any]:
    """What the mapping says now: {} without one."""
    return row.mapping.as_read_by() if row.mapping else {}


def finish(row: LineImport, state: str, **values: Any) -> str:
    return state if LINE_IMPORTS.finish(row, state=state, **values) else "overtaken"


def give_up(row: LineImport, error: Exception) -> str:
    answer = LINE_IMPORTS.give_up(row, kind_of(error))
    return ImportState.FAILED if answer == "given up" else answer


# --- what it would change ----------------------------------------------------------------


def in_force(row: LineImport) -> Budget | None:
    """The newest version of the same year and stage, published or not."""
    return Budget.objects.filter(fiscal_year=row.fiscal_year, stage=row.stage).order_by("-version").first()


def doubts(row: LineImport, preview: dict[str, Any]) -> list[Problem]:
    """What an officer should look at before applying: centimes, and totals that others state."""
    found = []
    admitted = {side: Decimal(sums["admitted"]) for side, sums in preview["totals"].items() if "admitted" in sums}
    for side, sums in preview["former_totals"].items():
        former = Decimal(sums.get("admitted", 0))
        if former and CENTIMES_LIKELY[0] < admitted.get(side, Decimal(0)) / former < CENTIMES_LIKELY[1]:
            found.append(Problem("looks_like_centimes"))
            break
    for figure in StatedFigure.objects.filter(fiscal_year=row.fiscal_year, kind__in=admitted):
        if figure.amount is None:
            continue
        gap = abs(figure.amount - admitted[figure.kind])
        if gap > (figure.amount / 100 if figure.is_approximate else 0):
            params = {
                "source": texts(figure, "source_title"),
                "stated": str(figure.amount),
                "summed": str(admitted[figure.kind]),
            }
            found.append(Problem("stated_elsewhere", params=params))
    return found


# --- applying ----------------------------------------------------------------------------


@transaction.atomic
def ask_to_apply(row: LineImport) -> None:
    """Let the worker make the file's lines a new version. Raises `not_checked`, `changed_meanwhile`."""
    held = LineImport.objects.select_for_update().get(pk=row.pk)
    if held.state != ImportState.CHECKED:
        raise ValidationError(_("Only a file that was read without problems can be applied."), code="not_checked")
    insist_on_what_was_compared(held)
    LINE_IMPORTS.ask(held, state=ImportState.STORING)


def insist_on_what_was_compared(row: LineImport) -> None:
    before = in_force(row)
    if (before.version if before else None) != row.preview["before"]:
        raise ValidationError(
            _("Another version was applied since this file was compared: read the file again."),
            code="changed_meanwhile",
        )
    if row.preview.get("read_by", {}) != read_by(row):
        raise ValidationError(
            _("The column mapping was changed since this file was read: read the file again."), code="changed_meanwhile"
        )


def store(row: LineImport) -> str:
    """Apply a claimed row. When another version came first, the file is compared anew."""
    try:
        apply(row)
    except ValidationError as error:
        if error.code == "changed_meanwhile":
            return finish(row, ImportState.WAITING, due_at=timezone.now())
        return give_up(row, error)
    return ImportState.APPLIED


@transaction.atomic
def apply(row: LineImport) -> Budget:
    """The file's lines as a new version, not yet published. All or nothing.

    Raises `overtaken`, `changed_meanwhile`, `file_changed`.
    """
    FiscalYear.objects.select_for_update().get(pk=row.fiscal_year_id)
    held = LINE_IMPORTS.held(row).select_related("fiscal_year", "mapping").first()
    if held is None:
        raise OVERTAKEN
    insist_on_what_was_compared(held)
    checker = checker_of(held)
    with held.file.open("rb") as file:
        if digest(file) != held.sha256:
            raise ValidationError(_("The stored file is not the one that was read."), code="file_changed")
        budget = add_version(
            fiscal_year=held.fiscal_year,
            stage=held.stage,
            headings=[],
            lines=checker.lines(file),
            document=held.document,
            sha256=held.sha256,
        )
    if checker.problems:
        raise ValidationError(_("The stored file is not the one that was read."), code="file_changed")
    budget.headings.bulk_create([BudgetHeading(budget=budget, **one) for one in checker.headings.values()])
    if not LINE_IMPORTS.finish(row, state=ImportState.APPLIED, budget=budget):
        raise OVERTAKEN
    return budget


def digest(file: IO[bytes]) -> str:
    found = hashlib.sha256()
    while piece := file.read(1 << 20):
        found.update(piece)
    file.seek(0)
    return found.hexdigest()


def held_at_rest(row: LineImport) -> LineImport:
    """The row, locked, while nobody works on it and nothing came of it. Raises `not_now`."""
    held = LineImport.objects.select_for_update().get(pk=row.pk)
    if held.state not in AT_REST:
        raise ValidationError(_("This file is being read, or was applied already."), code="not_now")
    return held


@transaction.atomic
def read_again(row: LineImport) -> None:
    """Compare the file anew, with another mapping or after another version came. Raises `not_now`."""
    held = held_at_rest(row)
    LINE_IMPORTS.ask(held, state=ImportState.WAITING, report={}, preview={})


@transaction.atomic
def discard(row: LineImport) -> None:
    """Forget an import that became nothing, with its file. Raises `not_now`."""
    held = held_at_rest(row)
    doom([held.file], Reason.ABANDONED)
    held.delete()
