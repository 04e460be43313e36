"""The technical team records that the Commune stands by a published end date."""

from datetime import date

import pytest

from commitments.models import DateConfirmation
from tests.commitments.admin.pages import address
from tests.factories.commitments import (
    CommitmentFactory,
    DateConfirmationFactory,
    DueDateConfirmationFactory,
    MilestoneFactory,
)

pytestmark = pytest.mark.django_db
TYPED = {"dates": ["end"], "confirmed_on": "04/05/2024", "confirmed_by_fr": "Secrétariat général"}


def test_a_date_is_confirmed_on_a_page_of_its_own_and_the_public_reads_by_whom(staff, client):
    commitment = CommitmentFactory(late=True, slug="budget")
    url = address("commitment", "confirm", commitment.pk)
    assert "../confirm/" in staff.get(address("commitment", "change", commitment.pk)).text
    assert staff.get(url).status_code == 200
    assert staff.post(url, TYPED).status_code == 302
    found = commitment.confirmations.get()
    assert (found.ends_on, found.confirmed_on) == (commitment.ends_on, date(2024, 5, 4))
    assert "Secrétariat général" in client.get("/fr/commitments/budget/").text


@pytest.mark.parametrize("wrong", [{"confirmed_by_fr": ""}, {"confirmed_on": "01/01/2999"}, {"dates": []}])
def test_what_cannot_be_confirmed_comes_back_as_it_was_typed(staff, wrong):
    commitment = CommitmentFactory(late=True)
    typed = TYPED | wrong
    answer = staff.post(address("commitment", "confirm", commitment.pk), typed)
    assert answer.status_code == 400
    assert {name: answer.context["form"][name].value() for name in typed} == typed
    assert not DateConfirmation.objects.exists()


def test_who_may_only_look_confirms_nothing(signed_in):
    commitment = CommitmentFactory(late=True)
    client = signed_in("view_commitment", "view_dashboard")
    url = address("commitment", "confirm", commitment.pk)
    assert client.get(url).status_code == client.post(url, TYPED).status_code == 403
    assert not DateConfirmation.objects.exists()


def test_nobody_confirms_a_date_without_signing_in(client):
    commitment = CommitmentFactory(late=True)
    assert client.post(address("commitment", "confirm", commitment.pk), TYPED).status_code == 302
    assert not DateConfirmation.objects.exists()


def test_a_commitment_with_a_confirmation_is_not_deleted(staff):
    commitment = DateConfirmationFactory(commitment__draft=True).commitment
    url = address("commitment", "delete", commitment.pk)
    assert staff.get(url).context["protected"]
    staff.post(url, {"post": "yes"})
    commitment.refresh_from_db()


def test_the_due_dates_of_its_milestones_are_confirmed_on_the_same_page_each_for_itself(staff):
    commitment = CommitmentFactory(late=True)
    first, second = (MilestoneFactory(commitment=commitment, number=number) for number in (1, 2))
    url = address("commitment", "confirm", commitment.pk)
    assert f"{url}?milestone={second.pk}" in staff.get(address("milestone", "change", second.pk)).text
    shown = staff.get(f"{url}?milestone={second.pk}").context["form"]["dates"]
    assert (shown.value(), [value for value, _label in shown.field.choices]) == (
        [str(second.pk)],
        ["end", str(first.pk), str(second.pk)],
    )
    assert staff.post(url, TYPED | {"dates": [str(first.pk), str(second.pk)]}).status_code == 302
    found = DateConfirmation.objects.order_by("milestone").values_list("commitment", "milestone", "due_on")
    assert list(found) == [(None, first.pk, first.due_on), (None, second.pk, second.due_on)]
    assert "Secrétariat général" in staff.get(address("milestone", "change", second.pk)).text


def test_only_what_nobody_confirmed_and_nobody_invented_is_offered(staff):
    commitment = CommitmentFactory(late=True)
    DateConfirmationFactory(commitment=commitment)
    for number, values in enumerate([{"due_on": None}, {"is_demo": True}, {}], start=1):
        MilestoneFactory(commitment=commitment, number=number, **values)
    url = address("commitment", "confirm", commitment.pk)
    last = commitment.milestones.last()
    assert [value for value, _label in staff.get(url).context["form"]["dates"].field.choices] == [str(last.pk)]
    DueDateConfirmationFactory(milestone=last)
    assert staff.get(url).context["form"]["dates"].field.choices == []


def test_of_several_dates_all_are_confirmed_or_none(staff):
    commitment = CommitmentFactory(late=True)
    milestone = MilestoneFactory(commitment=commitment)
    typed = TYPED | {"dates": ["end", str(milestone.pk)], "confirmed_by_fr": ""}
    assert staff.post(address("commitment", "confirm", commitment.pk), typed).status_code == 400
    assert not DateConfirmation.objects.exists()
