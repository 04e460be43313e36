from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from participation.case import desk_acts
from participation.law import due_dates
from participation.law.holiday_calendar import Calendar, calendar, ensure_fixed_holidays
from participation.models import Holiday, Term, TermUse
from tests.factories import participation as make

pytestmark = pytest.mark.django_db

DAYS = st.dates(date(2024, 1, 1), date(2060, 12, 31))


def test_a_request_is_due_after_twenty_working_days_and_a_submission_after_sixty_days():
    assert due_dates.first_due("request", date(2026, 6, 1)).on == date(2026, 6, 29)
    assert due_dates.first_due("complaint", date(2026, 6, 1)).on == date(2026, 7, 31)


def test_fixed_holidays_count_on_an_empty_database():
    due = due_dates.due(TermUse.REQUEST, date(2026, 7, 28))
    assert due.on == date(2026, 8, 31)
    assert due.facts["holidays"] == ["2026-07-30", "2026-08-14", "2026-08-20", "2026-08-21"]


def test_a_religious_holiday_counts_from_the_day_it_is_entered():
    make.HolidayFactory(date=date(2026, 6, 16), kind="religious")
    assert due_dates.first_due("request", date(2026, 6, 1)).on == date(2026, 6, 30)


def test_a_time_limit_of_many_years_skips_the_holidays_of_all_of_them():
    Term.objects.create(use="request", amount=2500, unit="working_days")
    due = due_dates.due(TermUse.REQUEST, date(2026, 1, 1))
    assert len({day[:4] for day in due.facts["holidays"]}) >= 10
    assert due_dates.date_of(due.facts) == due.on


def test_an_extension_counts_from_the_first_due_date_and_can_be_told_from_its_facts(officer, now):
    case = make.CaseFactory(request=True)
    case.due_on, case.due_facts = due_dates.first_due("request", date(2026, 6, 1))
    case.save()
    extended = desk_acts.extend(case, "Recherche en archives", by=officer, now=now)
    assert extended.due_on == date(2026, 7, 27)
    assert due_dates.recompute_due(extended.due_facts, calendar()) == (extended.due_on, extended.due_facts)


def test_a_holiday_in_the_first_time_moves_the_end_of_the_extension():
    first = due_dates.due(TermUse.REQUEST, date(2026, 6, 1))
    later = due_dates.extend_due(*first)
    make.HolidayFactory(date=date(2026, 6, 16), kind="religious")
    moved = due_dates.recompute_due(later.facts, calendar())
    assert (later.on, moved.on) == (date(2026, 7, 27), date(2026, 7, 28))
    assert moved.facts["from"] == "2026-06-30"


def test_urgency_counts_from_the_reception(officer):
    case = make.CaseFactory(request=True)
    friday = datetime(2026, 6, 5, 9, tzinfo=UTC)
    assert desk_acts.decide_urgency(case, is_urgent=True, by=officer, now=friday).due_on == date(2026, 6, 4)


def test_a_time_limit_that_staff_change_is_for_new_cases():
    before = due_dates.due(TermUse.REQUEST, date(2026, 6, 1))
    Term.objects.create(use="request", amount=5, unit="days")
    assert due_dates.due(TermUse.REQUEST, date(2026, 6, 1)).on == date(2026, 6, 6)
    assert due_dates.recompute_due(before.facts, calendar()) == before


def test_days_are_counted_without_asking_for_the_calendar(django_assert_num_queries):
    with django_assert_num_queries(1):
        due_dates.due(TermUse.SUBMISSION, date(2026, 6, 1))
    with django_assert_num_queries(3):
        due_dates.due(TermUse.REQUEST, date(2026, 6, 1))


def test_rules_read_once_give_the_dates_that_are_found_one_by_one():
    make.HolidayFactory()
    Term.objects.create(use="urgent", amount=2, unit="days")
    rules = due_dates.rules()
    for use in TermUse:
        assert rules.due(use, date(2026, 7, 1)) == due_dates.due(use, date(2026, 7, 1))


@given(start=DAYS, amount=st.integers(1, 400), unit=st.sampled_from(["days", "working_days"]), closed=st.sets(DAYS))
def test_facts_alone_give_the_date_and_so_does_the_calendar(start, amount, unit, closed):
    days = Calendar({day: {"fr": "Fête"} for day in closed}, range(2024, 2040))
    due = due_dates.compute_due(Term(use="request", amount=amount, unit=unit), start, days)
    assert due_dates.date_of(due.facts) == due.on == due_dates.recompute_due(due.facts, days).on


@given(start=DAYS, days=st.sets(st.integers(1, 90), max_size=20), one_more=st.integers(1, 90))
def test_one_more_holiday_makes_no_date_sooner_extended_or_not(start, days, one_more):
    def on(numbers):
        entered = {start + timedelta(days=number): {"fr": "Fête"} for number in numbers}
        first = due_dates.compute_due(due_dates.limit_on_file(TermUse.REQUEST), start, Calendar(entered, ()))
        later = due_dates.compute_due(due_dates.limit_on_file(TermUse.EXTENSION), first.on, Calendar(entered, ()))
        return first.on, later.on

    (first, later), (first_moved, later_moved) = on(days), on(days | {one_more})
    assert first_moved >= first
    assert later_moved >= later > first


def test_the_source_is_named_in_the_readers_language():
    with translation.override("ar"):
        assert due_dates.term(TermUse.REQUEST).source == "القانون رقم\u00a031.13"


def test_a_holiday_deleted_from_a_filled_year_is_a_working_day_again():
    ensure_fixed_holidays([2026])
    Holiday.objects.filter(date=date(2026, 7, 30)).delete()
    assert "2026-07-30" not in due_dates.due(TermUse.REQUEST, date(2026, 7, 20)).facts["holidays"]
