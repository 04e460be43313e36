"""Files have one address in every language."""

from django.urls import path, re_path

from commitments.views import files

urlpatterns = [
    path("reports/<int:year>/<int:number>/<str:filename>", files.report_pdf, name="report_pdf"),
    path("evidence/<uuid:key>/<str:filename>", files.evidence_file, name="evidence_file"),
    re_path(
        r"^evidence/(?P<key>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/small/(?P<tag>[0-9a-f]{16})\.webp$",
        files.evidence_thumbnail,
        name="evidence_thumbnail",
    ),
]
