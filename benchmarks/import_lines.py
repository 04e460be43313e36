"""50,000 budget lines: read, checked, compared and stored, against reading the same file and copying it (COPY)."""

import hashlib
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 3
LINES = 50_000
YEAR = 2100  # nobody's: everything is rolled back


def run():
    """Prints times as ratios to the bare library with COPY, and the memory that each takes."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "lines.xlsx"
        child("write", file)
        spent = {what: [] for what in ("floor", "first", "second")}
        for _round in range(ROUNDS):
            for what, rows in spent.items():
                rows.append(child(what, file))
    seconds, cpu = ({what: statistics.median(row[n] for row in rows) for what, rows in spent.items()} for n in (0, 1))
    peak = {what: max(row[2] for row in rows) for what, rows in spent.items()}
    names = {
        "floor": "openpyxl and COPY alone",
        "first": "our import, the first of its year",
        "second": "our import, compared with another 50,000",
    }
    print(f"| {LINES:,} budget lines | seconds | ÷ bare | CPU of the worker ÷ bare | peak MiB |")
    print("|---|---|---|---|---|")
    for what, name in names.items():
        ratios = [f"{of[what] / of['floor']:.1f}" for of in (seconds, cpu)]
        print(f"| {name} | {seconds[what]:.1f} | {ratios[0]} | {ratios[1]} | {peak[what]:.0f} |")


def child(what, file):
    """One piece of work in a process of its own: (seconds, CPU seconds, peak MiB)."""
    command = [sys.executable, "-m", "benchmarks.import_lines", what, str(file)]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=os.environ).stdout
    return tuple(map(float, answer.split()[-3:]))


def main(what, file):
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tetouan_portal.settings")
    django.setup()
    from django.db import transaction
    from django.test import override_settings

    works = {"write": write, "floor": floor, "first": portal, "second": compared}
    with tempfile.TemporaryDirectory() as folder, override_settings(MEDIA_ROOT=folder), transaction.atomic():
        begin = works[what](file)
        took = time.perf_counter() - begin[0], cpu_seconds() - begin[1]
        transaction.set_rollback(True)
    print(*took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def started():
    return time.perf_counter(), cpu_seconds()


def cpu_seconds():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def write(file, lines=LINES):
    """A file by the template: each paragraph is named, and holds a hundred lines in three languages."""
    from openpyxl import Workbook

    from budget_docs.lines.columns import all_columns

    begin = started()
    keys = [column.key for column in all_columns()]
    book = Workbook()  # not the write-only one: it does not say how large its sheets are, as all programs do
    sheet = book.active
    sheet.append(keys)
    for number in range(lines):
        row = line(number, is_revenue=number < lines // 2)
        if number % 100 == 0:
            sheet.append([heading(number, row).get(key) for key in keys])
        sheet.append([row.get(key) for key in keys])
    book.save(file)
    return begin


def heading(number, row):
    codes = {key: row[key] for key in ("side", "part", "section", "chapter", "article", "paragraph")}
    return codes | {"label_ar": f"فقرة رقم {number}", "label_fr": f"Paragraphe numéro {number}"}


def line(number, *, is_revenue):
    """As of a year that is executed: seven amounts."""
    executed = ("net_due", "collected", "to_collect") if is_revenue else ("open_credits", "committed", "ordered")
    return {
        "side": "recettes" if is_revenue else "dépenses",
        "part": 1 + number % 2,
        "section": "0.1",
        "chapter": 10 + number // 10_000,
        "article": 10 + number // 1_000 % 10,
        "paragraph": 10 + number // 100 % 10,
        "line": 10 + number % 100,
        "economic_code": 400 + number % 100,
        "label_ar": f"رسم تصديق الإمضاء والإشهاد بالتطابق رقم {number}",
        "label_fr": f"Taxe de légalisation des signatures et de certification numéro {number}",
        "label_es": f"Tasa de legalización de firmas número {number}",
        **dict.fromkeys(("previous", "proposed", "admitted", *executed), 1000.25 + number),
    }


def floor(file):
    """What nobody can do without: every cell read, every line copied into its table."""
    from django.db import connection
    from openpyxl import load_workbook

    from budget_docs.lines.columns import AMOUNTS, LABELS
    from budget_docs.models.lines import LEVELS

    budget = empty_budget()
    names = ["side", *LEVELS, "economic_code", *LABELS, *AMOUNTS, "budget_id", "path", "label"]
    begin = started()
    rows = load_workbook(file, read_only=True, data_only=True).worksheets[0].iter_rows(values_only=True)
    next(rows)
    into = f"COPY budget_docs_budgetline ({', '.join(names)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(into) as copy:
        for number, row in enumerate(rows):
            if row[6] is not None:
                side = "revenue" if row[0] == "recettes" else "expenditure"
                cells = [*row[1:], *[None] * (len(names) - len(row) - 3)]
                copy.write_row([side, *cells, budget.pk, str(number), ""])
    return begin


def empty_budget():
    from budget_docs.models import Budget, FiscalYear

    year = FiscalYear.objects.get_or_create(year=YEAR)[0]
    return Budget.objects.create(fiscal_year=year)


def compared(file):
    """With a version of as many lines before it."""
    portal(file)
    return portal(file)


def portal(file):
    """Everything between the upload and the new version: read and checked, shown, read again and stored."""
    from django.core.files import File

    from budget_docs import tasks
    from budget_docs.lines import importing
    from budget_docs.models import FiscalYear, ImportState, LineImport

    content = Path(file).read_bytes()
    year = FiscalYear.objects.get_or_create(year=YEAR)[0]
    with Path(file).open("rb") as opened:
        stored = File(opened, name="lines.xlsx")
        sha256 = hashlib.sha256(content).hexdigest()
        row = LineImport.objects.create(fiscal_year=year, filename="lines.xlsx", file=stored, sha256=sha256)
    begin = started()
    answer = tasks.work_on_line_import(row.pk)
    assert answer == ImportState.CHECKED, answer
    importing.ask_to_apply(row)
    answer = tasks.work_on_line_import(row.pk)
    assert answer == ImportState.APPLIED, answer
    return begin


if __name__ == "__main__":
    main(*sys.argv[1:])
