"""The annual reports: list, page of an edition, and the check of a copy. The snapshot and nothing newer."""

import re
from itertools import groupby

from django.db.models import F
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from commitments.evidence import thumbnails
from commitments.models import Admission, AnnualReport, Edition, InstitutionKind, ReportStatus
from commitments.report.pdf_rendering import report_context
from commitments.report.sections import annexed_evidence
from commitments.standing.share_cards import report_card

SHA256 = re.compile(r"[0-9a-f]{64}")


@require_safe
def report_list(request):
    reports = AnnualReport.objects.public().with_published_title().select_related("author")
    # The action plan's section is the first of every snapshot.
    newest = (
        Edition.objects.filter(report__in=reports)
        .order_by("report_id", "-number")
        .distinct("report_id")
        .annotate(counts=F("snapshot__sections__0__data__counts"), on=F("snapshot__sections__0__data__on"))
        .defer("snapshot")
    )
    editions = {edition.report_id: edition for edition in newest}
    context = {
        "reports": [
            {"report": report, "edition": edition, "counts": edition.counts, "on": edition.on}
            for report in reports
            if (edition := editions.get(report.pk))
        ],
        "shows_demo": any(edition.is_demo for edition in editions.values()),
        "admitted": admitted_to(InstitutionKind.MONITOR),
    }
    return render(request, "commitments/reports/list.html", context)


def admitted_to(kind):
    """[(institution, its admissions)] of those that had nobody to speak for them here."""
    rows = Admission.objects.filter(institution__kind=kind).select_related("institution")
    by_institution = groupby(sorted(rows, key=lambda row: row.institution.slug), key=lambda row: row.institution)
    return [(institution, list(group)) for institution, group in by_institution]


@require_safe
def report_page(request, year):
    """The newest edition."""
    return edition_shown(request, public_report(year), None)


@require_safe
def edition_page(request, year, number):
    return edition_shown(request, public_report(year), number)


@require_safe
def verify(request, year):
    """Whether a copy is genuine: the fingerprint of a PDF or of a snapshot against the known ones."""
    report = public_report(year)
    editions = list(report.editions.defer("snapshot").prefetch_related("pdfs"))
    given = re.sub(r"[\s:]", "", request.GET.get("sha256", ""))[:200].lower()
    context = {
        "report": report,
        "editions": editions,
        "given": given,
        "is_fingerprint": bool(SHA256.fullmatch(given)),
        "match": match_of(given, editions),
        "shows_demo": any(edition.is_demo for edition in editions),
    }
    return render(request, "commitments/reports/verify.html", context)


def public_report(year):
    reports = AnnualReport.objects.public().with_published_title().select_related("author", "plan")
    return get_object_or_404(reports, year=year)


def edition_shown(request, report, number):
    if report.status == ReportStatus.WITHDRAWN:
        return render(request, "commitments/reports/withdrawn.html", {"report": report}, status=410)
    editions = list(report.editions.defer("snapshot"))
    number = editions[0].number if number is None else number
    if number not in {edition.number for edition in editions}:
        raise Http404
    edition = report.editions.prefetch_related("pdfs").get(number=number)
    language = get_language()
    thumbnails.put_beside(annexed_evidence(edition.snapshot))
    context = {
        **report_context(edition, language),
        "editions": editions,
        "newest": editions[0],
        "pdfs": sorted(edition.pdfs.all(), key=lambda pdf: (pdf.language != language, pdf.language)),
        "shows_demo": edition.is_demo,
        "card": report_card(edition),
    }
    return render(request, "commitments/reports/report.html", context)


def match_of(fingerprint, editions):
    """{"edition", "pdf"} of the known copy with this fingerprint, or None; "pdf" is None for the data itself."""
    for edition in editions:
        if edition.sha256 == fingerprint:
            return {"edition": edition, "pdf": None, "is_former": False}
        for pdf in edition.pdfs.all():
            if pdf.sha256 == fingerprint and pdf.file:
                return {"edition": edition, "pdf": pdf, "is_former": False}
            if fingerprint in pdf.former_sha256:
                return {"edition": edition, "pdf": pdf, "is_former": True}
    return None
