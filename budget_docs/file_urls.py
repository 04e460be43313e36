"""Files have one address in every language."""

from django.urls import path

from budget_docs.views import files

urlpatterns = [
    path("budget/files/<uuid:key>/<str:filename>", files.document_file, name="budget_file"),
]
