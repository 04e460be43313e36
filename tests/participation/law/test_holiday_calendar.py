from datetime import date, timedelta
from itertools import pairwise

import pytest
from holidays import Morocco

from participation.law.holiday_calendar import calendar, coming_years, ensure_fixed_holidays, not_yet_announced
from participation.law.moroccan_holidays import FIXED, RELIGIOUS, fixed_in, religious_in
from participation.models import FilledYear, Holiday
from tests.at_once import together
from tests.factories import participation as make

THRONE = date(2026, 7, 30)


@pytest.mark.parametrize("year", range(2020, 2050))
def test_every_day_that_the_library_knows_is_a_fixed_one_or_a_religious_one(year):
    known = Morocco(years=year, language="en_US", islamic_show_estimated=False)
    assert {name for day in known for name in known.get_list(day)} <= {*FIXED, *RELIGIOUS}


@pytest.mark.parametrize("year", range(2026, 2050))
def test_fixed_days_come_back_on_the_same_day_each_year(year):
    assert {(day.month, day.day) for day in fixed_in(year)} == {
        *((1, 1), (1, 11), (1, 14), (5, 1), (7, 30), (8, 14), (8, 20), (8, 21), (10, 31), (11, 6), (11, 18))
    }


def test_every_holiday_has_a_name_in_three_languages():
    for names in (*FIXED.values(), *RELIGIOUS.values()):
        assert {code for code, text in names.items() if text} == {"ar", "fr", "es"}


def test_a_religious_holiday_of_several_days_is_one_occasion_and_may_come_twice_a_year():
    assert [one.names["fr"] for one in religious_in(2026)] == [
        *("Aïd al-Fitr", "Aïd al-Adha", "1er Moharram", "Aïd al-Mawlid")
    ]
    assert sorted(one.names["fr"] for one in religious_in(2033)).count("Aïd al-Fitr") == 2
    assert all(later.around > sooner.around for sooner, later in pairwise(religious_in(2033)))


@pytest.mark.django_db
def test_this_year_and_the_next_two_are_filled_in_once():
    years = coming_years(date(2026, 11, 23))
    assert list(years) == [2026, 2027, 2028]
    assert ensure_fixed_holidays(years) == 33
    assert ensure_fixed_holidays(years) == 0
    assert set(Holiday.objects.values_list("date", flat=True)) == {day for year in years for day in fixed_in(year)}


@pytest.mark.django_db
def test_the_names_come_in_every_language_and_no_religious_day_comes_at_all():
    ensure_fixed_holidays([2026])
    throne = Holiday.objects.get(date=THRONE)
    assert (throne.name_ar, throne.name_fr, throne.name_es) == ("عيد العرش", "Fête du Trône", "Fiesta del Trono")
    assert set(Holiday.objects.values_list("kind", flat=True)) == {"fixed"}


@pytest.mark.django_db
def test_what_staff_deleted_moved_or_named_is_left_as_they_left_it():
    make.HolidayFactory(name_fr="Notre fête")
    ensure_fixed_holidays([2026])
    Holiday.objects.get(date=date(2026, 8, 14)).delete()
    Holiday.objects.filter(date=date(2026, 8, 20)).update(date=date(2026, 8, 19))
    ensure_fixed_holidays([2026])
    assert Holiday.objects.get(date=THRONE).name_fr == "Notre fête"
    assert not Holiday.objects.filter(date__in=[date(2026, 8, 14), date(2026, 8, 20)]).exists()
    assert date(2026, 8, 14) not in calendar()
    assert date(2026, 8, 19) in calendar()


@pytest.mark.django_db
def test_the_calendar_is_right_before_anything_was_entered_and_far_ahead():
    assert THRONE in calendar()
    assert date(2041, 11, 18) in calendar()
    assert date(2026, 6, 1) not in calendar()


@pytest.mark.django_db
def test_a_day_entered_in_a_year_that_waits_to_be_filled_hides_none_of_its_fixed_ones():
    make.HolidayFactory(date=date(2031, 3, 4), kind="exceptional")
    assert {date(2031, 3, 4), date(2031, 7, 30)} <= set(calendar().skipped(date(2030, 12, 31), date(2031, 12, 31)))


@pytest.mark.django_db
def test_only_days_that_would_have_been_worked_are_skipped():
    saturday = date(2026, 8, 1)
    make.HolidayFactory(date=saturday)
    assert saturday in calendar()
    assert calendar().skipped(THRONE - timedelta(days=1), saturday) == [THRONE]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_fill_a_year_at_once_one_does():
    entered = together(*[lambda: ensure_fixed_holidays([2026, 2027])] * 4)
    assert sorted(entered) == [0, 0, 0, 22]
    assert (Holiday.objects.count(), FilledYear.objects.count()) == (22, 2)


@pytest.mark.django_db
def test_a_religious_holiday_waits_to_be_announced_until_one_of_its_days_is_entered():
    assert len(not_yet_announced(2027)) == 4
    make.HolidayFactory(date=religious_in(2027)[0].around + timedelta(days=1), kind="religious")
    assert [one.names["fr"] for one in not_yet_announced(2027)] == ["Aïd al-Adha", "1er Moharram", "Aïd al-Mawlid"]


@pytest.mark.django_db
def test_a_fixed_holiday_near_its_date_announces_no_religious_one():
    make.HolidayFactory(date=religious_in(2027)[0].around, kind="fixed")
    assert len(not_yet_announced(2027)) == 4
