from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction

from commitments.models import DateConfirmation
from commitments.plan import date_confirmations
from tests.factories.commitments import (
    CommitmentFactory,
    DateConfirmationFactory,
    DueDateConfirmationFactory,
    MilestoneFactory,
)
from tests.refusals import refused

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 4)


@pytest.fixture(autouse=True)
def _on_that_day():
    with time_machine.travel("2026-05-04T12:00:00Z", tick=False):
        yield


def test_a_confirmation_keeps_the_date_as_it_was_who_and_when():
    commitment = CommitmentFactory()
    date_confirmations.confirm_date(commitment, confirmed_on=DAY, confirmed_by_fr="Secrétariat général")
    found = commitment.confirmations.get()
    assert (found.ends_on, found.confirmed_on, found.confirmed_by_fr) == (
        commitment.ends_on,
        DAY,
        "Secrétariat général",
    )


@pytest.mark.parametrize(
    ("code", "values", "given"),
    [
        ("undated", {"ends_on": None}, {}),
        ("future", {}, {"confirmed_on": date(2026, 5, 5)}),
    ],
)
def test_nothing_is_confirmed_that_cannot_be(code, values, given):
    commitment = CommitmentFactory(**values)
    by = {"confirmed_on": DAY, "confirmed_by_fr": "Secrétariat général"} | given
    with refused(code):
        date_confirmations.confirm_date(commitment, **by)
    assert not DateConfirmation.objects.exists()


def test_a_date_is_confirmed_by_somebody_and_once():
    commitment = CommitmentFactory()
    with refused("date_confirmation_says_by_whom"):
        date_confirmations.confirm_date(commitment, confirmed_on=DAY)
    date_confirmations.confirm_date(commitment, confirmed_on=DAY, confirmed_by_ar="الكتابة العامة")
    with refused("date_confirmed_once"):
        date_confirmations.confirm_date(commitment, confirmed_on=DAY, confirmed_by_ar="الكتابة العامة")


def test_a_milestones_own_date_is_confirmed_for_itself():
    milestone = MilestoneFactory()
    date_confirmations.confirm_date(milestone, confirmed_on=DAY, confirmed_by_es="Secretaría general")
    found = milestone.confirmations.get()
    assert (found.commitment, found.ends_on, found.due_on, found.date) == (None, None, *[milestone.due_on] * 2)
    with refused("due_date_confirmed_once"):
        date_confirmations.confirm_date(milestone, confirmed_on=DAY, confirmed_by_es="Secretaría general")


@pytest.mark.parametrize(("code", "values"), [("undated", {"due_on": None}), ("invented", {"is_demo": True})])
def test_no_date_and_an_invented_one_are_nobodys_to_confirm(code, values):
    with refused(code):
        date_confirmations.confirm_date(
            MilestoneFactory(**values), confirmed_on=DAY, confirmed_by_fr="Secrétariat général"
        )
    assert not DateConfirmation.objects.exists()


def test_what_was_confirmed_of_a_milestone_is_not_rewritten():
    row, other = DueDateConfirmationFactory(), MilestoneFactory()
    for change in ({"due_on": date(2020, 1, 1)}, {"milestone": other}):
        with pytest.raises(IntegrityError, match="is corrected"), transaction.atomic():
            DateConfirmation.objects.filter(pk=row.pk).update(**change)


@pytest.mark.parametrize("column", ["ends_on", "confirmed_on"])
def test_what_was_confirmed_is_not_rewritten_nor_deleted(column):
    row = DateConfirmationFactory()
    with pytest.raises(IntegrityError, match="is corrected"), transaction.atomic():
        DateConfirmation.objects.update(**{column: date(2020, 1, 1)})
    with pytest.raises(IntegrityError, match="is corrected"), transaction.atomic():
        row.delete()
