"""What cannot be undone takes two presses: below what the public will read stands the second."""

import pytest

from commitments.models import AnnualReport, ProgressUpdate, Statement
from tests.commitments.admin.pages import form_on, page_of, pressing, sent
from tests.commitments.staff.progress_page import address
from tests.factories import people
from tests.factories.commitments import (
    CommitmentFactory,
    IndicatorFactory,
    MilestoneFactory,
    ProgressUpdateFactory,
    ProposedReadingFactory,
    StatementFactory,
)
from tests.factories.reports import conclude, drafted_report
from tetouan_portal.journal.models import JournalLine

pytestmark = pytest.mark.django_db
UNDONE = "C’est irréversible"


@pytest.fixture
def publisher(client):
    client.force_login(people.publisher())
    return client


def first_press(client, row, **typed):
    page = page_of(row)
    return client.post(page, pressing(client.get(page), row, "publish", typed))


def second_press(client, row, shown):
    return client.post(page_of(row), form_on(shown, "shown_form") | {"_seen": "1"})


def public_page(client, commitment):
    return client.get(f"/fr/commitments/{commitment.slug}/").text


def test_the_first_press_shows_a_statement_in_each_language_and_publishes_nothing(publisher):
    row = StatementFactory(state="submitted", summary_ar="نظمنا ورشتين", summary_fr="Deux ateliers", summary_es="Dos")
    indicator = IndicatorFactory(commitment=row.commitment, title_fr="Ateliers tenus")
    ProposedReadingFactory(statement=row, indicator=indicator, value=8)
    shown = first_press(publisher, row)
    assert shown.status_code == 200
    for words in (UNDONE, "نظمنا ورشتين", "Deux ateliers", "Dos", "Ateliers tenus"):
        assert words in shown.text
    assert Statement.objects.get().state == "submitted"
    assert row.proposed_readings.count() == 1
    assert not JournalLine.objects.exists()
    second_press(publisher, row, shown)
    assert Statement.objects.get().state == "published"
    assert "Deux ateliers" in public_page(publisher, row.commitment)


@pytest.mark.parametrize("kind", ["milestone", "news", "older"])
def test_other_words_are_shown_as_their_page_shows_them(publisher, kind):
    commitment = CommitmentFactory()
    if kind == "milestone":
        words = {"summary_fr": "La salle est ouverte"}
        row = StatementFactory(state="submitted", commitment=None, milestone=MilestoneFactory(), **words)
    elif kind == "news":
        row = ProgressUpdateFactory(state="submitted", body_fr="La salle est ouverte")
    else:
        StatementFactory(commitment=commitment, dated_on="2026-03-01")
        row = StatementFactory(
            state="submitted", commitment=commitment, dated_on="2026-01-01", summary_fr="La salle est ouverte"
        )
    shown = first_press(publisher, row)
    assert "La salle est ouverte" in shown.text
    second_press(publisher, row, shown)
    assert type(row).objects.get(pk=row.pk).state == "published"


def test_what_was_changed_after_it_was_shown_is_not_published(publisher):
    row = ProgressUpdateFactory(state="submitted")
    shown = first_press(publisher, row)
    ProgressUpdate.objects.update(title_fr="Autre chose")
    assert second_press(publisher, row, shown).status_code == 400
    assert ProgressUpdate.objects.get().state == "submitted"


def test_the_first_press_saves_what_stands_in_the_form_and_the_second_publishes_it(staff):
    row = StatementFactory(state="draft", summary_fr="Deux ateliers")
    shown = first_press(staff, row, summary_fr="Trois ateliers")
    assert "Trois ateliers" in shown.text
    assert (Statement.objects.get().summary_fr, Statement.objects.get().state) == ("Trois ateliers", "draft")
    second_press(staff, row, shown)
    assert Statement.objects.get().is_published


def test_entering_progress_and_publishing_it_goes_by_the_same_page(client, town, subject):
    client.force_login(people.holding("focal_point", "publisher", speaks_for=[town.own]))
    shown = sent(client, address(subject), "progress_form", level="limited", summary="Deux ateliers", publish="")
    statement = Statement.objects.get(commitment=subject)
    assert (UNDONE in shown.text, "Deux ateliers" in shown.text, statement.state) == (True, True, "draft")
    second_press(client, statement, shown)
    statement.refresh_from_db()
    assert statement.state == "published"


def test_a_report_is_read_whole_before_it_is_public(publisher):
    report = conclude(drafted_report(summary_fr="Une année en demi-teinte"))
    shown = first_press(publisher, report)
    assert (UNDONE in shown.text, "Une année en demi-teinte" in shown.text) == (True, True)
    assert (AnnualReport.objects.get().status, report.editions.count()) == ("final", 0)
    second_press(publisher, report, shown)
    assert AnnualReport.objects.get().status == "published"
