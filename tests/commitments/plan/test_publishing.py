"""What is promised becomes public, and is taken back, by an act alone."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from commitments.models import ActionPlan
from commitments.plan import amendments, publishing, slips
from commitments.plan.date_confirmations import confirm_date
from tests.commitments.withdrawing import DECIDED_ON, DECISION, REASON, WHY, withdrawn
from tests.factories.commitments import (
    ActionPlanFactory,
    CommitmentFactory,
    IndicatorFactory,
    MilestoneFactory,
    StaffFactory,
    StatementFactory,
)
from tests.refusals import refused

pytestmark = pytest.mark.django_db
PROMISED = [ActionPlanFactory, CommitmentFactory, MilestoneFactory, IndicatorFactory]
DRAFTS = [
    lambda: ActionPlanFactory(draft=True),
    lambda: CommitmentFactory(draft=True),
    lambda: MilestoneFactory(commitment__draft=True),
    lambda: IndicatorFactory(commitment__draft=True),
    lambda: MilestoneFactory(commitment__axis__plan__draft=True),
]


def again(row):
    return type(row).objects.get(pk=row.pk)


@pytest.mark.parametrize("factory", [ActionPlanFactory, CommitmentFactory])
def test_publishing_makes_public_once(factory):
    row = factory(draft=True)
    publishing.publish(row)
    assert again(row).is_published
    with refused("published"):
        publishing.publish(row)


def test_the_current_plan_gives_its_place_to_another_of_its_kind():
    former, pac = ActionPlanFactory(is_current=True), ActionPlanFactory(kind="pac", is_current=True)
    plan = publishing.make_current(ActionPlanFactory(), reasons=REASON)
    assert set(ActionPlan.objects.filter(is_current=True)) == {plan, pac}
    assert not again(former).is_current
    with refused("current"):
        publishing.make_current(plan, reasons=REASON)


def test_a_plan_takes_the_place_of_another_with_a_reason_or_not_at_all():
    former = ActionPlanFactory(is_current=True)
    with refused("unexplained"):
        publishing.make_current(ActionPlanFactory(), reasons={"fr": "  "})
    assert again(former).is_current


def test_a_draft_is_not_the_current_plan():
    former = ActionPlanFactory(is_current=True)
    with refused("not_public"):
        publishing.make_current(ActionPlanFactory(draft=True), reasons=REASON)
    assert again(former).is_current


@pytest.mark.parametrize("factory", PROMISED)
def test_what_is_public_is_withdrawn_with_its_day_its_reason_and_its_decision(factory):
    row = again(withdrawn(factory()))
    assert timezone.now() - row.withdrawn_at < timedelta(minutes=1)
    assert (row.withdrawal_reason_fr, row.withdrawal_decision_fr) == (REASON["fr"], DECISION["fr"])
    assert row.withdrawal_decided_on == DECIDED_ON
    assert not type(row).objects.live().exists()
    assert type(row).objects.public().get() == row


@pytest.mark.parametrize(
    ("why", "code"),
    [
        ({"reasons": {"fr": "  "}}, "unexplained"),
        ({"decision": {}}, "undecided"),
        ({"decided_on": None}, "undecided"),
        ({"decided_on": date(2999, 1, 1)}, "future"),
    ],
)
def test_nothing_is_withdrawn_without_a_reason_and_a_decision_that_was_taken(why, code):
    commitment = CommitmentFactory()
    with refused(code):
        publishing.withdraw(commitment, **WHY | why)
    assert again(commitment).withdrawn_at is None


@pytest.mark.parametrize("draft", DRAFTS)
def test_a_draft_is_not_withdrawn(draft):
    row = draft()
    with refused("not_public"):
        withdrawn(row)
    assert again(row).withdrawn_at is None


@pytest.mark.parametrize("factory", PROMISED)
def test_a_withdrawal_is_said_once_and_not_undone(factory):
    row = withdrawn(factory())
    with refused("withdrawn"):
        publishing.withdraw(row, **WHY | {"reasons": {"fr": "Une autre raison"}})
    assert again(row).withdrawal_reason_fr == REASON["fr"]


def test_what_was_withdrawn_is_neither_published_again_nor_made_current():
    plan, commitment = withdrawn(ActionPlanFactory()), withdrawn(CommitmentFactory())
    for row in (plan, commitment):
        with refused("withdrawn"):
            publishing.publish(row)
    with refused("withdrawn"):
        publishing.make_current(plan, reasons=REASON)


@pytest.mark.parametrize("gone", [lambda row: row, lambda row: row.commitment, lambda row: row.commitment.plan])
def test_nothing_more_is_promised_where_it_was_withdrawn(gone):
    milestone = MilestoneFactory(due_on=date(2026, 6, 30))
    clerk = StaffFactory()
    slip = slips.propose(milestone, "title", {"fr": "Un autre titre"}, by=clerk, reason=REASON)
    withdrawn(gone(milestone))
    for act in (
        lambda: amendments.move_date(
            milestone, "due_on", date(2027, 1, 31), decided_on=DECIDED_ON, reason_fr="Retard", decision_fr="Décision"
        ),
        lambda: slips.propose(milestone, "title", {"fr": "Encore un autre"}, by=clerk, reason=REASON),
        lambda: slips.accept(slip, by=StaffFactory()),
        lambda: confirm_date(milestone, confirmed_on=DECIDED_ON, confirmed_by_fr="Le service"),
        lambda: withdrawn(milestone),
    ):
        with refused("withdrawn"):
            act()


def test_a_withdrawn_plan_is_current_no_more():
    assert not withdrawn(ActionPlanFactory(is_current=True)).is_current


def test_what_both_sides_said_is_touched_by_no_withdrawal():
    statement = StatementFactory(by_monitor=True)
    withdrawn(statement.commitment)
    assert list(type(statement).objects.live()) == [statement]
