from collections import Counter
from decimal import Decimal
from io import StringIO

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import models as django_models
from django.utils import timezone

from budget_docs import loading, tasks
from budget_docs.calendar.obligations import document_obligations
from budget_docs.demo import demonstration
from budget_docs.demo.sample_files import Told, chapters
from budget_docs.documents import library
from budget_docs.explorer import budget_levels
from budget_docs.lines import budget_versions
from budget_docs.models import (
    Budget,
    BudgetDocument,
    BudgetLine,
    DocumentFile,
    DocumentType,
    PublicationDate,
    StatedFigure,
    TextState,
)
from commitments.demo import sample_rows
from commitments.models import Edition
from commitments.plan import plan_file
from tests.budget_docs import rows
from tests.demonstration import of_every_file
from tetouan_portal.lib import uploads
from tetouan_portal.lib.demonstration import Demonstrable
from tetouan_portal.lib.demonstration_story import story
from tetouan_portal.lib.search import holding
from tetouan_portal.lib.standing import ENDED
from tetouan_portal.stored_files.destroying import destroy_waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def calendar():
    loading.load(newest=2027)


@pytest.fixture(scope="module")
def loaded(rows_of_a_module):
    """The demonstration, loaded once for all who only look at it."""
    loading.load(newest=2027)
    demonstration.load()
    return rows_of_a_module


@pytest.fixture
def demo(loaded, settings):
    settings.MEDIA_ROOT = loaded


def every_row():
    models = apps.get_app_config("budget_docs").get_models()
    return {model: list(model._base_manager.order_by("pk").values()) for model in models}


def output_of(command):
    out = StringIO()
    call_command(command, stdout=out)
    return out.getvalue()


def awaited():
    """What the public calendar says is expected and was not received."""
    on = timezone.localdate()
    return {one.name: one.is_demo for one in document_obligations(on) if one.standing(on).state == "overdue"}


def test_some_documents_never_came_without_a_day_of_opening_and_that_is_marked(calendar, client, settings):
    settings.PORTAL_OPENED_ON = None
    assert awaited() == {}
    demonstration.load()
    assert set(awaited()) == {
        *("budget-2025-budget-annexes", "budget-2025-three-year-programming", "budget-2024-estimated-surplus"),
    }
    assert all(awaited().values())
    late = client.get("/fr/calendar/").text.partition('id="overdue"')[2].partition("</section>")[0]
    assert late.index('class="demo-mark"') < late.index("<li>")
    slots = client.get("/fr/budget/2025/").text.split('<p class="slot-standing">')
    marked = [slot for slot in slots if "demo-mark" in slot.partition("</p>")[0]]
    assert len(marked) == 2
    assert all("absence-expected_since" in slot for slot in marked)
    demonstration.remove()
    assert awaited() == {}
    assert not PublicationDate.objects.filter(is_awaited_in_demo=True).exists()


def test_a_real_document_in_an_awaited_place_is_neither_late_nor_marked(calendar):
    demonstration.load()
    slot = PublicationDate.objects.get(fiscal_year__year=2025, type__slug="budget-annexes")
    rows.document("real-annexes", slot=slot)
    one = next(one for one in document_obligations(timezone.localdate()) if one.name == "budget-2025-budget-annexes")
    assert (one.is_demo, one.standing(timezone.localdate())) == (False, ("done", None))


def test_real_rows_are_the_same_before_and_after(calendar):
    before = every_row()
    demonstration.load()
    names = list(DocumentFile.objects.values_list("file", flat=True))
    assert all(default_storage.exists(name) for name in names)
    demonstration.remove()
    destroy_waiting()
    assert every_row() == before
    assert not any(default_storage.exists(name) for name in names)


def test_the_commands_load_and_remove_it_once(calendar):
    plan_file.load()
    assert "5 Budget" in output_of("load_demo")
    assert output_of("load_demo") == "Demonstration data: it was there already.\n"
    assert "29 BudgetDocument" in output_of("remove_demo")
    assert output_of("remove_demo") == "Demonstration data removed: there was none.\n"


def test_the_demonstration_reports_say_of_the_budget_what_its_library_says(calendar):
    plan_file.load()
    output_of("load_demo")
    (chapter,) = (
        section
        for section in Edition.objects.get(report__year=2025).snapshot["sections"]
        if section["template"].startswith("budget_docs/")
    )
    said = {row["type"]: row["published_on"] for row in chapter["data"]["documents"]}
    published = BudgetDocument.objects.public(now=timezone.now()).filter(slot__due_on__year=2025)
    assert published.exists()
    assert {kind for kind, day in said.items() if day} == set(published.values_list("slot__type__slug", flat=True))
    assert chapter["shows_demo"]


def test_a_load_that_fails_leaves_neither_rows_nor_files(calendar, monkeypatch, settings):
    before = every_row()

    def fail(data):
        assert list(settings.MEDIA_ROOT.glob("budget/*"))
        raise OSError("disk full")

    monkeypatch.setattr(demonstration, "add_figure", fail)
    with pytest.raises(OSError, match="disk full"):
        demonstration.load()
    assert every_row() == before
    destroy_waiting()
    assert list(settings.MEDIA_ROOT.glob("budget/*")) == []


def test_production_refuses_it(calendar, settings):
    settings.PRODUCTION = True
    with pytest.raises(demonstration.DemonstrationError, match="production refuses it"):
        demonstration.load()
    assert not BudgetDocument.objects.exists()


def test_it_needs_the_real_calendar():
    with pytest.raises(demonstration.DemonstrationError, match="run load_budget first"):
        demonstration.load()


def test_nothing_is_invented_beside_what_the_commune_published(calendar):
    slot = rows.slot(2026, "adopted-budget")
    rows.document("real", slot=slot)
    lines = demonstration.sample_lines.budget_lines(2025, executed=False)
    budget_versions.add_version(fiscal_year=rows.fiscal_year(2025), stage="voted", headings=[], lines=lines)
    demonstration.load()
    assert list(slot.documents.values_list("slug", flat=True)) == ["real"]
    assert list(Budget.objects.filter(fiscal_year__year=2025, stage="voted").values_list("is_demo", flat=True)) == [
        False
    ]
    demonstration.remove()
    assert BudgetDocument.objects.count() == Budget.objects.count() == 1


def test_what_was_entered_on_invented_rows_goes_with_them(calendar):
    demonstration.load()
    document = BudgetDocument.objects.get(slug="demo-2026-adopted-budget")
    again = rows.document("again", slot=document.slot, second_reading_of=document)
    rows.budget(2027, document=again)
    rows.file(again)
    demonstration.remove()
    assert not BudgetDocument.objects.exists()
    assert not Budget.objects.exists()


def test_every_kind_of_marked_row_and_what_hangs_on_it_is_known():
    found = {model for model in apps.get_app_config("budget_docs").get_models() if issubclass(model, Demonstrable)}
    assert set(demonstration.MARKED) == found
    relations = {
        model: {
            field.name
            for field in model._meta.get_fields()
            if isinstance(field, django_models.ForeignKey) and field.related_model in found
        }
        for model in found
    }
    assert {model: names for model, names in relations.items() if names} == {
        model: set(names) for model, names in demonstration.HANGS_ON.items()
    }


def test_each_year_has_some_six_hundred_lines_in_three_languages(demo):
    for budget in Budget.objects.all():
        assert 550 <= budget.lines_count <= 700
        assert budget.is_demo
    assert not BudgetLine.objects.filter(label_ar="").exists()
    assert not BudgetLine.objects.filter(label_fr="").exists()
    assert not BudgetLine.objects.filter(label_es="").exists()


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_both_sides_of_each_part_are_equal_and_near_what_the_press_gave(demo, year):
    found = budget_levels.budgets_of(year, now=timezone.now())
    sides = {
        side: budget_levels.sums(found["voted"], budget_levels.Place(side, ()), "admitted")
        for side in ("revenue", "expenditure")
    }
    assert sides["revenue"] == sides["expenditure"]
    assert Decimal(440_000_000) < sides["revenue"]["1"] < Decimal(495_000_000)
    assert ("executed" in found) == (year < 2026)


def test_every_heading_has_a_label_and_every_line_a_heading(demo):
    for budget in Budget.objects.all():
        paths = set(budget.headings.values_list("side", "path"))
        parents = {(side, path.rpartition("/")[0]) for side, path in budget.lines.values_list("side", "path")}
        assert parents <= paths
        assert not budget.headings.filter(label_es="").exists()


def test_documents_are_in_every_state(demo):
    now = timezone.now()
    assert BudgetDocument.objects.waiting(now=now).filter(visa="waiting").count() == 1
    assert BudgetDocument.objects.get(visa="refused").second_reading.visa == "granted"
    assert DocumentFile.objects.filter(is_current=False).count() == 1
    states = Counter(slot["standing"].state for slot in library.slots_of([2024, 2025, 2026, 2027], now=now))
    published = sum(states[state] for state in ENDED)
    assert 20 < published < sum(states.values())
    delays = [d.published_on - d.slot.due_on for d in BudgetDocument.objects.filter(slot__due_on__isnull=False)]
    assert {delay.days > 0 for delay in delays} == {True, False}
    assert StatedFigure.objects.filter(is_demo=True, note_ar__contains="120.000").count() == 1


def would_be_accepted(file):
    with file.file.open("rb") as stored:
        uploaded = SimpleUploadedFile(file.filename, stored.read())
    upload = uploads.accept(uploaded, max_bytes=django_settings.EVIDENCE_MAX_BYTES)
    assert (upload.content_type, upload.filename) == (file.content_type, file.filename)
    assert file.pages == upload.pages
    assert upload.hidden == ()


def test_a_file_of_each_kind_would_be_accepted_from_an_officer(demo):
    kinds = {(file.content_type, file.language): file for file in DocumentFile.objects.all()}
    assert len(kinds) > 5
    for file in kinds.values():
        would_be_accepted(file)


@pytest.mark.audit
@pytest.mark.usefixtures("inspected_apart")
def test_every_file_is_laid_out_and_would_be_accepted_from_an_officer(calendar):
    plan_file.load()
    sample_rows.accept_file.cache_clear()
    with of_every_file():
        output_of("load_demo")
    files = DocumentFile.objects.all()
    assert len({file.sha256 for file in files}) == len(files) > 30
    for file in files:
        would_be_accepted(file)


def test_the_words_of_every_file_can_be_searched_but_of_the_scanned_one(demo):
    for file in DocumentFile.objects.filter(document__slot__fiscal_year__year__in=[2024, 2026]):
        tasks.read_file_text(file.pk)
    states = Counter(DocumentFile.objects.values_list("text_state", flat=True))
    assert states[TextState.NONE] == 1
    assert not states[TextState.FAILED]
    found = DocumentFile.objects.filter(holding("démonstration", "text_search"))
    assert found.filter(document__slug="demo-2026-adopted-budget", language="fr").exists()


def test_no_kind_of_document_is_rewritten_to_make_anybody_late(demo):
    assert not DocumentType.objects.filter(is_confirmed=True).exists()


@pytest.mark.parametrize("path", ["/fr/budget/", "/ar/budget/2026/", "/es/budget/2025/lines/"])
def test_pages_that_show_it_say_so(demo, client, path):
    assert "demo-banner" in client.get(path).text


def test_no_invented_figure_stands_in_an_official_document(demo):
    assert set(StatedFigure.objects.filter(is_demo=True).values_list("trust", flat=True)) == {"invented"}


@pytest.mark.parametrize("year", [2024, 2025, 2026])
@pytest.mark.usefixtures("calendar")
def test_the_citizen_budget_appeared_on_the_day_that_its_commitment_tells(year):
    demonstration.load()
    document = BudgetDocument.objects.get(slug=f"demo-{year}-citizen-budget")

    assert document.published_on.isoformat() == story()["days"][f"citizen_budget_{year}"]


def test_documents_of_different_stages_show_different_amounts():
    shown = {stage: chapters(Told({}, {}, 2025, ("fr",), stage)) for stage in ("proposed", "admitted", "executed", "")}

    assert shown[""] == []
    assert shown["proposed"] != shown["admitted"] != shown["executed"] != shown["proposed"]
