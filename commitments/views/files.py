"""Stored files, each behind the question whether the public may see it."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from commitments.evidence import thumbnails
from commitments.evidence.proof_files import evidence_response
from commitments.journal.promises import page_of_proof
from commitments.models import Evidence, ReportPdf, Thumbnail
from tetouan_portal.lib.downloads import file_response
from tetouan_portal.lib.languages import texts
from tetouan_portal.removal.carried_out import file_removal


@require_safe
def report_pdf(request, year, number, filename):
    """A PDF of any edition of a published report, current or former."""
    pdfs = ReportPdf.objects.live().select_related("edition__report").defer("edition__snapshot")
    language = filename.removesuffix(".pdf").rpartition("-")[2]
    pdf = get_object_or_404(pdfs, edition__report__year=year, edition__number=number, language=language)
    if filename != pdf.filename or not pdf.file.storage.exists(pdf.file.name):
        raise Http404
    response = file_response(
        request, file=pdf.file, filename=filename, content_type="application/pdf", etag=pdf.sha256, inline=True
    )
    response.headers["Content-Language"] = pdf.language
    return response


@require_safe
def evidence_file(request, key, filename):
    """The file of a published piece of evidence; an outdated name leads to the right one."""
    evidence = get_object_or_404(Evidence.objects.public().exclude(file=""), key=key)
    if removed := file_removal(evidence):
        page = page_of_proof(evidence).get_absolute_url()
        context = {"reason": removed.sentences, "sha256": evidence.sha256, "page": page}
        return render(request, "removed.html", context, status=410)
    if filename != evidence.filename:
        return redirect(evidence, permanent=True)
    if evidence.withdrawn_at:
        context = {"reason": texts(evidence, "withdrawal_reason"), "withdrawn_on": evidence.withdrawn_at}
        return render(request, "commitments/evidence/withdrawn.html", context, status=410)
    return evidence_response(request, evidence)


@require_safe
def evidence_thumbnail(request, key, tag):
    """The small picture of a published photo; one that was withdrawn, replaced or held back is not found."""
    live = Thumbnail.objects.live().select_related("evidence")
    row = get_object_or_404(live, evidence__key=key, sha256__startswith=tag)
    return thumbnails.response(request, row)
