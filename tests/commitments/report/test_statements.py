"""What each side said in the year about commitments and milestones is in the report, its PDF and its snapshot."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from commitments.models import AnnualReport, Milestone
from commitments.report import editions, pdf_rendering
from tests.factories.commitments import (
    CommitmentFactory,
    EvidenceFactory,
    FindingFactory,
    InstitutionFactory,
    MilestoneFactory,
    StatementFactory,
)
from tests.factories.editions import EditionFactory
from tests.factories.reports import drafted_report

pytestmark = pytest.mark.django_db
LANGUAGES = ("ar", "fr", "es")
SIDES = ("municipality", "monitor")
TEXTS = ("summary", "obstacles", "next_steps")
FORMER = Path(__file__).with_name("edition_of_format_1.json")


@pytest.fixture
def report():
    return drafted_report()


def about(subject, **values):
    subjects = {"commitment": None, "milestone": subject} if isinstance(subject, Milestone) else {"commitment": subject}
    return StatementFactory(**subjects, **values)


def subject_of(kind):
    milestone = Milestone.objects.get()
    return milestone if kind == "milestone" else milestone.commitment


def published(report):
    editions.finalise(report)
    return editions.publish(report)


def shown(client, edition, language="fr"):
    """The same words on the page and in the PDF, apart from their frames."""
    return client.get(f"/{language}/reports/2025/").text, pdf_rendering.report_html(edition, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_about_a_milestone_and_its_proof_is_read_on_page_and_in_pdf(client, report, language):
    for side in SIDES:
        texts = {f"{name}_{code}": f"{side}·{name}·{code}" for name in TEXTS for code in LANGUAGES}
        statement = about(Milestone.objects.get(), side=side, dated_on=date(2025, 5, 1), **texts)
        EvidenceFactory(statement=statement, url=f"https://www.example.org/{side}")
    for text in shown(client, published(report), language):
        row = text[text.index('class="milestones') : text.index('class="indicator"')]
        for side in SIDES:
            assert all(f"{side}·{name}·{language}" in row for name in TEXTS)
            assert f'href="https://www.example.org/{side}"' in row


@pytest.mark.parametrize("kind", ["commitment", "milestone"])
def test_what_was_said_before_in_the_year_and_what_was_corrected_stand_beside_the_newest(client, report, kind):
    subject = subject_of(kind)
    about(subject, dated_on=date(2024, 11, 1), summary_fr="Dit avant l’année.")
    wrong = about(subject, dated_on=date(2024, 12, 1), summary_fr="Dit avant, corrigé dans l’année.")
    about(subject, dated_on=date(2025, 2, 1), summary_fr="La correction.", supersedes=wrong)
    about(subject, dated_on=date(2025, 6, 1), summary_fr="Dit en juin.")
    about(subject, dated_on=date(2025, 12, 30), summary_fr="Le plus récent.")
    for text in shown(client, published(report)):
        for words in ("Dit avant, corrigé dans l’année.", "La correction.", "Dit en juin.", "Le plus récent."):
            assert text.count(words) == 1
        assert "Dit avant l’année." not in text
        assert text.index("Le plus récent.") < text.index("Dit en juin.") < text.index("La correction.")
        assert '<time datetime="2025-02-01">' in text


@pytest.mark.parametrize("kind", ["commitment", "milestone"])
def test_a_side_silent_in_the_year_is_read_with_what_it_said_last(client, report, kind):
    milestone = MilestoneFactory(commitment=CommitmentFactory(axis=report.plan.axes.get(), number=7))
    subject = milestone if kind == "milestone" else milestone.commitment
    about(subject, dated_on=date(2023, 1, 1), summary_fr="Ancien.")
    about(subject, dated_on=date(2024, 1, 1), summary_fr="Le dernier mot.")
    FindingFactory(report=report, commitment=milestone.commitment)
    for text in shown(client, published(report)):
        assert "Le dernier mot." in text
        assert "Ancien." not in text


def test_drafts_and_what_came_after_the_year_stay_out(report):
    milestone = Milestone.objects.get()
    about(milestone, dated_on=date(2025, 3, 1), summary_fr="Public.")
    about(milestone, draft=True, dated_on=date(2025, 4, 1), summary_fr="SECRET", institution=InstitutionFactory())
    about(milestone, draft=True, by_monitor=True, dated_on=date(2025, 4, 1), summary_fr="SECRET")
    late = about(milestone, dated_on=date(2026, 1, 1), summary_fr="SECRET")
    EvidenceFactory(statement=late, title_fr="SECRET", url="https://www.example.org/SECRET")
    content = json.dumps(editions.snapshot_of(report))
    assert "Public." in content
    assert "SECRET" not in content


def test_the_evidence_of_every_statement_shown_is_in_the_annex(report):
    milestone = Milestone.objects.get()
    for day in (3, 4):
        statement = about(milestone, dated_on=date(2025, day, 1))
        EvidenceFactory(statement=statement, url=f"https://www.example.org/{day}")
    annex = published(report).snapshot["sections"][0]["data"]["evidence"]
    assert {item["address"] for item in annex} >= {"https://www.example.org/3", "https://www.example.org/4"}


@pytest.mark.parametrize("count", [1, 3])
def test_a_snapshot_takes_as_many_queries_for_many_statements_as_for_one(django_assert_num_queries, report, count):
    commitment = Milestone.objects.get().commitment
    for number in range(2, count + 2):
        milestone = MilestoneFactory(commitment=commitment, number=number)
        for side in SIDES:
            first = about(milestone, side=side, institution=InstitutionFactory(), dated_on=date(2025, 3, 1))
            EvidenceFactory(statement=first)
            about(milestone, side=side, supersedes=first, dated_on=date(2025, 4, 1))
    report = AnnualReport.objects.select_related("plan", "author").get(pk=report.pk)
    with django_assert_num_queries(14):
        content = editions.snapshot_of(report)
    milestones = content["sections"][0]["data"]["axes"][0]["commitments"][0]["milestones"]
    assert sum(len(milestone["earlier"]) for milestone in milestones) == 2 * count


# --- what was frozen before -------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_edition_of_the_former_format_shows_what_it_showed_and_no_more(client, report, language):
    snapshot = json.loads(FORMER.read_text(encoding="utf-8"))
    assert snapshot["format"] == 1
    assert "FORMER-monitor-summary" in FORMER.read_text(encoding="utf-8")
    AnnualReport.objects.filter(pk=report.pk).update(status="published")
    edition = EditionFactory(
        report=report, number=1, snapshot=snapshot, published_at=datetime(2026, 3, 1, 9, tzinfo=UTC)
    )
    for text in shown(client, edition, language):
        assert "https://www.example.org/reading" in text
        assert "FORMER-m" not in text
        assert not any(mark in text for mark in ("proofs", "evidence-1", 'id="gaps"'))
