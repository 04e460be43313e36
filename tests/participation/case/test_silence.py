from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import transaction

from participation.case import author_acts, desk_acts
from participation.case.silence import AT_ONCE, lapse
from participation.models import Case, CaseEvent, CaseLetter
from participation.tasks import turn_the_clock
from tests.at_once import together
from tests.factories import participation as make
from tests.participation.clock_cases import many, open_request

pytestmark = pytest.mark.django_db
ON_THE_DAY = datetime(2026, 6, 29, 22, tzinfo=UTC)
NEXT_DAY = datetime(2026, 6, 30, 1, tzinfo=UTC)


def test_silence_is_recorded_on_the_day_after_and_for_a_request_it_is_a_refusal():
    case = open_request()
    assert lapse(now=ON_THE_DAY) == 0
    assert lapse(now=NEXT_DAY) == 1
    case.refresh_from_db()
    assert (case.lapsed_on, case.is_open) == (date(2026, 6, 30), True)
    event = case.events.get()
    assert (event.kind, event.by) == ("lapsed", "system")
    assert event.details == {
        "due": "2026-06-29",
        "refused_by_silence": True,
        "remedy": "head",
        "until": "2026-07-27",
        "is_confirmed": True,
        "not_entered": ["Islamic New Year"],
    }


def test_a_submission_lapses_without_being_refused():
    case = make.CaseFactory(due_on=date(2026, 6, 29))
    lapse(now=NEXT_DAY)
    assert case.events.get().details == {"due": "2026-06-29"}


def test_it_is_recorded_and_mailed_once_however_often_and_late_it_runs():
    case = open_request()
    make.ContactFactory(case=case)
    assert [lapse(now=datetime(2026, 9, 1, 9, tzinfo=UTC)) for _again in range(3)] == [1, 0, 0]
    assert lapse(now=datetime(2026, 9, 2, 9, tzinfo=UTC)) == 0
    assert CaseLetter.objects.get().event == case.events.get()


def test_a_remedy_whose_time_is_over_is_not_named():
    case = open_request()
    lapse(now=datetime(2026, 8, 1, 9, tzinfo=UTC))
    assert case.events.get().details["remedy"] == "cdai"
    late = open_request()
    lapse(now=datetime(2027, 8, 1, 9, tzinfo=UTC))
    assert "remedy" not in late.events.get().details


def test_closed_withdrawn_and_held_cases_do_not_lapse_until_they_are_released(officer):
    open_request(state="closed", outcome="provided", closed_at=NEXT_DAY)
    open_request(state="withdrawn", closed_at=NEXT_DAY)
    held = open_request(is_held=True)
    assert lapse(now=NEXT_DAY) == 0
    desk_acts.release(held, by=officer, now=NEXT_DAY)
    assert lapse(now=NEXT_DAY) == 1


def test_a_case_that_is_reopened_can_lapse_again(officer):
    case = open_request()
    lapse(now=NEXT_DAY)
    desk_acts.close(case, "provided", "Voici", by=officer, now=datetime(2026, 7, 2, 9, tzinfo=UTC))
    reopened = author_acts.not_solved(case, "Il manque une page", now=datetime(2026, 7, 3, 9, tzinfo=UTC))
    assert lapse(now=datetime(2026, 7, 4, 9, tzinfo=UTC)) == 0
    assert lapse(now=datetime(2026, 9, 4, 9, tzinfo=UTC)) == 1
    assert [event.details["due"] for event in case.events.filter(kind="lapsed")] == [
        "2026-06-29",
        reopened.due_on.isoformat(),
    ]


def test_every_batch_is_worked_off_in_the_same_few_queries(django_assert_num_queries):
    many(1)
    with django_assert_num_queries(14):
        assert lapse(now=NEXT_DAY) == 1
    many(AT_ONCE + 1)
    with django_assert_num_queries(14 + 7):
        assert lapse(now=NEXT_DAY) == AT_ONCE + 1
    assert CaseEvent.objects.count() == AT_ONCE + 2


@pytest.mark.django_db(transaction=True)
def test_of_several_workers_at_once_each_case_is_recorded_by_one():
    many(60)
    make.ContactFactory(case=Case.objects.first())
    assert sum(together(*[lambda: lapse(now=NEXT_DAY)] * 4)) == 60
    assert CaseEvent.objects.count() == 60
    assert CaseLetter.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_an_officer_holds_waits_for_the_next_run():
    held, other = open_request(), open_request()
    with transaction.atomic():
        Case.objects.select_for_update().get(pk=held.pk)
        assert together(lambda: lapse(now=NEXT_DAY)) == [1]
    assert list(CaseEvent.objects.values_list("case", flat=True)) == [other.pk]
    assert lapse(now=NEXT_DAY) == 1


@time_machine.travel(NEXT_DAY)
def test_the_hourly_task_fills_in_the_years_moves_dates_and_records_the_silence():
    case = open_request()
    assert turn_the_clock() == {"holidays": 33, "moved": 0, "lapsed": 1}
    assert turn_the_clock() == {"holidays": 0, "moved": 0, "lapsed": 0}
    case.refresh_from_db()
    assert case.lapsed_on == date(2026, 6, 30)
