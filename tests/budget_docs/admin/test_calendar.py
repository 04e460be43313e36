"""The calendar as its officer keeps it: laid out, moved in the open, nothing rewritten."""

import datetime
from decimal import Decimal

import pytest

from budget_docs.models import DueDateChange, FiscalYear, PublicationDate, StatedFigure
from tests.budget_docs import rows
from tests.budget_docs.admin.pages import act, address, filled

pytestmark = pytest.mark.django_db
DUE = datetime.date(2025, 12, 5)


def test_a_year_is_laid_out_by_its_button_and_only_once(officer):
    rows.kind(due_month=12, due_day=5, due_year_offset=-1)
    rows.kind("citizen-budget")
    officer.post(address("fiscalyear", page="add"), {"year": "2026", "population": "", "population_source": ""})
    year = FiscalYear.objects.get()
    act(officer, year, "lay_out")
    assert set(year.dates.values_list("type__slug", "due_on")) == {("adopted-budget", DUE), ("citizen-budget", None)}
    assert "lay_out" not in officer.get(address("fiscalyear", year.pk)).content.decode()
    act(officer, year, "lay_out")
    assert year.dates.count() == 2


def test_the_years_page_leads_from_an_empty_slot_to_its_file(officer):
    slot = rows.slot(type_slug="citizen-budget")
    document = rows.document()
    page = officer.get(address("fiscalyear", slot.fiscal_year_id)).content.decode()
    assert address("publicationdate", slot.pk, "files") in page
    assert address("publicationdate", document.slot_id, "files") not in page
    assert address("budgetdocument", document.pk) in page


def test_a_due_date_moves_with_a_reason_and_the_history_is_shown(officer):
    slot = rows.slot(due_on=DUE)
    page = act(officer, slot, "move", to="20/12/2025", fr="La session est reportée.")
    assert page.status_code == 200
    slot.refresh_from_db()
    assert slot.due_on == datetime.date(2025, 12, 20)
    assert "La session est reportée." in page.content.decode()


@pytest.mark.parametrize(
    "given", [{"to": "20/12/2025"}, {"to": "", "fr": "Pourquoi"}, {"to": "05/12/2025", "fr": "La même"}]
)
def test_a_date_does_not_move_without_a_reason_or_to_where_it_is(officer, given):
    slot = rows.slot(due_on=DUE)
    page = act(officer, slot, "move", **given)
    assert page.status_code == 400
    assert given.get("fr", "") in page.content.decode()
    slot.refresh_from_db()
    assert slot.due_on == DUE
    assert not DueDateChange.objects.exists()


def test_a_crafted_form_moves_no_date_and_makes_no_slot(officer):
    slot = rows.slot(due_on=DUE)
    url = address("publicationdate", slot.pk)
    officer.post(url, filled(officer, url) | {"due_on": "2030-01-01", "fiscal_year": "9", "note_fr": "Note"})
    slot.refresh_from_db()
    assert (slot.due_on, slot.note_fr) == (DUE, "Note")
    assert officer.post(address("publicationdate", page="add"), {"fiscal_year": 1, "type": 1}).status_code == 403
    assert officer.post(address("publicationdate", slot.pk, "delete"), {"post": "yes"}).status_code == 403


def test_a_year_without_such_a_document_says_why(officer):
    slot = rows.slot()
    url = address("publicationdate", slot.pk)
    silent = filled(officer, url)
    silent.pop("is_expected")
    assert officer.post(url, silent).status_code == 200
    assert PublicationDate.objects.get().is_expected
    officer.post(url, filled(officer, url) | {"is_expected": "", "note_fr": "Aucun emprunt cette année."})
    assert not PublicationDate.objects.get().is_expected


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("late", {"late"}),
        ("unconfirmed", {"unconfirmed"}),
        ("coming", {"coming"}),
        ("published", {"published"}),
        ("empty", {"late", "unconfirmed", "coming"}),
        ("nonsense", {"late", "unconfirmed", "coming", "published", "withheld"}),
    ],
)
def test_the_slots_are_narrowed_by_how_they_stand(officer, state, found):
    rows.slot(type_slug="late")
    rows.kind("unconfirmed", is_confirmed=False)
    rows.slot(type_slug="unconfirmed")
    rows.slot(type_slug="coming", due_on=datetime.date(2099, 1, 1))
    rows.document(slot=rows.slot(type_slug="published"))
    rows.slot(type_slug="withheld", is_expected=False, note_fr="Rien")
    page = officer.get(address("publicationdate"), {"state": state})
    assert {slot.type.slug for slot in page.context["cl"].queryset} == found


def test_a_rule_is_written_with_its_legal_basis_and_no_form_ticks_it_as_confirmed(officer):
    kind = rows.kind(is_confirmed=False)
    url = address("documenttype", kind.pk)
    form = filled(officer, url)
    assert not {name for name in form if "confirmed" in name}
    typed = {"legal_basis_fr": "Loi organique 113-14", "due_month": "12", "due_day": "5"}
    officer.post(url, form | typed | {"confirmed_on": "05/05/2026"})
    kind.refresh_from_db()
    assert (kind.legal_basis_fr, kind.is_confirmed, kind.due_month) == ("Loi organique 113-14", False, 12)
    assert kind.slug == "adopted-budget"


def test_a_rule_is_confirmed_and_put_in_doubt_by_verbs_with_a_reason(officer):
    kind = rows.kind(is_confirmed=False)
    act(officer, kind, "confirm", to="05/05/2026")
    kind.refresh_from_db()
    assert not kind.is_confirmed
    act(officer, kind, "confirm", to="05/05/2026", fr="Loi organique 113-14")
    kind.refresh_from_db()
    assert kind.confirmed_on == datetime.date(2026, 5, 5)
    act(officer, kind, "doubt", ar="نُسخت المادة.")
    kind.refresh_from_db()
    assert (kind.is_confirmed, kind.rule_changes.count()) == (False, 2)
    page = officer.get(address("documenttype", kind.pk)).content.decode()
    assert "Loi organique 113-14" in page


def test_a_stated_figure_keeps_its_source_and_is_exact(officer):
    year = rows.fiscal_year()
    told = {
        "fiscal_year": year.pk,
        "kind": "total",
        "amount": "477 662 600,50",
        "source_title_fr": "Presse",
        "source_url": "https://www.example.org/a",
        "trust": "press",
    }
    assert officer.post(address("statedfigure", page="add"), told).status_code == 302
    assert StatedFigure.objects.get().amount == Decimal("477662600.50")
    told |= {"source_title_fr": "", "kind": "revenue"}
    assert officer.post(address("statedfigure", page="add"), told).status_code == 200
