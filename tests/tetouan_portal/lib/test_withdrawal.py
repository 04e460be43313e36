"""Whatever is taken back from the public says why, by one rule that the database holds too."""

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from budget_docs.models import BudgetDocument
from commitments.models import (
    ActionPlan,
    AnnualReport,
    Commitment,
    Evidence,
    Indicator,
    Milestone,
    ProgressUpdate,
)
from tests.budget_docs import rows as budget
from tests.factories.commitments import AnnualReportFactory, EvidenceFactory, ProgressUpdateFactory
from tests.refusals import refused
from tetouan_portal.lib.withdrawal import Explained, Withdrawable

pytestmark = pytest.mark.django_db
WITHDRAWABLE = {
    Evidence: EvidenceFactory,
    BudgetDocument: budget.document,
    ProgressUpdate: ProgressUpdateFactory,
}
# Withdrawn by a decision too, which has rules of its own: `tests/commitments/plan/test_publishing.py`.
BY_DECISION = {ActionPlan, Commitment, Milestone, Indicator}
EXPLAINED = {AnnualReport: AnnualReportFactory, **WITHDRAWABLE}


def explaining():
    return {model for model in apps.get_models() if hasattr(model, "withdrawal_reason")}


def test_there_is_one_base_for_all_that_is_withdrawn_with_a_reason():
    assert explaining() == set(EXPLAINED) | BY_DECISION
    assert all(issubclass(model, Explained) for model in explaining())


@pytest.mark.parametrize("model", EXPLAINED)
def test_the_database_knows_no_withdrawal_without_a_reason_nor_a_reason_without_one(model):
    [rule] = [rule for rule in model._meta.constraints if rule.name.endswith("_withdrawn_iff_explained")]
    row = EXPLAINED[model]()
    withdrawn = {"status": "withdrawn"} if model is AnnualReport else {"withdrawn_at": timezone.now()}
    for wrong in (withdrawn, {"withdrawal_reason_es": "Error"}):
        with pytest.raises(IntegrityError, match=rule.name), transaction.atomic():
            model.objects.filter(pk=row.pk).update(**wrong)
    model.objects.filter(pk=row.pk).update(**withdrawn, withdrawal_reason_es="Error")


@pytest.mark.parametrize("model", EXPLAINED)
@pytest.mark.parametrize("reasons", [{}, {"ar": "", "fr": None}, {"fr": " \n"}, {"en": "Error"}])
def test_nothing_is_withdrawn_in_silence(model, reasons):
    row = EXPLAINED[model]()
    with refused("unexplained"):
        row.explain_withdrawal(reasons)
    assert not row.withdrawal_reason


@pytest.mark.parametrize("model", WITHDRAWABLE)
def test_a_reason_is_written_once_without_blanks_around_it(model):
    row, now = WITHDRAWABLE[model](), timezone.now()
    assert isinstance(row, Withdrawable)
    row.take_back({"fr": " Erreur ", "ar": ""}, now=now)
    row.refresh_from_db()
    assert (row.withdrawn_at, row.withdrawal_reason_fr, row.withdrawal_reason_ar) == (now, "Erreur", "")
    with refused("withdrawn"):
        row.take_back({"fr": "Une autre"}, now=now)
