"""The record form of what is public asks why it changes, and its difference stands in the journal."""

from html import unescape

import pytest

from commitments.models import CoCreationFigure, Event
from commitments.staff import missing_translations
from participation.models import RefusalGround, Term
from tests.commitments.admin.pages import address, form_on, page_of, sent
from tests.factories import people
from tests.factories.commitments import ActionPlanFactory, BodyFactory, EventFactory, InstitutionFactory
from tests.factories.participation import RefusalGroundFactory
from tetouan_portal.journal.becoming import enter_all_public
from tetouan_portal.journal.models import JournalLine

pytestmark = pytest.mark.django_db
ASKED = {"why_ar", "why_fr", "why_es"}


@pytest.fixture
def staff(client):
    client.force_login(people.technical_team())
    return client


@pytest.fixture
def event():
    event = EventFactory(title_fr="Assemblée", title_es="", slug="assembly")
    enter_all_public()
    return event


def newest():
    return JournalLine.objects.order_by("-number").first()


def typed(client, row, **values):
    """What is typed, and nothing else."""
    form = f"{row._meta.model_name}_form"
    return client.post(page_of(row), form_on(client.get(page_of(row)), form) | values)


def test_what_readers_have_seen_changes_with_a_reason_alone(staff, event):
    answer = typed(staff, event, title_fr="Assemblée publique")
    assert answer.status_code == 200
    assert "indiquez le motif" in unescape(answer.text)
    assert Event.objects.get().title_fr == "Assemblée"
    assert newest().kind != "corrected"


def test_its_difference_is_public_with_the_reason(staff, event):
    assert typed(staff, event, title_fr="Assemblée publique", why_fr=" Le titre exact ").status_code == 302
    line = newest()
    assert (line.kind, line.subject) == ("corrected", f"commitments.event:{event.pk}")
    [change] = line.told["changes"]
    assert (change["field"], change["language"]) == ("title", "fr")
    words = {line.texts[digest]["text"] for digest in (change["from"]["digest"], change["to"]["digest"])}
    assert words == {"Assemblée", "Assemblée publique"}
    [reason] = line.told["reason"]
    assert line.texts[reason["digest"]]["text"] == "Le titre exact"


def test_a_missing_translation_needs_no_reason_and_stands_in_the_journal_too(staff, event):
    assert typed(staff, event, title_es="Asamblea").status_code == 302
    assert newest().kind == "corrected"
    assert newest().told["reason"] == []


def test_nor_does_one_that_a_translator_fills_in(event):
    translator = people.superuser()
    missing_translations.fill(translator, event, "es", {"title_es": "Asamblea"})
    assert newest().kind == "corrected"


def test_a_form_saved_untouched_says_nothing(staff, event):
    before = JournalLine.objects.count()
    assert typed(staff, event).status_code == 302
    assert JournalLine.objects.count() == before


def test_a_draft_is_changed_without_a_reason_and_without_a_line(staff):
    draft = EventFactory(plan__draft=True)
    assert not ASKED & set(form_on(staff.get(page_of(draft)), "event_form"))
    assert typed(staff, draft, title_fr="Autre chose").status_code == 302
    assert not JournalLine.objects.exists()


def test_whoever_only_reads_is_asked_nothing(client, event):
    client.force_login(people.publisher())
    page = client.get(page_of(event))
    assert page.status_code in {200, 403}
    assert "why_fr" not in page.text


def test_a_row_that_is_added_to_what_is_public_is_told(staff):
    plan = ActionPlanFactory()
    new = {"plan": plan.pk, "slug": "new", "starts_on": "2026-01-05", "title_fr": "Réunion", "is_month": None}
    source = EventFactory(plan__draft=True).source
    assert sent(staff, address("event", "add"), "event_form", **new, source=source.pk).status_code == 302
    assert (newest().kind, newest().told["changes"][0]["from"]) == ("published", None)


def figures(plan, **values):
    prefix = "cocreation_figures-"
    return {f"{prefix}{name}": value for name, value in values.items()}


def test_rows_inside_what_is_public_keep_to_the_same_rule(staff):
    plan = ActionPlanFactory()
    figure = CoCreationFigure.objects.create(plan=plan, position=1, category_fr="Femmes", count=40)
    enter_all_public()
    refused = typed(staff, plan, **figures(plan, **{"0-count": "45"}))
    assert refused.status_code == 200
    assert "indiquez le motif" in unescape(refused.text)
    assert typed(staff, plan, why_fr="Erreur de lecture", **figures(plan, **{"0-count": "45"})).status_code == 302
    figure.refresh_from_db()
    assert figure.count == 45
    assert newest().told["changes"] == [{"field": "count", "from": 40, "to": 45}]

    assert typed(staff, plan, **figures(plan, **{"0-DELETE": "on"})).status_code == 200
    assert typed(staff, plan, why_fr="Compté deux fois", **figures(plan, **{"0-DELETE": "on"})).status_code == 302
    assert not CoCreationFigure.objects.exists()
    assert newest().kind == "withdrawn"
    assert {change["to"] for change in newest().told["changes"]} == {None}


def test_what_is_public_is_deleted_with_a_reason_alone_and_leaves_what_it_said(staff, event):
    page = address("event", "delete", event.pk)
    assert 'name="why_fr"' in staff.get(page).text
    staff.post(page, {"post": "yes"})
    assert Event.objects.exists()
    staff.post(page, {"post": "yes", "why_fr": "N’a pas eu lieu"})
    assert not Event.objects.exists()
    assert newest().kind == "withdrawn"


def test_many_at_once_are_deleted_as_long_as_none_is_public(staff, event):
    draft = EventFactory(plan__draft=True)
    for rows in ([event, draft], [draft]):
        chosen = {"action": "delete_selected", "_selected_action": [row.pk for row in rows], "post": "yes"}
        staff.post(address("event"), chosen)
        assert Event.objects.filter(pk=draft.pk).exists() == (event in rows)
    assert Event.objects.get() == event


def test_nothing_public_changes_because_another_row_goes(staff):
    body = BodyFactory(institution=InstitutionFactory())
    enter_all_public()
    page = staff.post(address("institution", "delete", body.institution_id), {"post": "yes", "why_fr": "Fusionnée"})
    assert page.status_code in {200, 403}
    body.refresh_from_db()
    assert body.institution_id
    assert str(body) in unescape(page.text)


def test_the_law_that_the_desk_rests_on_is_confirmed_in_the_open(client):
    client.force_login(people.superuser())
    ground = RefusalGroundFactory(is_confirmed=False)
    term = Term.objects.create(use="request", amount=20, unit="working_days")
    enter_all_public()
    assert typed(client, ground, is_confirmed="on").status_code == 200
    assert typed(client, ground, is_confirmed="on", why_fr="Lu par le conseil").status_code == 302
    assert RefusalGround.objects.get().is_confirmed
    assert newest().told["changes"] == [{"field": "is_confirmed", "from": False, "to": True}]
    assert typed(client, term, amount="21").status_code == 200
    assert typed(client, term, amount="21", why_fr="Lu dans le texte").status_code == 302
    assert newest().subject == f"participation.term:{term.pk}"
