"""Imports of budget lines, as the officer begins them and the worker reads them."""

from django.core.files.uploadedfile import SimpleUploadedFile

from budget_docs import tasks
from budget_docs.lines import importing
from tests.budget_docs import rows

UPLOAD = "budget.xlsx"


def sent(file, name=UPLOAD):
    return SimpleUploadedFile(name, file.read())


def begin(file, name=UPLOAD, **values):
    return importing.begin(
        importing.accept_upload(sent(file, name)),
        fiscal_year=rows.fiscal_year(2026),
        stage="voted",
        user=None,
        **values,
    )


def read(begun):
    answer = tasks.work_on_line_import(begun.pk)
    begun.refresh_from_db()
    return answer
