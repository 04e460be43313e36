"""Time limits as records: what each says, where it is confirmed, and where it ends on a closed day."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from participation.case import desk_acts
from participation.case.moved_dates import Recomputed, recompute
from participation.law import due_dates
from participation.law.explanations import explain, sentence
from participation.law.remedies import remedies_of
from participation.law.time_limits import limit_on_file
from participation.models import Case, Holiday, Term, TermUse
from tests.factories import participation as make
from tests.participation.clock_cases import open_request, request_received

pytestmark = pytest.mark.django_db
SATURDAY_FEAST = date(2026, 10, 31)  # Unity Day
MONDAY = date(2026, 11, 2)


@pytest.fixture(autouse=True)
def _in_french():
    with translation.override("fr"):
        yield


def complaint(received=date(2026, 9, 1), **values):
    found = due_dates.first_due("complaint", received)
    at = datetime(received.year, received.month, received.day, 9, tzinfo=UTC)
    return make.CaseFactory(received_at=at, due_on=found.on, due_facts=found.facts, **values)


def rolling(rolls, use="submission", amount=60):
    return Term.objects.create(use=use, amount=amount, unit="days", rolls=rolls)


def test_what_official_pages_state_is_confirmed_and_nothing_else():
    confirmed = {str(use): limit_on_file(use).site for use in TermUse if limit_on_file(use).is_confirmed}
    assert confirmed == {
        "request": "cdai.ma",
        "extension": "cdai.ma",
        "urgent": "cdai.ma",
        "urgent_extension": "cdai.ma",
        "remedy_head": "mediateur.ma",
        "remedy_cdai": "mediateur.ma",
    }
    assert all(limit_on_file(use).rolls == "unknown" for use in TermUse)


@pytest.mark.parametrize(
    ("rolls", "on"),
    [
        ("unknown", SATURDAY_FEAST),
        ("stays", SATURDAY_FEAST),
        ("next", MONDAY),
        ("previous", date(2026, 10, 30)),
    ],
)
def test_sixty_days_that_end_on_a_saturday_holiday_go_where_the_record_says(rolls, on):
    rolling(rolls)
    due = due_dates.first_due("complaint", date(2026, 9, 1))
    assert (due.on, due_dates.date_of(due.facts)) == (on, on)
    assert due_dates.recompute_due(due.facts, due_dates.calendar()) == due


def test_an_end_before_several_closed_days_goes_over_all_of_them():
    rolling("next", amount=3)
    make.HolidayFactory(date=MONDAY, kind="exceptional")
    assert due_dates.first_due("complaint", date(2026, 10, 28)).on == date(2026, 11, 3)  # Sat, Sun, Mon are closed


def test_a_working_day_is_where_it_ends_whatever_the_record_says():
    rolling("next")
    due = due_dates.first_due("complaint", date(2026, 9, 2))
    assert (due.on, "rolled_to" in due.facts) == (date(2026, 11, 2), True)
    assert due_dates.first_due("complaint", date(2026, 9, 4)).on == date(2026, 11, 3)


def test_the_sentence_says_where_it_went_and_that_nobody_knows():
    told = sentence(due_dates.first_due("complaint", date(2026, 9, 1)).facts)
    assert told.endswith("reste à confirmer si le délai est alors reporté au jour ouvrable suivant.")
    limit = rolling("next")
    assert sentence(due_dates.first_due("complaint", date(2026, 9, 1)).facts) == (
        "60 jours après le 1er septembre 2026\u00a0: le 31 octobre 2026, jour de fermeture de l’administration"
        "\u202f; report au jour ouvrable suivant\u00a0: le 2 novembre 2026."
    )
    limit.rolls = "stays"
    limit.save()
    told = sentence(due_dates.first_due("complaint", date(2026, 9, 1)).facts)
    assert told.endswith("le délai se termine tout de même ce jour-là.")


def test_remedies_roll_too():
    rolling("next", use="remedy_court")
    by_hand = {"head": date(2026, 7, 27), "cdai": date(2026, 9, 10), "court": date(2026, 11, 9)}
    assert {one.step: one.until for one in remedies_of(open_request())} == by_hand
    rolling("next", use="remedy_cdai", amount=31)
    assert remedies_of(open_request())[1].until == date(2026, 9, 11)
    Term.objects.filter(use="remedy_cdai").update(amount=32)  # Saturday 12 September
    assert remedies_of(open_request())[1].until == date(2026, 9, 14)


def test_a_record_that_changes_moves_no_date_that_was_told(now):
    case = complaint()
    rolling("next")
    assert recompute(now=now) == Recomputed(0, 0)
    assert Case.objects.get(pk=case.pk).due_on == SATURDAY_FEAST
    assert complaint().due_on == MONDAY


def test_a_holiday_on_the_last_day_moves_a_date_that_rolls_and_says_why(now):
    rolling("next")
    case = complaint(date(2026, 9, 4))
    assert case.due_on == date(2026, 11, 3)
    make.HolidayFactory(date=date(2026, 11, 3), kind="exceptional")
    assert recompute(now=now) == Recomputed(1, 0)
    case.refresh_from_db()
    assert case.due_on == date(2026, 11, 4)
    assert case.events.get().details["entered"] == ["2026-11-03"]
    Holiday.objects.all().delete()
    recompute(now=now)
    assert Case.objects.get(pk=case.pk).due_on == date(2026, 11, 3)


def test_an_urgent_request_has_three_days_and_an_extension_of_its_own(officer):
    case = request_received(date(2026, 6, 1))
    monday = datetime(2026, 6, 1, 10, tzinfo=UTC)
    urgent = desk_acts.decide_urgency(case, is_urgent=True, by=officer, now=monday)
    assert urgent.due_on == date(2026, 6, 4)
    extended = desk_acts.extend(urgent, "Plan du réseau", by=officer, now=monday)
    assert extended.due_on == date(2026, 6, 7)  # a Sunday: days, and nobody knows whether they go on to Monday
    assert explain(extended).is_confirmed
    assert explain(extended).sentence.endswith("reporté au jour ouvrable suivant.")
    assert due_dates.recompute_due(extended.due_facts, due_dates.calendar()) == (extended.due_on, extended.due_facts)


def test_the_usual_extension_stays_as_long_as_it_was(officer, now):
    assert desk_acts.extend(open_request(), "Archives", by=officer, now=now).due_on == date(2026, 7, 27)


@pytest.mark.parametrize(
    ("language", "mark"),
    [("ar", "(الأجل في انتظار التأكيد)"), ("fr", "(délai à confirmer)"), ("es", "(plazo pendiente de confirmación)")],
)
def test_the_choice_page_marks_what_is_not_confirmed(client, language, mark):
    html = client.get(f"/{language}/participate/").content.decode()
    assert html.count(mark) == 4  # three kinds of submission, and the Commune's promise for a question
    read = {"confirmed_by": "Me Alaoui", "confirmed_on": date(2026, 5, 4)}
    Term.objects.create(use="submission", amount=60, unit="days", **read)
    assert client.get(f"/{language}/participate/").content.decode().count(mark) == 1
