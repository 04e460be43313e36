"""What an officer does with a file of lines, and what the worker does then."""

from django.core.files.uploadedfile import SimpleUploadedFile

from budget_docs import tasks
from budget_docs.models import LineImport
from tests.budget_docs import rows
from tests.budget_docs.admin.pages import address


def upload(client, file, name="budget.xlsx", language="fr", **values):
    data = {"fiscal_year": rows.fiscal_year(2026).pk, "stage": "voted", "document": "", "mapping": ""} | values
    data["file"] = SimpleUploadedFile(name, file.read())
    return client.post(address("lineimport", page="add", language=language), data, follow=True)


def read(begun=None):
    begun = begun or LineImport.objects.latest("pk")
    tasks.work_on_line_import(begun.pk)
    begun.refresh_from_db()
    return begun


def page_of(client, begun, language="fr"):
    return client.get(address("lineimport", begun.pk, language=language)).content.decode()
