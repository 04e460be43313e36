from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from participation.case import desk_acts
from participation.case.moved_dates import Recomputed, recompute
from participation.law import due_dates
from participation.law.holiday_calendar import calendar, ensure_fixed_holidays
from participation.models import Case, CaseEvent, CaseLetter, Holiday, Term
from tests.at_once import together
from tests.factories import participation as make
from tests.factories.people import clerk
from tests.participation.clock_cases import many, open_request, request_received

pytestmark = pytest.mark.django_db
AID = date(2026, 6, 16)


def announce(day=AID, **values):
    return make.HolidayFactory(date=day, kind="religious", **values)


def events(case):
    return list(case.events.values_list("kind", "details"))


def test_a_holiday_that_is_announced_moves_the_date_and_the_history_says_why(now):
    case = open_request()
    announce()
    assert recompute(now=now) == Recomputed(1, 0)
    case.refresh_from_db()
    assert case.due_on == date(2026, 6, 30)
    assert case.due_facts["holidays"] == ["2026-06-16"]
    why = {"before": "2026-06-29", "after": "2026-06-30", "entered": ["2026-06-16"], "removed": []}
    assert events(case) == [("recomputed", why)]
    assert case.events.get().by == "system"


def test_the_author_is_told_once(now):
    case = open_request()
    make.ContactFactory(case=case)
    make.ContactFactory(case=open_request(is_held=True))
    announce()
    for _twice in range(2):
        recompute(now=now)
    assert CaseLetter.objects.get().event == case.events.get()


def test_a_holiday_that_is_taken_out_moves_the_date_back(now):
    announced = announce()
    case = open_request()
    announced.delete()
    assert recompute(now=now).moved == 1
    case.refresh_from_db()
    assert case.due_on == date(2026, 6, 29)
    assert case.events.get().details["removed"] == ["2026-06-16"]


def test_a_holiday_that_moves_within_the_time_moves_no_date_but_is_told_in_the_computation(now):
    announced = announce()
    case = open_request()
    announced.date = date(2026, 6, 17)
    announced.save()
    assert recompute(now=now) == Recomputed(0, 0)
    case.refresh_from_db()
    assert (case.due_on, case.due_facts["holidays"]) == (date(2026, 6, 30), ["2026-06-17"])
    assert events(case) == []


def test_a_holiday_that_pushes_the_date_over_a_known_one_names_the_new_one_alone(now):
    case = request_received(date(2026, 7, 1))  # due on 29 July; the next day is the Throne's
    assert case.due_on == date(2026, 7, 29)
    announce(date(2026, 7, 10))
    recompute(now=now)
    case.refresh_from_db()
    assert case.due_on == date(2026, 7, 31)
    assert case.events.get().details["entered"] == ["2026-07-10"]


@pytest.mark.parametrize("day", [date(2026, 6, 20), date(2026, 6, 1), date(2026, 6, 30)])
def test_a_holiday_on_a_weekend_or_outside_the_time_changes_nothing(now, day):
    case = open_request()
    announce(day)
    recompute(now=now)
    case.refresh_from_db()
    assert (case.due_on, events(case)) == (date(2026, 6, 29), [])


def test_an_extended_request_moves_with_the_date_from_which_it_counts(now, officer):
    case = desk_acts.extend(open_request(), "Archives", by=officer, now=now)
    announce()
    recompute(now=now)
    case.refresh_from_db()
    assert case.due_on == date(2026, 7, 28)
    assert case.events.get(kind="recomputed").details["entered"] == ["2026-06-16"]


def test_filling_in_a_year_moves_nothing(now):
    case = request_received(date(2026, 7, 20))
    ensure_fixed_holidays([2026, 2027])
    assert recompute(now=now) == Recomputed(0, 0)
    assert events(case) == []


def test_closed_cases_submissions_and_new_time_limits_are_left_alone(now):
    closed = open_request(state="closed", outcome="provided", closed_at=now)
    complaint = make.CaseFactory()
    case = open_request()
    Term.objects.create(use="request", amount=5, unit="working_days")
    assert recompute(now=now) == Recomputed(0, 0)
    announce()
    assert recompute(now=now) == Recomputed(1, 0)
    assert not CaseEvent.objects.filter(case__in=[closed, complaint]).exists()
    case.refresh_from_db()
    assert case.due_facts["amount"] == 20


def test_no_date_is_moved_into_the_past():
    announced = announce()
    case = open_request()
    assert case.due_on == date(2026, 6, 30)
    announced.delete()
    assert recompute(now=datetime(2026, 6, 30, 9, tzinfo=UTC)) == Recomputed(0, 1)
    case.refresh_from_db()
    assert (case.due_on, events(case)) == (date(2026, 6, 30), [])


def test_a_case_whose_computation_is_not_known_keeps_its_date(now):
    case = make.CaseFactory(request=True)
    announce()
    assert recompute(now=now) == Recomputed(0, 0)
    case.refresh_from_db()
    assert case.due_on == date(2026, 6, 29)


def test_a_batch_costs_the_same_few_queries_however_many_cases_it_has(now, django_assert_num_queries):
    many(1)
    announce()
    with django_assert_num_queries(10):
        assert recompute(now=now).moved == 1
    many(40)
    Holiday.objects.all().delete()
    with django_assert_num_queries(10):
        assert recompute(now=now).moved == 41


def test_a_thousand_and_one_cases_are_all_recomputed(now):
    many(1001)
    announce()
    assert recompute(now=now).moved == 1001
    assert Case.objects.filter(due_on=date(2026, 6, 30)).count() == CaseEvent.objects.count() == 1001


@pytest.mark.django_db(transaction=True)
def test_of_two_holidays_entered_at_once_none_is_forgotten(now):
    case = open_request()

    def enter(day):
        with transaction.atomic():
            announce(day)
            return recompute(now=now).moved

    outcomes = together(lambda: enter(AID), lambda: enter(date(2026, 6, 17)))
    case.refresh_from_db()
    assert case.due_on == date(2026, 7, 1)
    assert outcomes == [1, 1]
    assert [one["after"] for _kind, one in events(case)] == ["2026-06-30", "2026-07-01"]


@pytest.mark.django_db(transaction=True)
def test_an_extension_at_the_same_moment_loses_neither(now):
    officer = clerk()
    for _each in range(5):
        Holiday.objects.all().delete()
        case = open_request(is_demo=True)

        def enter():
            with transaction.atomic():
                announce()
                return recompute(now=now).moved

        together(enter, lambda case=case: desk_acts.extend(case, "Archives", by=officer, now=now).pk)
        recompute(now=now)
        case.refresh_from_db()
        assert case.due_on == date(2026, 7, 28)
        assert due_dates.recompute_due(case.due_facts, calendar()) == (case.due_on, case.due_facts)
