"""A holiday that is entered after the day, and one that is expected: nobody is told a silence that there was not."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import translation
from django.utils.html import strip_tags

from participation.case import author_acts, desk_acts, filing
from participation.case.author_view import author_view
from participation.case.moved_dates import Recomputed, recompute
from participation.case.silence import lapse
from participation.law.event_sentences import sentences
from participation.law.holiday_calendar import calendar
from participation.law.remedies import remedies_of
from participation.letters.mail_texts import words_of
from participation.models import Case, CaseLetter, Contact, EventKind, Holiday
from tests.at_once import together
from tests.factories import participation as make
from tests.participation.clock_cases import open_request, request_received

pytestmark = pytest.mark.django_db
AT_NIGHT = datetime(2026, 6, 30, 1, tzinfo=UTC)  # after the last day of `open_request`
MOHARRAM = date(2026, 6, 16)  # as the library estimates it: expected from the 14th to the 18th


def at(day):
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def decree(day=date(2026, 6, 29), kind="exceptional"):
    return make.HolidayFactory(date=day, kind=kind, name_fr="Deuil national", name_ar="حداد وطني", name_es="Luto")


def kinds(case):
    return list(case.events.order_by("pk").values_list("kind", flat=True))


def due_on_moharram():
    """Received on 19 May: the twentieth working day, by hand, is Tuesday 16 June."""
    case = request_received(date(2026, 5, 19))
    assert case.due_on == MOHARRAM
    return case


# --- undone -----------------------------------------------------------------------------


def test_a_holiday_entered_after_the_silence_was_recorded_undoes_the_record():
    case = open_request()
    lapse(now=AT_NIGHT)
    decree()
    assert recompute(now=AT_NIGHT) == Recomputed(0, 0, 1)
    case.refresh_from_db()
    assert (case.lapsed_on, case.due_on) == (None, date(2026, 6, 30))
    assert kinds(case) == ["lapsed", "lapse_undone"]
    event = case.events.get(kind="lapse_undone")
    assert event.by == "system"
    assert event.details == {
        "before": "2026-06-29",
        "after": "2026-06-30",
        "entered": ["2026-06-29"],
        "removed": [],
        "lapsed": "2026-06-30",
    }


def test_undoing_is_safe_to_run_twice_and_the_silence_is_recorded_anew_when_it_comes():
    case = open_request()
    lapse(now=AT_NIGHT)
    decree()
    assert [recompute(now=AT_NIGHT).undone for _again in range(3)] == [1, 0, 0]
    assert lapse(now=AT_NIGHT) == 0
    assert lapse(now=AT_NIGHT + timedelta(days=1)) == 1
    case.refresh_from_db()
    assert (case.lapsed_on, kinds(case)) == (date(2026, 7, 1), ["lapsed", "lapse_undone", "lapsed"])
    assert remedies_of(case)[0].begins_on == date(2026, 7, 1)


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_its_author_reads_it_on_the_tracking_page_and_in_a_letter_of_correction(client, language):
    case = Case(kind="request", language=language, subject="Marchés", text="La liste ?", is_formal=True)
    found = filing.file_case(case, contact={"email": "a@example.org"}, now=at(date(2026, 6, 1)))
    Contact.objects.update(confirmed_at=at(date(2026, 6, 1)))
    lapse(now=AT_NIGHT)
    decree()
    recompute(now=AT_NIGHT)
    page = strip_tags(client.post(f"/{language}/track/", {"code": found.code}, follow=True).text)
    event = found.case.events.get(kind="lapse_undone")
    with translation.override(language):
        said = sentences(event)
        mail = words_of(event, found.case).before
    assert len(said) == 4
    assert mail == said
    assert all(" ".join(sentence.split()) in " ".join(page.split()) for sentence in said)
    assert CaseLetter.objects.filter(event__kind__in=["lapsed", "lapse_undone"]).count() == 2


def test_a_case_that_was_closed_meanwhile_is_no_longer_counted_as_late(officer):
    case = open_request()
    lapse(now=AT_NIGHT)
    desk_acts.close(case, "provided", "Voici", by=officer, now=AT_NIGHT)
    decree()
    assert recompute(now=AT_NIGHT).undone == 1
    case.refresh_from_db()
    assert (case.lapsed_on, case.due_on, case.state) == (None, date(2026, 6, 30), "closed")


def test_a_silence_that_lasted_beyond_the_new_date_stays_and_its_date_moves():
    case = open_request()
    lapse(now=AT_NIGHT + timedelta(days=5))  # the worker was away
    decree()
    assert recompute(now=AT_NIGHT + timedelta(days=6)) == Recomputed(1, 0, 0)
    case.refresh_from_db()
    assert (case.lapsed_on, case.due_on) == (date(2026, 7, 5), date(2026, 6, 30))
    assert kinds(case) == ["lapsed", "recomputed"]


def test_a_holiday_after_the_date_or_one_that_goes_undoes_nothing():
    gone = decree(date(2026, 6, 17))
    case = open_request()
    lapse(now=AT_NIGHT + timedelta(days=1))
    assert case.events.count() == 1
    decree(date(2026, 7, 1))
    gone.delete()
    assert recompute(now=AT_NIGHT + timedelta(days=1)) == Recomputed(0, 0, 0)
    case.refresh_from_db()
    assert (case.lapsed_on, kinds(case)) == (date(2026, 7, 1), ["lapsed"])


def test_a_lapse_of_the_first_time_stays_when_the_reopened_case_is_recomputed(officer):
    case = open_request()
    lapse(now=AT_NIGHT)
    desk_acts.close(case, "provided", "Voici", by=officer, now=at(date(2026, 7, 2)))
    author_acts.not_solved(case, "Il manque une page", now=at(date(2026, 7, 3)))
    decree(date(2026, 7, 20))
    assert recompute(now=at(date(2026, 7, 6))) == Recomputed(1, 0, 0)
    case.refresh_from_db()
    assert case.lapsed_on == date(2026, 6, 30)


@pytest.mark.django_db(transaction=True)
def test_the_clock_and_a_holiday_at_one_moment_never_leave_a_false_silence():
    for _each in range(6):
        Holiday.objects.all().delete()
        cases = [open_request() for _one in range(5)]

        def enter():
            with transaction.atomic():
                decree()
                return recompute(now=AT_NIGHT)

        together(lambda: lapse(now=AT_NIGHT), enter, lambda: lapse(now=AT_NIGHT))
        for case in cases:
            case.refresh_from_db()
            assert (case.lapsed_on, case.due_on) == (None, date(2026, 6, 30))
            assert kinds(case) in (["recomputed"], ["lapsed", "lapse_undone"])


# --- awaited ----------------------------------------------------------------------------


def test_while_a_religious_holiday_is_expected_no_silence_is_recorded_for_five_working_days_at_most():
    case = due_on_moharram()
    for day in (17, 18, 19, 25):  # the fifth working day after the 18th is Thursday the 25th
        assert lapse(now=at(date(2026, 6, day))) == 0
    assert lapse(now=at(date(2026, 6, 26))) == 1
    event = case.events.get()
    assert event.details["not_entered"] == ["Eid al-Adha", "Islamic New Year"]
    with translation.override("fr"):
        assert "1er Moharram" in sentences(event)[-1]
        assert "selon le calendrier tel qu’il était" in sentences(event)[-1]


def test_once_its_day_is_entered_the_date_moves_and_silence_waits_no_longer():
    case = due_on_moharram()
    make.HolidayFactory(date=MOHARRAM, kind="religious")
    assert recompute(now=at(date(2026, 6, 18))) == Recomputed(1, 0, 0)
    assert lapse(now=at(date(2026, 6, 17))) == 0
    assert lapse(now=at(date(2026, 6, 18))) == 1
    event = case.events.get(kind=EventKind.LAPSED)
    assert (event.details["due"], event.details["not_entered"]) == ("2026-06-17", ["Eid al-Adha"])


def test_a_date_before_the_window_or_that_no_holiday_moves_passes_as_ever():
    request_received(date(2026, 5, 15))  # due on 12 June
    complaint = make.CaseFactory(due_on=MOHARRAM, due_facts={"use": "submission", "amount": 60, "unit": "days"})
    make.CaseFactory(due_on=MOHARRAM)  # of which nobody kept the computation
    assert lapse(now=at(date(2026, 6, 17))) == 3
    assert "not_entered" not in complaint.events.get().details


def test_a_request_received_after_the_window_does_not_wait():
    make.CaseFactory(
        request=True,
        received_at=at(date(2026, 6, 19)),
        due_on=date(2026, 6, 22),
        due_facts={"use": "request", "amount": 1, "unit": "working_days", "from": "2026-06-19", "holidays": []},
    )
    assert lapse(now=at(date(2026, 6, 23))) == 1


def test_author_and_desk_are_told_for_what_and_until_when_it_waits(client):
    case = due_on_moharram()
    with translation.override("fr"):
        text = author_view(case, now=at(date(2026, 6, 17)))["awaiting"]
        assert "1er Moharram" in text
        assert "25 juin 2026" in text
        assert "Adha" not in text
        assert author_view(case, now=at(date(2026, 6, 26)))["awaiting"] == ""
        assert author_view(open_request(), now=at(date(2026, 6, 17)))["awaiting"] == ""


def test_the_waiting_costs_no_query_for_each_case(django_assert_max_num_queries):
    for _each in range(8):
        due_on_moharram()
    with django_assert_max_num_queries(8):
        assert lapse(now=at(date(2026, 6, 17))) == 0
    assert MOHARRAM not in calendar()
