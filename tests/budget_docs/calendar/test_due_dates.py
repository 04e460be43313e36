from datetime import date

import pytest
from django.db import DatabaseError, transaction

from budget_docs.calendar import due_dates
from budget_docs.models import DueDateChange, PublicationDate
from tests.budget_docs import rows
from tests.refusals import refused
from tetouan_portal.lib.absence import Absence, Kind

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 15)


def test_a_rule_dates_a_year_by_its_offset_and_knows_short_months():
    assert due_dates.rule_date(rows.kind("a", due_month=12, due_day=5, due_year_offset=-1), 2026) == date(2025, 12, 5)
    assert due_dates.rule_date(rows.kind("b", due_month=2, due_day=31, due_year_offset=1), 2027) == date(2028, 2, 29)
    assert due_dates.rule_date(rows.kind("c"), 2026) is None


def test_a_new_year_gets_a_slot_for_every_kind_once_and_standing_dates_are_left_alone():
    kind, year = rows.kind(due_month=12, due_day=5, due_year_offset=-1), rows.fiscal_year(2026)
    assert due_dates.lay_out(year) == 1
    kind.due_day = 20
    kind.save()
    rows.kind("citizen-budget")
    assert due_dates.lay_out(year) == 1
    assert PublicationDate.objects.get(type=kind).due_on == date(2025, 12, 5)
    assert due_dates.lay_out(year) == 0


def test_a_date_moves_with_its_reason_and_keeps_where_it_stood():
    slot = rows.slot(due_on=date(2025, 12, 5))
    due_dates.move(slot, date(2026, 1, 15), reason_fr="Seconde lecture")
    slot.refresh_from_db()
    change = slot.changes.get()
    assert slot.due_on == change.due_to == date(2026, 1, 15)
    assert (change.due_from, change.reason_fr) == (date(2025, 12, 5), "Seconde lecture")


@pytest.mark.parametrize(
    ("to", "reason", "codes"),
    [(date(2025, 12, 5), "x", ["unchanged"]), (date(2026, 1, 15), "", ["blank", "due_date_change_has_a_reason"])],
)
def test_a_date_does_not_move_to_itself_or_without_a_reason(to, reason, codes):
    slot = rows.slot(due_on=date(2025, 12, 5))
    with refused(*codes):
        due_dates.move(slot, to, reason_fr=reason)
    slot.refresh_from_db()
    assert slot.due_on == date(2025, 12, 5)
    assert not DueDateChange.objects.exists()


def test_the_history_of_a_date_is_not_rewritten():
    change = due_dates.move(rows.slot(), date(2026, 1, 15), reason_fr="Seconde lecture")
    for act in (lambda: DueDateChange.objects.update(reason_fr="autre"), change.delete):
        with pytest.raises(DatabaseError, match="history is not rewritten"), transaction.atomic():
            act()


@pytest.mark.parametrize(
    ("published_on", "on", "expected"),
    [
        (date(2025, 12, 10), date(2026, 6, 15), ("late", 5)),
        (date(2025, 12, 1), date(2026, 6, 15), ("in_time", -4)),
        (None, date(2025, 12, 6), ("overdue", 1)),
        (None, date(2025, 12, 5), ("coming", 0)),
        (None, date(2025, 11, 5), ("coming", 30)),
    ],
)
def test_a_slot_stands_by_its_dates(published_on, on, expected):
    assert due_dates.standing_of(rows.slot(), published_on, on=on) == expected


def standing(slot, on, published_on=None):
    return due_dates.standing_of(slot, published_on, on=on, look=due_dates.last_look(slot, on))


def absence(slot, on=TODAY):
    look = due_dates.last_look(slot, on)
    return due_dates.absence_of(slot, standing(slot, on), look)


def test_a_rule_that_nobody_confirmed_makes_nobody_late():
    rows.kind(is_confirmed=False)
    slot = rows.slot()
    assert standing(slot, TODAY) == ("unconfirmed", None)
    assert standing(slot, TODAY, date(2026, 1, 1)) == ("done", None)
    assert standing(slot, date(2025, 12, 1)) == ("coming", 4)
    assert absence(slot, date(2025, 12, 1)) == (Kind.NOT_DUE_YET, date(2025, 12, 5), "", "", False)
    assert absence(slot) == Absence(Kind.NOT_TAKEN_UP)


def test_a_rule_confirmed_today_makes_no_past_year_late():
    rows.kind(confirmed_on=TODAY)
    past, coming = rows.slot(), rows.slot(2027, due_on=date(2026, 12, 5))
    assert standing(past, TODAY) == ("unconfirmed", None)
    assert standing(past, TODAY, date(2026, 6, 1)) == ("done", None)
    assert absence(past) == Absence(Kind.NOT_TAKEN_UP)
    assert standing(coming, date(2026, 12, 6)) == ("overdue", 1)
    assert absence(coming, date(2026, 12, 6)) == Absence(Kind.EXPECTED_SINCE, date(2026, 12, 5))


def test_from_the_opening_of_the_portal_on_a_date_is_expected_though_its_rule_is_not_confirmed(settings):
    settings.PORTAL_OPENED_ON = date(2026, 1, 1)
    rows.kind(is_confirmed=False)
    before, after = rows.slot(), rows.slot(2025, due_on=date(2026, 2, 28))
    assert standing(before, TODAY).state == "unconfirmed"
    assert standing(after, TODAY) == ("overdue", 107)
    assert absence(after) == Absence(Kind.EXPECTED_SINCE, date(2026, 2, 28), is_confirmed=False)
    assert standing(after, date(2025, 12, 31)).state == "coming"


def test_what_somebody_saw_elsewhere_is_said_with_address_day_and_who():
    slot = rows.slot()
    rows.look(slot, looked_on=date(2026, 6, 1))
    assert standing(slot, TODAY) == ("elsewhere", None)
    assert absence(slot) == (Kind.ELSEWHERE, date(2026, 6, 1), "https://www.example.org/budget", "Service", True)
    assert standing(slot, date(2026, 5, 31)).state == "overdue"
    assert standing(slot, TODAY, date(2026, 1, 1)).is_done


def test_the_newest_look_counts_and_one_in_vain_is_said_where_nobody_is_late():
    rows.kind(confirmed_on=TODAY)
    slot = rows.slot()
    rows.look(slot, looked_on=date(2026, 5, 1))
    rows.look(slot, was_found=False, looked_on=date(2026, 6, 1))
    assert absence(slot).kind == Kind.NOT_FOUND
    late = rows.slot(2025, "another-kind")
    rows.look(late, was_found=False)
    assert absence(late).kind == Kind.EXPECTED_SINCE


def test_a_document_that_is_not_expected_is_never_late():
    slot = rows.slot(is_expected=False, note_fr="Pas de modification cette année")
    assert due_dates.standing_of(slot, None, on=date(2026, 6, 15)) == ("not_expected", None)
