"""Two words mean the same of everything that the public may see: `live()` with its content, `public()` with a page."""

from datetime import UTC, datetime

import pytest
from django.apps import apps

from budget_docs.models import Budget, BudgetDocument, DocumentFile
from commitments import models as promises
from participation.models import Photo, PublishedCase
from tests.budget_docs import rows
from tests.factories import participation as make
from tests.factories.commitments import (
    ActionPlanFactory,
    AmendmentFactory,
    AnnualReportFactory,
    CommitmentFactory,
    EventFactory,
    EvidenceFactory,
    IndicatorFactory,
    MilestoneFactory,
    ProgressUpdateFactory,
    StatementFactory,
)
from tests.factories.editions import EditionFactory, ReportPdfFactory
from tests.factories.photos import a_photo, a_thumbnail
from tests.participation.photos import make_photo
from tetouan_portal.lib.public_rows import PublicRows

APPS = ("commitments", "budget_docs", "participation")
NOW = datetime(2026, 6, 15, 9, tzinfo=UTC)
GONE = {"withdrawn_at": NOW, "withdrawal_reason_fr": "Erreur"}
TAKEN_BACK = GONE | {"withdrawal_decision_fr": "Délibération", "withdrawal_decided_on": NOW.date()}
# A field with such a name says what the public may see of a row.
SAYS = {"is_published", "publish_at", "withdrawn_at", "unpublished_at", "is_public"}


def hidden_promises():
    return CommitmentFactory(draft=True), CommitmentFactory(axis__plan__is_published=False)


def of_promises(make_row):
    """(shown, no page, a page that says what became of it): `make_row(commitment)`."""
    shown = [make_row(one) for one in (CommitmentFactory(), *withdrawn_promises())]
    return shown, [make_row(hidden) for hidden in hidden_promises()], []


def withdrawn_promises():
    """One by itself, one with its plan: what is said of them is shown all the same."""
    return [CommitmentFactory(**TAKEN_BACK), CommitmentFactory(axis__plan=ActionPlanFactory(**TAKEN_BACK))]


def plans():
    return [ActionPlanFactory()], [ActionPlanFactory(draft=True)], [ActionPlanFactory(**TAKEN_BACK)]


def commitments():
    return [CommitmentFactory()], list(hidden_promises()), withdrawn_promises()


def promised_parts(factory):
    gone = [factory(**TAKEN_BACK), *(factory(commitment=one) for one in withdrawn_promises())]
    return [factory()], [factory(commitment=one) for one in hidden_promises()], gone


def milestones():
    return promised_parts(MilestoneFactory)


def indicators():
    return promised_parts(IndicatorFactory)


def amendments():
    kinds = [
        of_promises(lambda one: AmendmentFactory(commitment=one)),
        of_promises(lambda one: amended("milestone", MilestoneFactory(commitment=one), "due_on")),
        of_promises(lambda one: amended("indicator", IndicatorFactory(commitment=one), "target_on")),
    ]
    return [row for live, *_ in kinds for row in live], [row for _, hidden, _gone in kinds for row in hidden], []


def amended(about, row, field):
    return AmendmentFactory(commitment=None, **{about: row}, field=field)


def statements():
    live, hidden, _gone = of_promises(lambda one: StatementFactory(commitment=one))
    about = of_promises(lambda one: StatementFactory(commitment=None, milestone=MilestoneFactory(commitment=one)))
    return live + about[0], [*hidden, *about[1], StatementFactory(draft=True), StatementFactory(submitted=True)], []


def updates():
    live, hidden, _gone = of_promises(lambda one: ProgressUpdateFactory(commitment=one))
    return live, [*hidden, ProgressUpdateFactory(draft=True)], []


def events():
    return [EventFactory(), EventFactory(plan=ActionPlanFactory(**TAKEN_BACK))], [EventFactory(plan__draft=True)], []


def evidence():
    live, hidden, _gone = of_promises(lambda one: EvidenceFactory(statement__commitment=one))
    held = [EvidenceFactory(scan="waiting"), EvidenceFactory(statement__draft=True)]
    return live, [*hidden, *held, EvidenceFactory(**GONE, statement__draft=True)], [EvidenceFactory(**GONE)]


def thumbnails():
    live, hidden, _gone = of_promises(lambda one: a_thumbnail(a_photo(statement=StatementFactory(commitment=one))))
    return live, [*hidden, a_thumbnail(a_photo(**GONE)), a_thumbnail(a_photo(), source_sha256="0" * 64)], []


def reports():
    hidden = [AnnualReportFactory(status="drafting"), AnnualReportFactory(status="final")]
    gone = AnnualReportFactory(status="withdrawn", year=2022, withdrawal_reason_fr="Erreur")
    live = [AnnualReportFactory(status="published", year=year, plan=plan) for year, plan in enumerate(of_plans(), 2023)]
    return live, hidden, [gone]


def of_plans():
    """No state of the plan hides a report."""
    return [ActionPlanFactory(), ActionPlanFactory(**TAKEN_BACK), ActionPlanFactory(draft=True)]


def pdfs():
    withdrawn = EditionFactory(report__status="withdrawn", report__withdrawal_reason_fr="Erreur")
    return [ReportPdfFactory(ready=True)], [ReportPdfFactory(), ReportPdfFactory(edition=withdrawn, ready=True)], []


def documents():
    hidden = [rows.document("draft", None), rows.document("planned", rows.IN_A_YEAR)]
    return [rows.document()], hidden, [rows.document("withdrawn", **GONE)]


def files():
    live, hidden, gone = documents()
    hides = [{"kind": "sheets", "n": 1, "places": []}]
    held = {"held_back": True, "hidden": hides, "is_current": False}
    hidden = [rows.file(one) for one in (*hidden, *gone)]
    hidden += [rows.file(live[0], "es", scan="waiting"), rows.file(live[0], "", is_current=False)]
    return [rows.file(live[0])], hidden, [rows.file(live[0], "ar", **held)]


def budgets():
    hidden = [rows.budget(publish_at=None, version=2), rows.budget(publish_at=rows.IN_A_YEAR, version=3)]
    return [rows.budget()], hidden, []


def cases():
    return [make.PublishedCaseFactory()], [make.PublishedCaseFactory(unpublished_at=NOW)], []


def photos():
    live, hidden = make.PublishedCaseFactory(), make.PublishedCaseFactory(unpublished_at=NOW)
    found = [make_photo(one.case) for one in (live, hidden, make.PublishedCaseFactory())]
    Photo.objects.filter(pk__in=[photo.pk for photo in found[:2]]).update(is_public=True)
    return found[:1], found[1:], []


BUILT = {
    promises.ActionPlan: plans,
    promises.Commitment: commitments,
    promises.Milestone: milestones,
    promises.Indicator: indicators,
    promises.Amendment: amendments,
    promises.Statement: statements,
    promises.ProgressUpdate: updates,
    promises.Event: events,
    promises.Evidence: evidence,
    promises.Thumbnail: thumbnails,
    promises.AnnualReport: reports,
    promises.ReportPdf: pdfs,
    BudgetDocument: documents,
    DocumentFile: files,
    Budget: budgets,
    PublishedCase: cases,
    Photo: photos,
}
AT = {model: {"now": NOW} for model in (BudgetDocument, DocumentFile, Budget)}


def every_model():
    return [model for app in APPS for model in apps.get_app_config(app).get_models()]


def has_words(model):
    return isinstance(model._default_manager.all(), PublicRows)


@pytest.mark.django_db
@pytest.mark.parametrize("model", BUILT, ids=lambda model: model.__name__)
def test_what_is_live_is_shown_and_what_is_public_has_a_page(model):
    live, hidden, gone = BUILT[model]()
    objects, at = model._default_manager, AT.get(model, {})
    assert set(objects.live(**at)) & {*live, *hidden, *gone} == set(live)
    assert set(objects.public(**at)) & {*live, *hidden, *gone} == {*live, *gone}
    assert set(objects.live(**at)) <= set(objects.public(**at))


def test_whoever_knows_what_the_public_sees_says_it_in_these_words():
    assert {model for model in every_model() if has_words(model)} == set(BUILT)
    saying = {model for model in every_model() if SAYS & {field.name for field in model._meta.local_fields}}
    assert {model.__name__ for model in saying if not has_words(model)} == set()


def test_no_other_word_stands_beside_them():
    for model in every_model():
        found = [word for word in ("published", "visible") if hasattr(model._default_manager.all(), word)]
        assert found == [], model
