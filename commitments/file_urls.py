"""Files have one address in every language."""

from django.urls import path

from commitments.views import files

urlpatterns = [
    path("reports/<int:year>/<int:number>/<str:filename>", files.report_pdf, name="report_pdf"),
    path("evidence/<uuid:key>/<str:filename>", files.evidence_file, name="evidence_file"),
]
