"""What can hardly be meant is asked back once, and taken when it is sent again as it stands."""

import pytest
import time_machine

from commitments.models import Statement
from tests.commitments.staff.progress_page import address, filled
from tests.factories.commitments import IndicatorFactory, MilestoneFactory, ReadingFactory

pytestmark = pytest.mark.django_db


def send(client, subject, shown=None, **changes):
    url = address(subject)
    return client.post(url, filled(shown or client.get(url), **changes))


def asked_about(answer):
    assert answer.status_code == 400
    assert not Statement.objects.exists()
    return set(answer.context["form"].errors)


@pytest.fixture
def indicator(commitment):
    """From 0 to 12, and 5 once."""
    indicator = IndicatorFactory(commitment=commitment, baseline=0, target=12)
    ReadingFactory(indicator=indicator, value=5)
    return indicator


@pytest.mark.parametrize("verb", ["submit", "draft"])
def test_a_day_before_the_plan_began_is_asked_back_once(focal, commitment, service, verb):
    milestone = MilestoneFactory(commitment=commitment, institution=service)
    days = {"dated_on": "2006-11-29", "done_on": "2006-11-20"}
    answer = send(focal, milestone, **days, **{verb: ""})
    assert asked_about(answer) == {"dated_on", "done_on"}
    again = send(focal, milestone, answer, **{verb: ""})
    assert again.status_code == 302
    assert str(Statement.objects.get().done_on) == "2006-11-20"


def test_another_day_that_can_hardly_be_meant_is_asked_about_anew(focal, commitment):
    answer = send(focal, commitment, submit="", dated_on="2006-11-29")
    assert asked_about(send(focal, commitment, answer, submit="", dated_on="2007-11-29")) == {"dated_on"}


def test_a_day_long_after_the_plan_ended_is_asked_back(focal, commitment):
    plan = commitment.plan
    plan.ends_on, plan.reporting_ends_on = plan.ends_on.replace(year=2024), None
    plan.save()
    with time_machine.travel("2026-06-15T09:00Z", tick=False):
        assert asked_about(send(focal, commitment, submit="", dated_on="2026-06-14")) == {"dated_on"}


@pytest.mark.parametrize(
    ("value", "is_asked"), [("-3", True), ("121", True), ("120", False), ("0", False), ("7", False)]
)
def test_a_value_of_the_wrong_sign_or_far_from_its_series_is_asked_back_once(
    focal, commitment, indicator, value, is_asked
):
    answer = send(focal, commitment, submit="", **{f"value_{indicator.pk}": value})
    if not is_asked:
        assert answer.status_code == 302
        return
    assert asked_about(answer) == {f"value_{indicator.pk}"}
    assert send(focal, commitment, answer, submit="").status_code == 302


def test_a_series_that_goes_below_zero_may_go_below_zero(focal, commitment):
    indicator = IndicatorFactory(commitment=commitment, baseline=-2, target=12)
    assert send(focal, commitment, submit="", **{f"value_{indicator.pk}": "-3"}).status_code == 302
