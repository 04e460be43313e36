from datetime import date

import pytest
from django.db import DatabaseError, transaction

from budget_docs import due_dates
from budget_docs.models import DueDateChange, PublicationDate
from tests.budget_docs import rows
from tests.refusals import refused

pytestmark = pytest.mark.django_db


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
        (date(2025, 12, 10), date(2026, 6, 15), ("published", 5)),
        (date(2025, 12, 1), date(2026, 6, 15), ("published", -4)),
        (None, date(2025, 12, 6), ("overdue", 1)),
        (None, date(2025, 12, 5), ("coming", 0)),
        (None, date(2025, 11, 5), ("coming", 30)),
    ],
)
def test_a_slot_stands_by_its_dates(published_on, on, expected):
    assert due_dates.standing(rows.slot(), published_on, on=on) == expected


def test_a_rule_that_nobody_confirmed_makes_nobody_late():
    slot = rows.slot()
    slot.type.is_confirmed = False
    assert due_dates.standing(slot, None, on=date(2026, 6, 15)) == ("unconfirmed", None)
    assert due_dates.standing(slot, date(2026, 1, 1), on=date(2026, 6, 15)) == ("published", None)


def test_a_document_that_is_not_expected_is_never_late():
    slot = rows.slot(is_expected=False, note_fr="Pas de modification cette année")
    assert due_dates.standing(slot, None, on=date(2026, 6, 15)) == ("not_expected", None)
