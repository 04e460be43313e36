"""A believable life on top of the real plan, every row of it marked `is_demo`, and its removal.

The words are invented (`data/demo/`). Real rows are read, never rewritten.
"""

from collections import Counter

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from commitments.demo.sample_rows import CommitmentRows, Rows, add_report, contents
from commitments.models import (
    ActionPlan,
    Amendment,
    AnnualReport,
    Commitment,
    Edition,
    Evidence,
    Finding,
    InceptionAssessment,
    Indicator,
    Institution,
    InstitutionKind,
    Milestone,
    NextEdition,
    ProgressUpdate,
    Reading,
    Recommendation,
    ReportPdf,
    ReportStatus,
    Statement,
    Thumbnail,
)
from commitments.report import editions
from commitments.report.gaps import gaps_of, keys_of
from tetouan_portal.lib.demonstration import DemonstrationError, delete_marked, mark_what_hangs_on
from tetouan_portal.lib.languages import columns
from tetouan_portal.stored_files.destroying import doom
from tetouan_portal.stored_files.models import Reason

PLAN_SLUG = "ogp-2022-2026"
COMMITMENT_COUNT = 12
WHY_GAPS = {
    "ar": "معطيات تجريبية كُتبت عن الالتزامات الاثني عشر الأولى وحدها.",
    "fr": "Des données de démonstration, écrites pour les douze premiers engagements seulement.",
    "es": "Datos de demostración, escritos solo para los doce primeros compromisos.",
}

# What points at others comes before what it points at.
SAID = (
    *(Evidence, Recommendation, Finding),
    *(Amendment, ProgressUpdate, Statement, Reading, Indicator, Milestone, InceptionAssessment),
)
FROZEN = (Edition, AnnualReport)
MARKED = (*SAID, *FROZEN)
HANGS_ON = {
    Statement: ("milestone", "supersedes"),
    Reading: ("indicator", "statement", "supersedes"),
    Amendment: ("milestone", "indicator"),
    Evidence: ("statement", "reading", "milestone", "update"),
    Finding: ("report",),
    Recommendation: ("report",),
    Edition: ("report",),
}


def load() -> Counter:
    """Create the demonstration, whole or not at all; nothing when it is there. Returns how many of each model.

    Raises DemonstrationError in production and without the real plan.
    """
    if settings.PRODUCTION:
        raise DemonstrationError("Demonstration data puts invented words in real mouths: production refuses it.")
    rows = Rows()
    try:
        with transaction.atomic():
            return fill(rows)
    except BaseException:
        with transaction.atomic():
            doom(rows.files(), Reason.DEMONSTRATION)
        raise


def require_plan() -> None:
    """Raises DemonstrationError without the real plan; writes nothing."""
    if Commitment.objects.filter(plan__slug=PLAN_SLUG).count() < COMMITMENT_COUNT:
        raise DemonstrationError("The real action plan is not (wholly) there: run load_plan first.")


def fill(rows: Rows) -> Counter:
    require_plan()
    # The lock makes a second load wait, and then find the first one's rows.
    plan = ActionPlan.objects.select_for_update().get(slug=PLAN_SLUG)
    commitments = {c.number: c for c in plan.commitments.all()}
    if any(model.objects.filter(is_demo=True).exists() for model in MARKED):
        return Counter()
    institutions = {institution.slug: institution for institution in Institution.objects.all()}
    for axis in contents("axis-*.json"):
        for data in axis["commitments"]:
            CommitmentRows(rows, commitments[data["number"]], institutions).add(data)
    author = Institution.objects.filter(kind=InstitutionKind.MONITOR).earliest("pk")
    taken = set(AnnualReport.objects.values_list("year", flat=True))
    for data in contents("report-*.json"):
        if data["year"] not in taken:
            add_report(rows, data, plan=plan, author=author, commitments=commitments)
    rows.save()
    for report in rows.by_model[AnnualReport]:
        # It knows twelve commitments: where the plan has more by now, the report says so itself.
        editions.finalise(report, gaps_seen=keys_of(gaps_of(report)), reasons=WHY_GAPS)
        editions.publish(report)
    return rows.counted()


@transaction.atomic
def remove() -> Counter:
    """Take every marked row away, and have its files destroyed. Returns how many of each model.

    What a person wrote stays: a real report whose newest edition showed invented rows gets one more, of the same
    words and of what is real. Only where the words of a further edition are being written does it return to drafting.
    """
    mark_what_hangs_on(HANGS_ON)
    frozen = [report for report in AnnualReport.objects.filter(is_demo=False) if shows_invented_rows(report)]
    doom_files_of(Evidence.objects.filter(is_demo=True))
    doom_files_of(Thumbnail.objects.filter(evidence__is_demo=True))
    doom_files_of(ReportPdf.objects.filter(edition__is_demo=True))
    removed: Counter = Counter()
    for model in SAID:
        removed.update(delete_marked(marked_rows(model)))
    for report in frozen:
        if report.next_edition != NextEdition.DRAFTING:
            editions.new_edition(report)
    for model in FROZEN:
        removed.update(delete_marked(marked_rows(model)))
    unexplained = dict.fromkeys(columns("withdrawal_reason"), "")
    AnnualReport.objects.filter(pk__in=[report.pk for report in frozen], editions__isnull=True).update(
        status=ReportStatus.DRAFTING, next_edition=NextEdition.NONE, **unexplained
    )
    return removed


def shows_invented_rows(report: AnnualReport) -> bool:
    newest = report.editions.order_by("-number").first()
    return newest is not None and newest.is_demo


def marked_rows(model) -> QuerySet:
    """A model's marked rows, a correction before what it corrects."""
    rows = model.objects.filter(is_demo=True)
    return rows.filter(superseded_by__isnull=True) if model in (Statement, Reading) else rows


def doom_files_of(rows: QuerySet) -> None:
    doom((row.file for row in rows.only("file")), Reason.DEMONSTRATION)
