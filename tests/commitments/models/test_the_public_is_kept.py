"""What is public is not deleted, hidden or moved, and its withdrawal is not rewritten: by the ORM or by plain SQL."""

import pytest
from django.db import IntegrityError, connection, transaction

from commitments.models import ActionPlan, Axis, Commitment, Indicator, Milestone
from tests.commitments.withdrawing import GONE, as_a_draft, withdrawn
from tests.factories.commitments import (
    ActionPlanFactory,
    AxisFactory,
    CommitmentFactory,
    IndicatorFactory,
    MilestoneFactory,
)

pytestmark = pytest.mark.django_db
PROMISED = {
    ActionPlan: ActionPlanFactory,
    Axis: AxisFactory,
    Commitment: CommitmentFactory,
    Milestone: MilestoneFactory,
    Indicator: IndicatorFactory,
}
PLAN_OF = {
    ActionPlan: "",
    Axis: "plan__",
    Commitment: "axis__plan__",
    **dict.fromkeys((Milestone, Indicator), "commitment__axis__plan__"),
}
IN_A_COMMITMENT = (Milestone, Indicator)


def in_sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def is_refused(act, sentence):
    with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
        act()


def delete(row):
    in_sql(f"delete from {row._meta.db_table} where id = %s", row.pk)


@pytest.mark.parametrize("model", PROMISED)
def test_nothing_public_is_deleted(model):
    row = PROMISED[model]()
    is_refused(row.delete, "is not deleted, it is withdrawn")
    is_refused(lambda: delete(row), "is not deleted, it is withdrawn")


@pytest.mark.parametrize("model", [ActionPlan, Commitment, Milestone, Indicator])
def test_nothing_withdrawn_is_deleted(model):
    row = withdrawn(PROMISED[model]())
    is_refused(lambda: delete(row), "is not deleted, it is withdrawn")


@pytest.mark.parametrize("model", PROMISED)
def test_a_row_of_a_draft_plan_may_go(model):
    PROMISED[model](**{f"{PLAN_OF[model]}is_published": False}).delete()
    assert not model.objects.exists()


@pytest.mark.parametrize("model", [Commitment, *IN_A_COMMITMENT])
def test_a_row_of_a_draft_commitment_may_go(model):
    hidden = {"is_published": False} if model is Commitment else {"commitment__is_published": False}
    PROMISED[model](**hidden).delete()
    assert not model.objects.exists()


@pytest.mark.parametrize("model", [Milestone, Indicator])
def test_a_demonstration_row_may_go_and_no_real_one_becomes_such_a_row(model):
    PROMISED[model](is_demo=True).delete()
    row = PROMISED[model]()
    is_refused(lambda: model.objects.filter(pk=row.pk).update(is_demo=True), "stays public")


@pytest.mark.parametrize("model", [ActionPlan, Commitment])
def test_nothing_public_becomes_a_draft_again(model):
    row = PROMISED[model]()
    table = model._meta.db_table
    is_refused(lambda: in_sql(f"update {table} set is_published = false where id = %s", row.pk), "stays public")
    row.is_published = False
    is_refused(row.save, "stays public")


@pytest.mark.parametrize("model", [ActionPlan, Commitment])
def test_a_public_address_stays(model):
    row = PROMISED[model]()
    is_refused(lambda: model.objects.filter(pk=row.pk).update(slug="elsewhere"), "stays public")
    as_a_draft(model.objects.filter(pk=row.pk))
    model.objects.filter(pk=row.pk).update(slug="elsewhere")


@pytest.mark.parametrize("model", IN_A_COMMITMENT)
def test_nothing_public_is_hidden_in_a_draft(model):
    row, draft = PROMISED[model](), CommitmentFactory(draft=True)
    is_refused(lambda: model.objects.filter(pk=row.pk).update(commitment=draft), "stays public")


def test_no_public_commitment_is_hidden_in_a_draft_plan():
    row, axis = CommitmentFactory(), AxisFactory(plan__draft=True)
    is_refused(lambda: Commitment.objects.filter(pk=row.pk).update(axis=axis, plan=axis.plan), "stays public")


def test_no_axis_leaves_a_public_plan():
    row, plan = AxisFactory(), ActionPlanFactory(draft=True)
    is_refused(lambda: Axis.objects.filter(pk=row.pk).update(plan=plan), "stays public")


@pytest.mark.parametrize("model", [ActionPlan, Commitment, Milestone, Indicator])
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("withdrawn_at", "2025-02-02T00:00:00Z"),
        ("withdrawal_decided_on", "2025-02-02"),
        ("withdrawal_reason_fr", "Autre chose"),
        ("withdrawal_decision_fr", "Autre chose"),
    ],
)
def test_what_is_said_of_a_withdrawal_stays(model, column, value):
    row = withdrawn(PROMISED[model]())
    is_refused(lambda: model.objects.filter(pk=row.pk).update(**{column: value}), "is not rewritten")


@pytest.mark.parametrize("model", [ActionPlan, Commitment, Milestone, Indicator])
def test_a_withdrawal_is_not_taken_out_again(model):
    row = withdrawn(PROMISED[model]())
    nothing = dict.fromkeys(GONE)
    is_refused(lambda: model.objects.filter(pk=row.pk).update(**nothing), "is not rewritten")


def test_a_withdrawal_is_translated_later():
    row = withdrawn(CommitmentFactory())
    Commitment.objects.filter(pk=row.pk).update(withdrawal_reason_ar="لم تعد الأرض متاحة")
    assert Commitment.objects.get().withdrawal_reason_ar
