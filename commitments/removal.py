"""What of the plan, of what both sides say of it, of its proofs and of the reports may be removed by law."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from commitments.access import voice_of
from commitments.evidence import thumbnails
from commitments.journal.promises import side
from commitments.models import (
    ActionPlan,
    Affiliation,
    Amendment,
    AnnualReport,
    Axis,
    Body,
    CoCreationFigure,
    Commitment,
    DateConfirmation,
    Edition,
    Endorsement,
    Event,
    Evidence,
    Finding,
    InceptionAssessment,
    Indicator,
    Milestone,
    NarrativeSection,
    PlanAttachment,
    PlanNote,
    PlanPromise,
    ProgressUpdate,
    Reading,
    Recommendation,
    Slip,
    Statement,
    Thumbnail,
)
from commitments.report import pdf_queue
from commitments.report.editions import REPORT_TEXTS
from tetouan_portal.journal.models import By
from tetouan_portal.known.models import Correction
from tetouan_portal.removal.models import Removal
from tetouan_portal.removal.passages import Words, removed_name, write
from tetouan_portal.removal.removable import Copies, Removable
from tetouan_portal.stored_files.destroying import doom
from tetouan_portal.stored_files.models import Reason

Spoken = Callable[[Any], bool] | None


def is_of_monitor(user: Any) -> bool:
    return voice_of(user).monitor


def monitors(_row: Any = None) -> Spoken:
    """Its words do not go without it, as long as it has anybody."""
    has_people = Affiliation.objects.independent().filter(user__is_active=True).exists()
    return is_of_monitor if has_people else None


def spoken(row: Statement) -> Spoken:
    return monitors() if side(row) == By.MONITOR else None


def proved(row: Evidence) -> Spoken:
    return spoken(row.statement) if row.statement else None


def editions(_row: Any) -> QuerySet[Edition]:
    return Edition.objects.select_related("report")


def amendments(row: Any) -> QuerySet[Amendment]:
    return Amendment.objects.filter(**{row._meta.model_name: row})


def slips(row: Any) -> QuerySet[Slip]:
    return Slip.objects.about(row)


def corrections(row: Any) -> QuerySet[Correction]:
    return Correction.objects.filter(table=row._meta.db_table, row_pk=str(row.pk))


# Whatever a report repeats, also of the other apps (`settings.REPEATING`).
IN_REPORTS = Copies(rows=editions, columns=("snapshot",), after=pdf_queue.make_anew, spoken_for=monitors)
CORRECTED = Copies(rows=corrections, columns=("was", "becomes"))
AMENDED = Copies(rows=amendments, columns=("was", "becomes"))
PUT_RIGHT = Copies(rows=slips, columns=("was", "becomes"))
KNOWN = (CORRECTED,)
PROMISED = (CORRECTED, AMENDED, PUT_RIGHT)
AMENDED_TOO = replace(AMENDED, rows=lambda row: amendments(row.subject))
SLIPPED = replace(PUT_RIGHT, rows=lambda row: slips(row.subject))


def amended(row: Amendment) -> Any:
    return row.subject


def let_go(row: Evidence, removal: Removal) -> Words:
    """As what was withdrawn: its place keeps saying why. The name that somebody gave the file goes too."""
    words = {row.filename: settings.LANGUAGE_CODE}
    row.take_back(removal.sentences, now=removal.decided_at)
    doom([row.file], Reason.REMOVED)
    thumbnails.forget(Thumbnail.objects.filter(evidence=row))
    write(removal, row, {"filename": removed_name(row.filename)})
    return words


def is_finished(report: AnnualReport) -> bool:
    return not report.is_being_written


def is_in_finished(row: Any) -> bool:
    return is_finished(row.report)


def reported(row: Any) -> AnnualReport:
    report: AnnualReport = row.report
    return report


GONE = ("withdrawal_reason", "withdrawal_decision")
REMOVABLE = {
    ActionPlan: Removable(texts=("title", "source_note", *GONE), copies=KNOWN),
    Event: Removable(texts=("title", "text"), copies=KNOWN),
    Body: Removable(texts=("name", "mandate", "ties"), copies=KNOWN),
    CoCreationFigure: Removable(texts=("category",), copies=KNOWN),
    Endorsement: Removable(texts=("organisation", "own_name"), copies=KNOWN),
    PlanAttachment: Removable(texts=("title", "as_given"), copies=KNOWN),
    InceptionAssessment: Removable(texts=("explanation",), spoken_for=monitors),
    Axis: Removable(texts=("title", "summary"), copies=KNOWN),
    NarrativeSection: Removable(texts=("body",), copies=KNOWN),
    PlanNote: Removable(texts=("text",), copies=KNOWN),
    PlanPromise: Removable(texts=("title",), copies=KNOWN),
    Commitment: Removable(texts=("title", "problem", "status_quo", "action", "contribution", *GONE), copies=PROMISED),
    Milestone: Removable(texts=("title", "expected_output", *GONE), copies=PROMISED),
    Indicator: Removable(texts=("title", "definition", "data_source", *GONE), copies=PROMISED),
    Amendment: Removable(texts=("was", "becomes", "reason", "decision"), about=amended, copies=(AMENDED_TOO, SLIPPED)),
    DateConfirmation: Removable(texts=("confirmed_by",)),
    Reading: Removable(texts=("note",)),
    Statement: Removable(texts=("summary", "obstacles", "next_steps"), spoken_for=spoken),
    ProgressUpdate: Removable(texts=("title", "body", "withdrawal_reason")),
    Evidence: Removable(
        texts=("title", "alternative_text", "withdrawal_reason"),
        file="file",
        has_file=lambda row: row.withdrawn_at is None,
        let_go=let_go,
        spoken_for=proved,
    ),
    AnnualReport: Removable(
        texts=(*REPORT_TEXTS, "gaps_reason", "withdrawal_reason"), is_settled=is_finished, spoken_for=monitors
    ),
    Finding: Removable(texts=("text",), about=reported, is_settled=is_in_finished, spoken_for=monitors),
    Recommendation: Removable(
        texts=("text", "answer_reason"),
        about=reported,
        is_settled=is_in_finished,
        spoken_for=monitors,
    ),
}
