"""The budget officer's first page: what is late, what comes, what is empty, what waits."""

from datetime import UTC, date, datetime

import pytest

from budget_docs.calendar import work_waiting
from budget_docs.models import TextState
from tests.budget_docs import rows
from tests.factories import people
from tetouan_portal.lib.virus_scan import Scan

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 15, 9, tzinfo=UTC)


def groups(now=NOW):
    return {name: [one.slot.type.slug for one in slots] for name, slots, _count in work_waiting.calendar(now)}


def test_each_slot_stands_once_in_the_group_that_presses_most():
    rows.slot(type_slug="late", due_on=date(2026, 6, 14))
    rows.slot(type_slug="today", due_on=date(2026, 6, 15))
    rows.slot(type_slug="soon", due_on=date(2026, 7, 30))
    rows.slot(type_slug="later", due_on=date(2026, 7, 31))
    rows.slot(type_slug="undated", due_on=None)
    rows.kind("doubtful", is_confirmed=False)
    rows.slot(type_slug="doubtful", due_on=date(2026, 1, 1))
    rows.slot(type_slug="not-expected", due_on=date(2026, 1, 1), is_expected=False, note_fr="Rien")
    rows.slot(2025, "last-year", due_on=None)
    rows.document(slot=rows.slot(type_slug="published", due_on=date(2026, 1, 1)))
    rows.document("draft", None, slot=rows.slot(type_slug="begun", due_on=None))
    assert groups() == {
        "late": ["late"],
        "soon": ["today", "soon"],
        "empty": ["later", "undated"],
        "unconfirmed": ["doubtful"],
    }


def test_what_is_shown_is_in_order_and_what_is_not_is_counted():
    days = [date(2026, 6, 1 + n % 14) for n in range(work_waiting.SHOWN + 2)]
    for n, day in enumerate(days):
        rows.slot(type_slug=f"late-{n}", due_on=day)
        rows.kind(f"doubtful-{n}", is_confirmed=False)
        rows.slot(type_slug=f"doubtful-{n}", due_on=day)
        rows.slot(type_slug=f"undated-{n}", due_on=None)
    found = {name: ([one.slot for one in slots], count) for name, slots, count in work_waiting.calendar(NOW)}
    shown = {name: slots for name, (slots, _count) in found.items()}
    assert {name: count for name, (_slots, count) in found.items()} == {
        "late": len(days),
        "soon": 0,
        "empty": len(days),
        "unconfirmed": len(days),
    }
    assert [slot.due_on for slot in shown["late"]] == sorted(days)[: work_waiting.SHOWN]
    assert [slot.due_on for slot in shown["unconfirmed"]] == sorted(days, reverse=True)[: work_waiting.SHOWN]
    positions = [slot.type.position for slot in shown["empty"]]
    assert (len(positions), positions) == (work_waiting.SHOWN, sorted(positions))


def test_a_slot_that_somebody_deletes_meanwhile_is_not_shown(monkeypatch):
    slot = rows.slot(type_slug="late", due_on=date(2026, 6, 1))
    seen = list(work_waiting.standings(NOW))
    slot.delete()
    monkeypatch.setattr(work_waiting, "standings", lambda now: seen)
    assert [slots for _name, slots, _count in work_waiting.calendar(NOW)] == [[], [], [], []]


def test_a_late_slot_with_a_draft_leads_to_the_draft(client):
    client.force_login(people.budget_officer())
    draft = rows.document("draft", None)
    empty = rows.slot(type_slug="empty", due_on=date(2026, 1, 1))
    page = client.get("/fr/admin/").content.decode()
    assert f"/fr/admin/budget_docs/budgetdocument/{draft.pk}/change/" in page
    assert f"/fr/admin/budget_docs/publicationdate/{empty.pk}/files/" in page
    assert f"/fr/admin/budget_docs/publicationdate/{draft.slot_id}/files/" not in page


def test_drafts_plans_and_files_that_need_a_look_are_shown():
    officer = people.budget_officer()
    draft = rows.document("draft", None)
    planned = rows.document("planned", rows.IN_A_YEAR, slot=draft.slot)
    public = rows.document(slot=draft.slot)
    waiting = rows.file(draft, scan=Scan.WAITING)
    untold = rows.file(draft, "", is_current=False, content=b"2", text_state=TextState.READY)
    scanned = rows.file(public, content=b"3", text_state=TextState.NONE)
    rows.file(public, "ar", content=b"4", text_state=TextState.READY)
    rows.file(public, "es", content=b"5", text_state=TextState.NONE, is_current=False)  # superseded
    found = work_waiting.desk_of(officer, now=NOW)
    assert (found["drafts"], found["planned"]) == ([draft], [planned])
    assert set(found["files"]) == {waiting, untold, scanned}


@pytest.mark.parametrize("role", ["technical_team", "publisher", "focal_point", "monitor"])
def test_nobody_else_has_the_budget_on_the_first_page(role):
    assert work_waiting.desk_of(people.holding(role), now=NOW) is None


@pytest.mark.parametrize("count", [1, 4])
def test_the_first_page_costs_the_same_for_more_documents(count, django_assert_num_queries):
    officer = people.budget_officer()
    for n in range(count):
        rows.slot(type_slug=f"late-{n}", due_on=date(2026, 1, 1))
        draft = rows.document(f"draft-{n}", None, slot=rows.slot(type_slug=f"begun-{n}", due_on=date(2026, 6, 20)))
        rows.file(draft, "", is_current=False, content=str(n).encode())
    officer.has_perm("x.y")
    with django_assert_num_queries(9):
        found = work_waiting.desk_of(officer, now=NOW)
        assert [str(file.document) for file in found["files"]]
        assert [str(one.documents) for _name, slots, _n in found["calendar"] for one in slots]
