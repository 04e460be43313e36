"""What is derived from dated facts: lateness, slippage, freshness, the mark of demonstration."""

from datetime import date
from decimal import Decimal

import pytest

from commitments.models import Commitment
from commitments.plan import amendments
from commitments.standing.dossier import dossiers_of
from tests.factories.commitments import (
    AmendmentFactory,
    CommitmentFactory,
    EvidenceFactory,
    IndicatorFactory,
    InstitutionFactory,
    MilestoneFactory,
    ProgressUpdateFactory,
    ReadingFactory,
    ResponsibilityFactory,
    StatementFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 15)


def dossier(commitment, on=TODAY):
    (found,) = dossiers_of(Commitment.objects.filter(pk=commitment.pk), on=on)
    return found


def lateness(commitment, on):
    found = dossier(commitment, on)
    return found["is_late"], found["months_late"]


def test_lateness_is_counted_from_the_day_after_the_end_in_whole_months():
    commitment = CommitmentFactory(late=True)
    StatementFactory(commitment=commitment, level="limited", dated_on=date(2024, 1, 1))
    assert lateness(commitment, date(2024, 3, 31)) == (False, 0)
    assert lateness(commitment, date(2024, 4, 1)) == (True, 0)
    assert lateness(commitment, date(2024, 4, 30)) == (True, 1)
    assert lateness(commitment, date(2025, 5, 31)) == (True, 14)


@pytest.mark.parametrize("side", ["municipality", "monitor"])
def test_what_either_side_states_complete_is_not_late(side):
    commitment = CommitmentFactory(late=True)
    StatementFactory(commitment=commitment, side=side, level="limited", dated_on=date(2024, 1, 1))
    StatementFactory(commitment=commitment, side=side, level="complete", dated_on=date(2025, 1, 1))
    assert lateness(commitment, date(2024, 12, 31)) == (True, 9)
    assert lateness(commitment, date(2025, 1, 1)) == (False, 0)


def test_without_an_end_date_nothing_is_late():
    assert lateness(CommitmentFactory(ends_on=None), TODAY) == (False, 0)


def moved(subject, field, to, decided_on):
    amendments.move_date(subject, field, to, decided_on=decided_on, reason_fr="Retard", decision_fr="Délibération")


def test_slippage_is_measured_against_the_first_date_after_two_amendments():
    commitment = CommitmentFactory(late=True)
    moved(commitment, "ends_on", date(2025, 3, 31), date(2024, 2, 1))
    moved(commitment, "ends_on", date(2026, 9, 30), date(2025, 2, 1))
    found = dossier(commitment)
    assert (found["original_ends_on"], found["ends_on"]) == (date(2024, 3, 31), date(2026, 9, 30))
    assert found["slipped_months"] == 30
    assert [a["date_to"] for a in found["amendments"]] == [date(2025, 3, 31), date(2026, 9, 30)]


def test_a_date_moved_forward_has_not_slipped():
    commitment = CommitmentFactory()
    moved(commitment, "ends_on", date(2026, 6, 30), date(2024, 2, 1))
    assert dossier(commitment)["slipped_months"] == 0


def test_moving_the_start_is_no_slippage_of_the_end():
    commitment = CommitmentFactory()
    moved(commitment, "starts_on", date(2024, 1, 1), date(2023, 2, 1))
    found = dossier(commitment)
    assert (found["original_ends_on"], found["slipped_months"]) == (date(2026, 12, 31), 0)


def test_before_a_decision_the_old_date_counts():
    commitment = CommitmentFactory(late=True)
    StatementFactory(commitment=commitment, level="limited", dated_on=date(2024, 1, 1))
    moved(commitment, "ends_on", date(2025, 3, 31), date(2024, 6, 1))
    moved(commitment, "ends_on", date(2026, 9, 30), date(2025, 2, 1))
    dates = {}
    for on in (date(2024, 5, 31), date(2024, 6, 1), date(2025, 1, 31), date(2025, 2, 1)):
        found = dossier(commitment, on)
        dates[on] = (found["ends_on"], found["original_ends_on"], found["is_late"], len(found["amendments"]))
    assert dates == {
        date(2024, 5, 31): (date(2024, 3, 31), date(2024, 3, 31), True, 0),
        date(2024, 6, 1): (date(2025, 3, 31), date(2024, 3, 31), False, 1),
        date(2025, 1, 31): (date(2025, 3, 31), date(2024, 3, 31), False, 1),
        date(2025, 2, 1): (date(2026, 9, 30), date(2024, 3, 31), False, 2),
    }
    commitment.refresh_from_db()
    assert commitment.ends_on == date(2026, 9, 30)


def test_before_a_decision_a_milestone_is_due_on_its_old_date():
    milestone = MilestoneFactory(due_on=date(2025, 6, 30))
    StatementFactory(commitment=None, milestone=milestone, level="limited", dated_on=date(2025, 6, 1))
    moved(milestone, "due_on", date(2026, 12, 31), date(2026, 1, 15))
    before = dossier(milestone.commitment, date(2026, 1, 14))["milestones"][0]
    after = dossier(milestone.commitment, date(2026, 1, 15))["milestones"][0]
    assert (before["due_on"], before["is_late"], before["months_late"]) == (date(2025, 6, 30), True, 6)
    assert (after["due_on"], after["is_late"], after["slipped_months"]) == (date(2026, 12, 31), False, 18)
    assert after["original_due_on"] == date(2025, 6, 30)


WHY = {"reason_fr": "Retard", "decision_fr": "Délibération"}


def test_before_a_decision_words_and_institutions_are_the_former_ones():
    commitment = ResponsibilityFactory(institution__slug="one").commitment
    milestone = MilestoneFactory(commitment=commitment, institution=InstitutionFactory(slug="one-too"))
    two = InstitutionFactory(slug="two")
    changes = {"title": {"fr": "Publier tout"}, "institutions": [(two, "support")]}
    amendments.amend(commitment, changes, decided_on=date(2026, 1, 15), **WHY)
    amendments.amend(milestone, {"institutions": two}, decided_on=date(2026, 1, 15), **WHY)
    before, after = (dossier(commitment, date(2026, 1, day)) for day in (14, 15))
    assert (before["title"]["fr"], after["title"]["fr"]) == ("Publier le budget", "Publier tout")
    assert before["title"]["ar"] == commitment.title_ar
    answering = [[(one["slug"], one["role"]) for one in found["institutions"]] for found in (before, after)]
    assert answering == [[("one", "lead")], [("two", "support")]]
    assert before["institutions"][0]["name"] == {"ar": "قسم الميزانية", "fr": "Division du budget", "es": two.name_es}
    assert [found["milestones"][0]["institution"]["slug"] for found in (before, after)] == ["one-too", "two"]


def test_before_a_decision_a_value_is_measured_against_the_former_target():
    indicator = IndicatorFactory()
    ReadingFactory(indicator=indicator, value=8, dated_on=date(2025, 12, 31))
    changes = {"target": Decimal(8), "kind": "impact"}
    amendments.amend(indicator, changes, decided_on=date(2026, 1, 15), **WHY)
    before, after = (dossier(indicator.commitment, date(2026, 1, day))["indicators"][0] for day in (14, 15))
    assert (before["target"], before["kind"], before["is_target_met"]) == (Decimal(12), "result", False)
    assert (after["target"], after["kind"], after["is_target_met"]) == (Decimal(8), "impact", True)
    assert (before["amendments"], sorted(one["field"] for one in after["amendments"])) == ([], ["kind", "target"])


def test_milestones_are_done_late_or_open_on_the_date():
    commitment = CommitmentFactory()
    for number, done_on in enumerate((date(2025, 5, 1), date(2025, 8, 31), None), start=1):
        milestone = MilestoneFactory(commitment=commitment, number=number, due_on=date(2025, 6, 30), done_on=done_on)
        StatementFactory(commitment=None, milestone=milestone, level="limited", dated_on=date(2025, 4, 1))
    found = dossier(commitment, date(2025, 9, 30))
    assert (found["milestones_done"], found["milestones_total"]) == (2, 3)
    assert [(m["is_done"], m["is_late"], m["months_late"]) for m in found["milestones"]] == [
        (True, False, 0),
        (True, False, 2),
        (False, True, 3),
    ]
    before = dossier(commitment, date(2025, 8, 30))
    assert before["milestones_done"] == 1
    assert before["milestones"][1]["done_on"] is None


def test_a_commitment_is_stale_after_120_days_of_silence():
    commitment = ProgressUpdateFactory(dated_on=date(2026, 1, 1)).commitment
    fresh, stale = dossier(commitment, date(2026, 5, 1)), dossier(commitment, date(2026, 5, 2))
    assert (fresh["days_since_update"], fresh["is_stale"]) == (120, False)
    assert (stale["days_since_update"], stale["is_stale"]) == (121, True)


def test_news_of_the_day_are_zero_days_old():
    commitment = ProgressUpdateFactory(dated_on=TODAY).commitment
    assert dossier(commitment)["days_since_update"] == 0


def test_of_what_nothing_was_ever_said_nothing_is_old():
    found = dossier(CommitmentFactory())
    assert (found["updated_on"], found["days_since_update"], found["is_stale"]) == (None, None, False)


@pytest.mark.parametrize(
    "fact",
    [
        lambda c, on: StatementFactory(commitment=c, dated_on=on),
        lambda c, on: StatementFactory(commitment=None, milestone=MilestoneFactory(commitment=c), dated_on=on),
        lambda c, on: MilestoneFactory(commitment=c, done_on=on),
        lambda c, on: ReadingFactory(indicator=IndicatorFactory(commitment=c), dated_on=on),
        lambda c, on: ProgressUpdateFactory(commitment=c, dated_on=on),
    ],
    ids=["statement", "milestone statement", "milestone done", "reading", "update"],
)
def test_every_dated_fact_refreshes_a_commitment(fact):
    commitment = CommitmentFactory()
    fact(commitment, date(2026, 3, 3))
    assert dossier(commitment)["updated_on"] == date(2026, 3, 3)
    assert dossier(commitment, date(2026, 3, 2))["updated_on"] is None


def test_drafts_do_not_refresh_nor_show():
    commitment = CommitmentFactory()
    milestone = MilestoneFactory(commitment=commitment)
    StatementFactory(commitment=commitment, draft=True, is_demo=True)
    StatementFactory(commitment=None, milestone=milestone, draft=True)
    EvidenceFactory(statement=None, update=ProgressUpdateFactory(commitment=commitment, draft=True))
    found = dossier(commitment)
    assert (found["history"], found["updates"], found["updated_on"]) == ([], [], None)
    assert found["milestones"][0]["statements"] == {"municipality": None, "monitor": None}
    assert found["shows_demo"] is False


@pytest.mark.parametrize(
    "invented",
    [
        lambda c: StatementFactory(commitment=c, is_demo=True),
        lambda c: StatementFactory(commitment=None, milestone=MilestoneFactory(commitment=c), is_demo=True),
        lambda c: MilestoneFactory(commitment=c, is_demo=True),
        lambda c: IndicatorFactory(commitment=c, is_demo=True),
        lambda c: ReadingFactory(indicator=IndicatorFactory(commitment=c), is_demo=True),
        lambda c: ProgressUpdateFactory(commitment=c, is_demo=True),
        lambda c: AmendmentFactory(commitment=c, is_demo=True),
    ],
)
def test_one_invented_row_marks_the_commitment(invented):
    commitment, other = CommitmentFactory(), StatementFactory().commitment
    assert dossier(commitment)["shows_demo"] is False
    invented(commitment)
    assert dossier(commitment)["shows_demo"] is True
    assert dossier(other)["shows_demo"] is False
