"""Files have one address in every language."""

from django.urls import path

from budget_docs.views import files, open_data

urlpatterns = [
    path("budget/<int:year>/datapackage.zip", open_data.package_file, name="budget_package"),
    path("budget/template.xlsx", open_data.template_file, name="budget_template"),
    path("budget/files/<uuid:key>/<str:filename>", files.document_file, name="budget_file"),
]
