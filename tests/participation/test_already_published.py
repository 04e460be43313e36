import pytest

from commitments import reporting
from commitments.models import AnnualReport
from participation.already_published import look
from tests.budget_docs import rows as budget
from tests.factories.commitments import CommitmentFactory
from tests.factories.drafts import SECRETS, drafts_around
from tests.factories.participation import PublishedCaseFactory
from tests.factories.reports import published_report

pytestmark = pytest.mark.django_db


def test_documents_commitments_reports_and_answers_are_looked_through(now):
    budget.file(budget.document(title_fr="Budget de la lumière"))
    report = published_report(title_fr="Rapport sur la lumière")
    CommitmentFactory(axis=report.findings.get().commitment.axis, number=9, slug="light", title_fr="La lumière")
    found = look("lumière", now=now)
    assert sorted(row.title["fr"] for group in found for row in group.found) == [
        "Budget de la lumière",
        "La lumière",
        "Rapport sur la lumière – 2025",
    ]
    assert all(row.address.startswith("/") for group in found for row in group.found)


def test_a_report_is_found_by_what_its_newest_edition_says_and_not_by_what_is_being_written(now):
    report = published_report(title_fr="Rapport sur la lumière", summary_fr="Tous les réverbères")
    reporting.revise(report.pk)
    AnnualReport.objects.filter(pk=report.pk).update(title_fr="Titre inachevé", summary_fr="Seize lampadaires")
    assert look("lampadaires", now=now) == look("inachevé", now=now) == []
    [found] = look("réverbères", now=now)[0].found
    assert (found.title["fr"], found.address) == ("Rapport sur la lumière – 2025", report.get_absolute_url())
    reporting.finalise(report.pk)
    reporting.publish_new_edition(report.pk)
    assert look("réverbères", now=now) == []
    assert look("lampadaires", now=now)[0].found[0].title["fr"] == "Titre inachevé – 2025"


def test_an_answer_given_to_somebody_else_is_found(now):
    published = PublishedCaseFactory()
    assert [row.address for group in look("lampadaire", now=now) for row in group.found] == [
        published.get_absolute_url()
    ]


def test_what_holds_every_word_comes_alone_and_else_what_holds_some(now):
    axis = CommitmentFactory(slug="one", title_fr="Budget ouvert").axis
    CommitmentFactory(axis=axis, number=2, slug="two", title_fr="Budget de la ville")
    every = [row.title["fr"] for group in look("budget ouvert", now=now) for row in group.found]
    some = [row.title["fr"] for group in look("budget zanzibar", now=now) for row in group.found]
    assert every == ["Budget ouvert"]
    assert sorted(some) == ["Budget de la ville", "Budget ouvert"]


@pytest.mark.parametrize("text", ["", " \x00 ", "' & | !", "x" * 5000, "🙂 \\ %"])
def test_whatever_is_typed_finds_nothing_rather_than_failing(text, now):
    CommitmentFactory()
    assert look(text, now=now) == []


def test_no_draft_is_found(now):
    commitment = published_report().findings.get().commitment
    drafts_around(commitment)
    budget.document("draft-budget", None, slot=budget.slot(2027), title_fr=SECRETS["fr"])
    for secret in SECRETS.values():
        assert look(secret, now=now) == []
