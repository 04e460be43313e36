from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from commitments.models import Evidence, ProposedReading, Reading, Statement
from commitments.statements import publication
from tests.factories.commitments import (
    CommitmentFactory,
    EvidenceFactory,
    IndicatorFactory,
    InstitutionFactory,
    MilestoneFactory,
    ProgressUpdateFactory,
    ProposedReadingFactory,
    ReadingFactory,
    StatementFactory,
)
from tests.refusals import refused

DAY = date(2026, 1, 31)
BOTH = pytest.mark.parametrize("made_by", [StatementFactory, ProgressUpdateFactory])


def again(row):
    return type(row).objects.get(pk=row.pk)


# --- states ---------------------------------------------------------------------------------------


@pytest.mark.django_db
@BOTH
def test_a_draft_is_submitted_returned_corrected_and_published(made_by):
    row = made_by(draft=True)
    with time_machine.travel("2026-06-15 12:00Z", tick=False):
        submitted = publication.submit(row)
    assert (submitted.state, submitted.submitted_at.isoformat()) == ("submitted", "2026-06-15T12:00:00+00:00")
    returned = publication.send_back(row, "  Joignez le procès-verbal ")
    assert (again(row).state, again(row).return_reason) == ("returned", "Joignez le procès-verbal")
    assert returned == again(row)
    publication.submit(row)
    assert (again(row).state, again(row).return_reason) == ("submitted", "")
    publication.publish(row)
    assert (again(row).state, again(row).is_published) == ("published", True)


@pytest.mark.django_db
@BOTH
def test_a_draft_and_what_came_back_may_be_published_at_once(made_by):
    for values in ({"draft": True}, {"state": "returned", "return_reason": "Court"}):
        row = made_by(**values)
        publication.publish(row)
        assert (again(row).state, again(row).return_reason) == ("published", "")


@pytest.mark.django_db
@BOTH
def test_submitting_twice_keeps_the_first_moment(made_by):
    row = made_by(draft=True)
    with time_machine.travel("2026-06-15 12:00Z", tick=False):
        publication.submit(row)
    with time_machine.travel("2026-06-16 12:00Z", tick=False):
        publication.submit(row)
    assert again(row).submitted_at.day == 15


@pytest.mark.django_db
@BOTH
@pytest.mark.parametrize("act", [publication.submit, publication.publish])
def test_what_was_published_is_final(made_by, act):
    row = made_by()
    with refused("already_published"):
        act(row)
    with refused("already_published"):
        publication.send_back(row, "Trop tard")
    assert again(row).state == "published"


@pytest.mark.django_db
@BOTH
def test_only_what_was_submitted_is_returned(made_by):
    for values in ({"draft": True}, {"state": "returned", "return_reason": "Court"}):
        row = made_by(**values)
        before = type(row).objects.values().get(pk=row.pk)
        with refused("not_submitted"):
            publication.send_back(row, "Encore")
        assert type(row).objects.values().get(pk=row.pk) == before


@pytest.mark.django_db
@BOTH
@pytest.mark.parametrize("reason", ["", " ", "\n\t"])
def test_nothing_is_returned_without_a_reason(made_by, reason):
    row = made_by(submitted=True)
    with refused("unexplained"):
        publication.send_back(row, reason)
    assert again(row).state == "submitted"


@pytest.mark.django_db
@pytest.mark.parametrize("act", [publication.submit, publication.publish])
def test_a_statement_without_words_goes_nowhere(act):
    statement = StatementFactory(draft=True, summary_ar="", summary_fr="", summary_es="", obstacles_fr="Le marché")
    with refused("says_nothing"):
        act(statement)
    assert again(statement).state == "draft"


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_words_in_one_language_are_enough(language):
    texts = dict.fromkeys(["summary_ar", "summary_fr", "summary_es"], "") | {f"summary_{language}": "1, 2"}
    statement = StatementFactory(draft=True, **texts)
    publication.publish(publication.submit(statement))
    assert again(statement).is_published


@pytest.mark.django_db
def test_the_state_that_counts_is_the_databases_not_the_callers():
    """Somebody published it while this page was open."""
    statement = StatementFactory(draft=True)
    stale = again(statement)
    publication.publish(statement)
    with refused("already_published"):
        publication.submit(stale)
    with refused("already_published"):
        publication.publish(stale)
    stale.summary_fr = "Changé depuis"
    assert again(statement).summary_fr != "Changé depuis"


@pytest.mark.django_db
def test_publishing_writes_the_state_alone_and_not_what_the_caller_holds():
    statement = StatementFactory(draft=True)
    statement.summary_fr, statement.level = "Jamais enregistré", "complete"
    publication.publish(statement)
    assert (again(statement).summary_fr, again(statement).level) == ("Deux documents publiés", "limited")


# --- what a statement brings along ---------------------------------------------------------------


@pytest.fixture
def statement(db):
    return StatementFactory(draft=True, dated_on=DAY)


def readings(indicator):
    return list(indicator.readings.order_by("pk").values_list("dated_on", "value", "supersedes"))


def test_values_become_readings_of_the_statements_day_with_their_notes(statement):
    indicator = IndicatorFactory(commitment=statement.commitment)
    ProposedReadingFactory(statement=statement, indicator=indicator, value="8.5", note_fr="Compté", note_ar="عُدَّ")
    publication.publish(statement)
    (reading,) = indicator.readings.all()
    assert (reading.dated_on, reading.value, reading.note_fr, reading.note_ar) == (DAY, Decimal("8.5"), "Compté", "عُدَّ")
    assert not ProposedReading.objects.exists()


def test_a_value_names_the_statement_with_which_it_was_declared(statement):
    reading = ProposedReadingFactory(statement=statement).indicator.readings
    publication.publish(statement)
    assert reading.get().statement == statement


def test_values_wait_until_the_statement_is_public(statement):
    ProposedReadingFactory(statement=statement)
    publication.send_back(publication.submit(statement), "Vérifiez la valeur")
    assert not Reading.objects.exists()
    assert ProposedReading.objects.count() == 1


def test_another_value_of_the_same_day_corrects_the_one_that_stands(statement):
    first = ReadingFactory(indicator__commitment=statement.commitment, dated_on=DAY, value=7)
    second = ReadingFactory(indicator=first.indicator, dated_on=DAY, value=8, supersedes=first)
    ProposedReadingFactory(statement=statement, indicator=first.indicator, value=9)
    publication.publish(statement)
    assert readings(first.indicator) == [(DAY, 7, None), (DAY, 8, first.pk), (DAY, 9, second.pk)]


@pytest.mark.parametrize("value", ["7", "7.0000"])
def test_the_value_that_stands_already_is_not_recorded_twice(statement, value):
    first = ReadingFactory(indicator__commitment=statement.commitment, dated_on=DAY, value=7)
    ProposedReadingFactory(statement=statement, indicator=first.indicator, value=value)
    publication.publish(statement)
    assert readings(first.indicator) == [(DAY, 7, None)]
    assert not ProposedReading.objects.exists()


def test_a_value_that_was_corrected_before_may_come_back(statement):
    first = ReadingFactory(indicator__commitment=statement.commitment, dated_on=DAY, value=7)
    second = ReadingFactory(indicator=first.indicator, dated_on=DAY, value=8, supersedes=first)
    ProposedReadingFactory(statement=statement, indicator=first.indicator, value=7)
    publication.publish(statement)
    assert readings(first.indicator)[-1] == (DAY, 7, second.pk)


def test_values_of_other_days_and_indicators_are_left_alone(statement):
    earlier = ReadingFactory(indicator__commitment=statement.commitment, dated_on=date(2025, 12, 31), value=7)
    other = ReadingFactory(dated_on=DAY, value=1)
    ProposedReadingFactory(statement=statement, indicator=earlier.indicator, value=8)
    publication.publish(statement)
    assert readings(earlier.indicator) == [(date(2025, 12, 31), 7, None), (DAY, 8, None)]
    assert readings(other.indicator) == [(DAY, 1, None)]


def test_invented_statements_make_invented_readings(db):
    for is_demo in (True, False):
        statement = StatementFactory(draft=True, is_demo=is_demo)
        proposal = ProposedReadingFactory(statement=statement)
        publication.publish(statement)
        assert proposal.indicator.readings.get().is_demo is is_demo


def test_a_milestone_that_was_reached_is_noted_and_another_is_not(db):
    milestone, other = MilestoneFactory(), MilestoneFactory(done_on=date(2024, 1, 1))
    for subject, done_on in ((milestone, DAY), (other, None)):
        publication.publish(StatementFactory(draft=True, commitment=None, milestone=subject, done_on=done_on))
        subject.refresh_from_db()
    assert (milestone.done_on, other.done_on) == (DAY, date(2024, 1, 1))


def test_a_milestone_waits_for_the_statement_to_be_public(db):
    milestone = MilestoneFactory()
    publication.submit(StatementFactory(draft=True, commitment=None, milestone=milestone, done_on=DAY))
    milestone.refresh_from_db()
    assert milestone.done_on is None


def test_evidence_comes_along(statement):
    EvidenceFactory(statement=statement)
    CommitmentFactory()
    assert not Evidence.objects.public().exists()
    publication.publish(statement)
    assert Evidence.objects.public().count() == 1


def test_a_refusal_half_way_leaves_nothing_behind(statement, monkeypatch):
    ProposedReadingFactory(statement=statement)

    def fail(_statement):
        raise ValidationError("No", code="no")

    monkeypatch.setattr(publication, "record_milestone", fail)
    with refused("no"):
        publication.publish(statement)
    assert again(statement).state == "draft"
    assert not Reading.objects.exists()
    assert ProposedReading.objects.count() == 1


def test_published_words_are_kept_by_the_database_too(statement):
    publication.publish(statement)
    for change in (
        {"state": "draft"},
        {"summary_fr": "Autre"},
        {"level": "complete"},
        {"institution": InstitutionFactory()},
    ):
        with pytest.raises(DatabaseError, match="is not rewritten"), transaction.atomic():
            Statement.objects.filter(pk=statement.pk).update(**change)
    with pytest.raises(DatabaseError, match="is not deleted"), transaction.atomic():
        statement.delete()
