import hashlib
import json
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from commitments.models import AnnualReport, Edition, ReportPdf, ReportStatus, Statement
from commitments.report import editions, pdf_queue
from tests.commitments.withdrawing import as_a_draft
from tests.factories.commitments import AnnualReportFactory, CommitmentFactory, RecommendationFactory, StatementFactory
from tests.factories.reports import conclude, drafted_report, further_edition, published_report
from tests.refusals import refused
from tetouan_portal.lib import queue

pytestmark = pytest.mark.django_db


def test_a_draft_becomes_final_and_can_return_to_drafting():
    report = drafted_report()
    assert editions.finalise(report).status == ReportStatus.FINAL
    assert editions.reopen(report).status == ReportStatus.DRAFTING


@pytest.mark.parametrize(
    ("status", "verb", "code"),
    [
        ("final", editions.finalise, "not_drafting"),
        ("drafting", editions.reopen, "not_final"),
        ("drafting", editions.publish, "not_final"),
        ("published", editions.publish, "not_final"),
        ("final", editions.publish_new_edition, "not_published"),
        ("drafting", editions.revise, "not_published"),
        ("final", editions.revise, "not_published"),
        ("published", editions.finalise, "not_drafting"),
        ("published", editions.reopen, "not_final"),
    ],
)
def test_each_verb_refuses_a_report_in_another_state(status, verb, code):
    report = drafted_report()
    AnnualReport.objects.filter(pk=report.pk).update(status=status)
    with refused(code) as refusal:
        verb(report)
    assert "2025" in refusal.value.messages[0]
    report.refresh_from_db()
    assert report.status == status
    assert not Edition.objects.exists()


def test_publishing_takes_a_snapshot_and_queues_one_pdf_a_language():
    report = published_report()
    edition = report.editions.get()
    assert report.status == ReportStatus.PUBLISHED
    assert edition.number == 1
    assert {pdf.language: pdf.state for pdf in edition.pdfs.all()} == {"ar": "queued", "fr": "queued", "es": "queued"}


def test_a_report_of_an_unpublished_plan_is_not_published():
    report = drafted_report()
    as_a_draft(type(report.plan).objects.filter(pk=report.plan_id))
    editions.finalise(report)
    with refused("plan_not_published"):
        editions.publish(report)


def test_a_second_public_report_of_the_same_year_is_refused():
    published_report()
    other = AnnualReportFactory()
    conclude(other)
    with refused("one_public_report_a_year"):
        editions.publish(other)


def test_the_fingerprint_is_that_of_the_canonical_snapshot():
    edition = published_report().editions.get()
    edition.refresh_from_db()
    canonical = json.dumps(edition.snapshot, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert edition.sha256 == hashlib.sha256(canonical.encode()).hexdigest()


def test_the_snapshot_holds_every_language_and_exact_decimals():
    snapshot = published_report().editions.get().snapshot
    assert snapshot["report"]["title"]["ar"] == "التقرير السنوي للتتبع"
    assert snapshot["report"]["title"]["es"] == "Informe anual de seguimiento"
    dossier = snapshot["sections"][0]["data"]["axes"][0]["commitments"][0]
    assert dossier["indicators"][0]["readings"][0]["value"] == "4.5000"


def test_the_snapshot_counts_levels_by_side():
    counts = published_report().editions.get().snapshot["sections"][0]["data"]["counts"]
    by_level = {row["level"]: (row["municipality"], row["monitor"]) for row in counts["levels"]}
    assert by_level == {
        "complete": (0, 0),
        "substantial": (1, 0),
        "limited": (0, 1),
        "not_started": (0, 0),
        "no_evidence": (0, 0),
        "": (0, 0),
    }
    assert counts["agreement"] == {"agree": 0, "differ": 1, "one_side": 0, "silent": 0}
    assert counts["milestones"] == {"done": 1, "late": 0, "unheard": 0, "total": 1}


def test_a_later_correction_does_not_change_the_edition():
    report = published_report()
    before = report.editions.get().snapshot
    statement = Statement.objects.by("monitor").get()
    StatementFactory(
        commitment=statement.commitment, by_monitor=True, level="complete", dated_on=date(2025, 12, 30),
        supersedes=statement,
    )  # fmt: skip
    assert Edition.objects.get().snapshot == before


def test_an_edition_cannot_be_rewritten_in_the_database():
    edition = published_report().editions.get()
    with pytest.raises(DatabaseError, match="not rewritten"), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(snapshot={})


def test_what_changed_goes_into_a_new_edition_and_the_old_one_stays():
    report = published_report()
    recommendation = report.recommendations.get()
    recommendation.answer, recommendation.answered_on = "accepted", date(2026, 2, 1)
    recommendation.answer_reason_fr = "Prévu au budget"
    recommendation.save()
    second = further_edition(report)
    assert second.number == 2
    assert second.snapshot["recommendations"][0]["answer"] == "accepted"
    first = report.editions.get(number=1)
    assert first.snapshot["recommendations"][0]["answer"] == ""
    assert ReportPdf.objects.count() == 6


def test_a_new_edition_without_any_change_is_refused():
    report = published_report()
    editions.revise(report)
    editions.finalise(report)
    with refused("unchanged"):
        editions.publish_new_edition(report)
    assert report.editions.count() == 1


def test_withdrawing_needs_a_reason_in_some_language():
    report = published_report()
    with refused("unexplained"):
        editions.withdraw(report, {"ar": " ", "fr": ""})
    assert editions.withdraw(report, {"fr": "Erreur de calcul"}).status == ReportStatus.WITHDRAWN
    assert AnnualReport.objects.get().withdrawal_reason_fr == "Erreur de calcul"


def test_an_edition_of_invented_rows_is_marked():
    assert not published_report().editions.get().is_demo


@pytest.mark.parametrize("where", ["report", "statement", "recommendation"])
def test_one_invented_row_marks_the_edition(where):
    report = drafted_report()
    rows = {"report": report, "statement": Statement.objects.first(), "recommendation": report.recommendations.get()}
    type(rows[where]).objects.filter(pk=rows[where].pk).update(is_demo=True)
    editions.finalise(report)
    assert editions.publish(report).is_demo


def test_drafts_never_enter_the_snapshot():
    report = drafted_report()
    StatementFactory(
        commitment=report.findings.get().commitment, draft=True, summary_fr="SECRET draft", dated_on=date(2025, 12, 31)
    )
    hidden = CommitmentFactory(axis=report.plan.axes.get(), draft=True, title_fr="SECRET commitment", number=9)
    StatementFactory(commitment=hidden, summary_fr="SECRET statement")
    report.findings.create(commitment=hidden, level="limited", text_fr="SECRET finding")
    RecommendationFactory(report=report, commitment=hidden, number=7)
    editions.finalise(report)
    edition = editions.publish(report)
    assert "SECRET" not in edition.canonical_json().decode()
    assert edition.snapshot["recommendations"][1]["commitment"] is None


def test_a_section_of_another_app_is_added_by_its_path(settings):
    settings.ANNUAL_REPORT_SECTIONS = [*settings.ANNUAL_REPORT_SECTIONS, f"{__name__}.meetings_section"]
    snapshot = published_report().editions.get().snapshot
    assert [section["template"] for section in snapshot["sections"]] == [
        "commitments/reports/chapters.html",
        "budget_docs/reports/chapter.html",
        "participation/reports/chapter.html",
        "meetings/report.html",
    ]


def meetings_section(report):
    return {"template": "meetings/report.html", "title": {"fr": "Réunions"}, "data": {"held": report.year}}


def test_a_lost_broker_does_not_disturb_publishing(monkeypatch, django_capture_on_commit_callbacks, settings):
    monkeypatch.setattr(queue.Queue, "wake", unreachable)
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        report = published_report()
    assert len(callbacks) == 1
    assert report.editions.get().pdfs.filter(state="queued").count() == 3


def unreachable(_queue, _keys):
    raise ConnectionError("no broker")


def test_only_a_finished_pdf_can_be_tried_again():
    pdf = published_report().editions.get().pdfs.get(language="ar")
    with refused("in_progress"):
        pdf_queue.retry_pdf(pdf)
    ReportPdf.objects.filter(pk=pdf.pk).update(state="failed", error="A font is missing.", attempts=3, due_at=None)
    pdf = pdf_queue.retry_pdf(pdf)
    assert (pdf.state, pdf.error, pdf.attempts) == ("queued", "", 0)


def test_other_line_ends_alone_make_no_further_edition():
    report = published_report(summary_fr="Première\r\nDernière")
    editions.revise(report)
    AnnualReport.objects.filter(pk=report.pk).update(summary_fr="Première\nDernière")
    conclude(report)
    with refused("unchanged"):
        editions.publish_new_edition(report)
