from datetime import date

import pytest

from commitments.models import ActionPlan, Commitment, CompletionLevel, Milestone
from tests.factories.commitments import (
    ActionPlanFactory,
    CommitmentFactory,
    InstitutionFactory,
    MilestoneFactory,
    ResponsibilityFactory,
    StatementFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 15)


def test_the_current_plan_is_a_published_one():
    ActionPlanFactory(is_current=True, draft=True)
    pac = ActionPlanFactory(kind="pac", is_current=True)
    assert list(ActionPlan.objects.current("ogp")) == []
    assert list(ActionPlan.objects.current("pac")) == [pac]


def test_a_commitment_is_published_with_its_plan_alone():
    shown = CommitmentFactory()
    CommitmentFactory(draft=True)
    CommitmentFactory(axis__plan__is_published=False)
    assert list(Commitment.objects.live()) == [shown]


def levels(on):
    return Commitment.objects.with_levels(on).values_list("declared_level", "assessed_level").get()


def test_levels_are_empty_before_a_side_has_spoken():
    CommitmentFactory()
    assert levels(TODAY) == ("", "")


def test_levels_are_the_newest_of_each_side_on_the_date():
    commitment = CommitmentFactory()
    for day, level in ((date(2024, 6, 30), "limited"), (date(2025, 6, 30), "substantial")):
        StatementFactory(commitment=commitment, dated_on=day, level=level)
    StatementFactory(commitment=commitment, by_monitor=True, dated_on=date(2025, 1, 10), level="no_evidence")
    assert levels(date(2024, 6, 29)) == ("", "")
    assert levels(date(2024, 6, 30)) == ("limited", "")
    assert levels(date(2025, 6, 29)) == ("limited", "no_evidence")
    assert levels(TODAY) == ("substantial", "no_evidence")


def test_drafts_and_statements_about_milestones_give_a_commitment_no_level():
    commitment = CommitmentFactory()
    StatementFactory(commitment=commitment, draft=True, level="complete")
    StatementFactory(commitment=None, milestone=MilestoneFactory(commitment=commitment), level="complete")
    assert levels(TODAY) == ("", "")


def test_a_correction_counts_from_its_own_date():
    commitment = CommitmentFactory()
    first = StatementFactory(commitment=commitment, dated_on=date(2025, 1, 1), level="complete")
    StatementFactory(commitment=commitment, dated_on=date(2025, 3, 1), level="limited", supersedes=first)
    assert levels(date(2025, 2, 28)) == ("complete", "")
    assert levels(date(2025, 3, 1)) == ("limited", "")


def test_a_draft_correction_corrects_nothing_yet():
    first = StatementFactory(level="complete")
    StatementFactory(commitment=first.commitment, level="limited", supersedes=first, draft=True)
    assert levels(TODAY) == ("complete", "")


def test_of_two_statements_of_a_day_the_later_entry_counts():
    first = StatementFactory(level="limited")
    StatementFactory(commitment=first.commitment, dated_on=first.dated_on, level="substantial")
    assert levels(TODAY) == ("substantial", "")


def test_disagreement_needs_both_sides_and_two_levels():
    one_side, same, different = CommitmentFactory(), CommitmentFactory(), CommitmentFactory()
    StatementFactory(commitment=one_side, level="complete")
    for commitment, assessed in ((same, "limited"), (different, "no_evidence")):
        StatementFactory(commitment=commitment, level="limited")
        StatementFactory(commitment=commitment, by_monitor=True, level=assessed, dated_on=date(2026, 1, 10))
    StatementFactory(commitment=one_side, by_monitor=True, draft=True, level="limited")
    assert list(Commitment.objects.disagreeing(TODAY)) == [different]
    assert list(Commitment.objects.disagreeing(date(2026, 1, 9))) == []


def test_a_commitment_is_late_from_the_day_after_its_end():
    commitment = CommitmentFactory(ends_on=date(2026, 3, 31))
    StatementFactory(commitment=commitment, level="limited", dated_on=date(2026, 1, 1))
    CommitmentFactory(ends_on=None)
    assert list(Commitment.objects.late(date(2026, 3, 31))) == []
    assert list(Commitment.objects.late(date(2026, 4, 1))) == [commitment]


@pytest.mark.parametrize("side", ["municipality", "monitor"])
def test_a_commitment_that_either_side_states_complete_is_not_late(side):
    spoken = StatementFactory(commitment__late=True, side=side, level="limited", dated_on=date(2024, 6, 1))
    complete = StatementFactory(commitment=spoken.commitment, side=side, level="complete", dated_on=date(2025, 1, 1))
    assert list(Commitment.objects.late(TODAY)) == []
    assert list(Commitment.objects.late(date(2024, 12, 31))) == [complete.commitment]


@pytest.mark.parametrize("level", sorted(set(CompletionLevel.values) - {"complete"}))
def test_a_commitment_short_of_complete_is_late(level):
    statement = StatementFactory(commitment__late=True, side="monitor", level=level)
    assert list(Commitment.objects.late(TODAY)) == [statement.commitment]


def test_a_commitment_is_found_once_by_each_institution_that_answers_for_it():
    lead, support, other = InstitutionFactory(), InstitutionFactory(), InstitutionFactory()
    commitment = CommitmentFactory()
    ResponsibilityFactory(commitment=commitment, institution=lead)
    ResponsibilityFactory(commitment=commitment, institution=support, role="support")
    for institution, found in ((lead, [commitment]), (support, [commitment]), (other, [])):
        assert list(Commitment.objects.led_or_supported_by(institution.slug)) == found


def test_a_milestone_is_late_from_the_day_after_until_it_is_done():
    milestone = MilestoneFactory(due_on=date(2025, 6, 30), done_on=date(2025, 8, 31))
    StatementFactory(commitment=None, milestone=milestone, level="limited", dated_on=date(2025, 6, 1))
    MilestoneFactory(due_on=None)
    on = [date(2025, 6, 30), date(2025, 7, 1), date(2025, 8, 30), date(2025, 8, 31)]
    assert [list(Milestone.objects.late(day)) for day in on] == [[], [milestone], [milestone], []]
    assert [milestone.is_overdue(day) for day in on] == [False, True, True, False]


def test_a_milestone_is_public_with_its_commitment_and_plan():
    shown = MilestoneFactory()
    MilestoneFactory(commitment__draft=True)
    MilestoneFactory(commitment__axis__plan__is_published=False)
    assert list(Milestone.objects.live()) == [shown]
