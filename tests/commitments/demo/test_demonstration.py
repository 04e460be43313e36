from io import StringIO

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import models as django_models

from budget_docs import loading
from commitments.demo import demonstration
from commitments.models import (
    ActionPlan,
    AnnualReport,
    Commitment,
    Edition,
    Evidence,
    Milestone,
    Reading,
    ReportPdf,
    ReportStatus,
    Statement,
)
from commitments.plan import plan_file
from tests.commitments.withdrawing import as_a_draft
from tests.factories.commitments import (
    AnnualReportFactory,
    CommitmentFactory,
    EvidenceFactory,
    MilestoneFactory,
    ReadingFactory,
    StatementFactory,
)
from tests.factories.reports import conclude
from tetouan_portal.lib.demonstration import Demonstrable
from tetouan_portal.stored_files.destroying import destroy_waiting

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(rows_of_a_module):
    plan_file.load()
    loading.load(newest=2027)


@pytest.fixture
def plan(loaded):
    return ActionPlan.objects.get(slug=demonstration.PLAN_SLUG)


def rows_of(model, **conditions):
    return list(model._base_manager.filter(**conditions).order_by("pk").values())


def real_rows():
    """Every row of the app that the demonstration must leave as it is, with the links between them."""
    found = {}
    for model in apps.get_app_config("commitments").get_models(include_auto_created=True):
        if model is ReportPdf:
            found[model] = rows_of(model, edition__is_demo=False)
        elif issubclass(model, Demonstrable):
            found[model] = rows_of(model, is_demo=False)
        else:
            found[model] = rows_of(model)
    return found


def every_row():
    models = apps.get_app_config("commitments").get_models(include_auto_created=True)
    return {model: rows_of(model) for model in models}


def output_of(command):
    out = StringIO()
    call_command(command, stdout=out)
    return out.getvalue()


def test_real_rows_are_the_same_before_after_and_without_the_demonstration(plan):
    before = real_rows()
    assert sum(map(len, before.values())) > 50

    demonstration.load()
    assert real_rows() == before

    demonstration.remove()
    assert every_row() == before


def test_loading_twice_changes_nothing(plan):
    assert output_of("load_demo").startswith("Demonstration data created: ")
    once = every_row()

    assert output_of("load_demo") == "Demonstration data: it was there already.\n"
    assert every_row() == once


def test_removing_deletes_the_files_once_it_is_committed(plan):
    demonstration.load()
    pdf = ReportPdf.objects.first()
    pdf.file.save("demo.pdf", ContentFile(b"%PDF-"))
    kept = default_storage.save("evidence/real", ContentFile(b"%PDF-"))
    names = [evidence.file.name for evidence in Evidence.objects.exclude(file="")] + [pdf.file.name]
    assert len(names) > 20

    message = output_of("remove_demo")
    assert all(default_storage.exists(name) for name in names)
    destroy_waiting()

    assert "44 Milestone" in message
    assert not any(default_storage.exists(name) for name in names)
    assert default_storage.exists(kept)
    assert output_of("remove_demo") == "Demonstration data removed: there was none.\n"


def test_a_load_that_fails_leaves_neither_rows_nor_files(plan, monkeypatch, settings):
    before = every_row()

    def fail(report_id):
        assert list(settings.MEDIA_ROOT.glob("evidence/*"))
        raise OSError("disk full")

    monkeypatch.setattr(demonstration.editions, "publish", fail)
    with pytest.raises(OSError, match="disk full"):
        demonstration.load()

    assert every_row() == before
    destroy_waiting()
    assert list(settings.MEDIA_ROOT.glob("evidence/*")) == []


def test_production_refuses_to_load_it(plan, settings):
    settings.PRODUCTION = True
    before = every_row()

    with pytest.raises(CommandError, match="production refuses it"):
        call_command("load_demo")

    assert every_row() == before


def test_production_may_remove_it(plan, settings):
    demonstration.load()
    settings.PRODUCTION = True

    call_command("remove_demo")

    assert not Milestone.objects.exists()


@pytest.mark.parametrize("known", ["nothing", "a commitment is missing"])
def test_it_needs_the_whole_real_plan(known):
    if known != "nothing":
        plan_file.load()
        rows = Commitment.objects.filter(plan__slug=demonstration.PLAN_SLUG)
        as_a_draft(rows)
        rows.last().delete()

    with pytest.raises(CommandError, match="run load_plan first"):
        call_command("load_demo")

    assert not Milestone.objects.exists()


def test_real_milestones_and_reports_keep_their_numbers_and_years(plan):
    commitment = plan.commitments.get(number=2)
    real = MilestoneFactory(commitment=commitment, number=1)
    report = AnnualReportFactory(plan=plan, year=2025)

    demonstration.load()

    assert list(commitment.milestones.values_list("number", "is_demo")) == [
        *[(1, False)],
        *[(number, True) for number in (2, 3, 4, 5)],
    ]
    assert list(AnnualReport.objects.values_list("year", "is_demo")) == [(2025, False), (2024, True)]
    demonstration.remove()
    assert list(Milestone.objects.all()) == [real]
    assert list(AnnualReport.objects.all()) == [report]


def test_what_was_entered_on_invented_rows_goes_with_them(plan):
    demonstration.load()
    milestone = Milestone.objects.first()
    said = StatementFactory(commitment=None, milestone=milestone)
    corrected = StatementFactory(commitment=None, milestone=milestone, supersedes=said)
    EvidenceFactory(statement=corrected)
    reading = Reading.objects.filter(superseded_by=None).first()
    ReadingFactory(indicator=reading.indicator, dated_on=reading.dated_on, supersedes=reading)
    on_the_promise = StatementFactory(commitment=plan.commitments.first())

    demonstration.remove()

    assert list(Statement.objects.all()) == [on_the_promise]
    assert not Reading.objects.exists()
    assert not Evidence.objects.exists()


def published_by_hand(plan):
    """A report of a person's own words, frozen while invented rows were there."""
    report = AnnualReportFactory(
        plan=plan, year=2026, covers_from="2026-01-01", covers_to="2026-12-31", summary_fr="Nos mots à nous"
    )
    conclude(report)
    assert demonstration.editions.publish(report).is_demo
    return report


def test_a_report_that_a_person_wrote_survives_without_the_invented_rows(plan, client):
    demonstration.load()
    report = published_by_hand(plan)

    demonstration.remove()

    (edition,) = Edition.objects.all()
    assert (edition.report, edition.number, edition.is_demo) == (report, 2, False)
    page = client.get("/fr/reports/2026/").content.decode()
    assert "Nos mots à nous" in page
    assert "demo-banner" not in page


def test_words_of_a_further_edition_that_are_being_written_are_not_published_by_the_removal(plan):
    demonstration.load()
    report = published_by_hand(plan)
    demonstration.editions.revise(report)
    AnnualReport.objects.filter(pk=report.pk).update(summary_fr="À moitié écrit")

    demonstration.remove()

    report.refresh_from_db()
    assert (report.status, report.summary_fr) == (ReportStatus.DRAFTING, "À moitié écrit")
    assert not Edition.objects.exists()


def test_every_kind_of_marked_row_is_removed():
    marked = {model for model in apps.get_app_config("commitments").get_models() if issubclass(model, Demonstrable)}
    assert set(demonstration.MARKED) == marked


def test_every_row_that_can_hang_on_an_invented_one_is_known():
    marked = set(demonstration.MARKED)
    relations = {
        model: tuple(
            field.name
            for field in model._meta.get_fields()
            if isinstance(field, django_models.ForeignKey) and field.related_model in marked
        )
        for model in marked
    }
    known = {model: tuple(names) for model, names in demonstration.HANGS_ON.items()}
    assert {model: set(names) for model, names in relations.items() if names} == {
        model: set(names) for model, names in known.items()
    }


def test_the_reports_pass_the_gate_and_say_what_they_lack(plan):
    demonstration.load()
    assert {edition.snapshot["gaps"] is None for edition in Edition.objects.all()} == {True}


def test_of_a_commitment_that_the_demonstration_does_not_know_its_reports_say_so(plan):
    CommitmentFactory(axis=plan.axes.first(), number=13, slug="thirteenth")
    demonstration.load()
    for edition in Edition.objects.all():
        gaps = edition.snapshot["gaps"]
        assert [commitment["number"] for commitment in gaps["findings"]] == [13]
        assert all(gaps["reason"].values())
