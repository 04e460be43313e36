"""Importing 50,000 budget lines against reading the file with the same library and COPYing it as it stands.

Elapsed time, since PostgreSQL works too; each in a fresh process, in a transaction that is rolled back.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time

LINES = 50_000
FIELDS = ["side", "part", "section", "chapter", "article", "paragraph", "line", "label_ar", "label_fr", "admitted"]


def run():
    """Prints what reading and checking, then applying cost, as ratios."""
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/lines.xlsx"
        write(path)
        bare, _peak = child("bare", path)
        checked, checking_peak = child("check", path)
        applied, applying_peak = child("apply", path)
    print(f"| {LINES:,} budget lines | s | ÷ read and COPY | peak MiB |")
    print("|---|---|---|---|")
    print(f"| openpyxl and COPY | {bare:.1f} | 1 | |")
    print(f"| read, checked, compared | {checked:.1f} | {checked / bare:.2f} | {checking_peak:.0f} |")
    print(f"| applied | {applied:.1f} | {applied / bare:.2f} | {applying_peak:.0f} |")


def write(path):
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Lignes")
    sheet.append(FIELDS)
    for n in range(LINES):
        codes = [1 + n % 2, n // 2 % 5, n // 10 % 50, n // 500 % 50, n // 25_000, n]
        sheet.append(["dépenses", *codes, f"سطر الميزانية رقم {n}", f"Ligne budgétaire numéro {n}", 1000 + n / 4])
    book.save(path)


def child(what, path):
    """One piece of work in a process of its own: (seconds, peak MiB)."""
    command = [sys.executable, "-m", "benchmarks.import_lines", what, path]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=os.environ).stdout
    seconds, peak = answer.split()[-2:]
    return float(seconds), float(peak)


def main(what, path):
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tetouan_portal.settings")
    django.setup()
    from django.db import transaction

    with transaction.atomic():
        began = {"bare": bare, "check": check, "apply": apply}[what](path)
        seconds = time.perf_counter() - began
        transaction.set_rollback(True)
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def bare(path):
    from django.db import connection
    from openpyxl import load_workbook

    from budget_docs import budgets
    from budget_docs.models import FiscalYear

    year = FiscalYear.objects.get_or_create(year=2099)[0]
    budget = budgets.add_version(fiscal_year=year, stage="voted", headings=[], lines=[])
    began = time.perf_counter()
    rows = load_workbook(path, read_only=True).active.iter_rows(min_row=2, values_only=True)
    names = ", ".join([*FIELDS, "budget_id", "path", "economic_code", "label"])
    with connection.cursor() as cursor, cursor.copy(f"COPY budget_docs_budgetline ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(["expenditure", *row[1:], budget.pk, "/".join(map(str, row[1:7])), "", row[8]])
    return began


def begun(path):
    from pathlib import Path

    from budget_docs import importing
    from budget_docs.models import FiscalYear

    table = importing.Table(Path(path).read_bytes(), "lines.xlsx")
    year = FiscalYear.objects.get_or_create(year=2099)[0]
    return importing.begin(table, fiscal_year=year, stage="voted", user=None)


def check(path):
    from django.utils import timezone

    from budget_docs import importing

    row = begun(path)
    began = time.perf_counter()
    answer = importing.read(importing.claim(row.pk, timezone.now()))
    if answer != "checked":
        raise SystemExit(f"The file was {answer}.")
    return began


def apply(path):
    from django.utils import timezone

    from budget_docs import importing
    from budget_docs.models import LineImport

    row = begun(path)
    LineImport.objects.filter(pk=row.pk).update(state="storing", preview={"before": None})
    began = time.perf_counter()
    importing.apply(importing.claim(row.pk, timezone.now()))
    return began


if __name__ == "__main__":
    main(*sys.argv[1:])
