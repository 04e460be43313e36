"""What is public changes in a record form with a reason and a line in the journal: what does so without stands here."""

import pytest
from django.contrib import admin
from django.test import RequestFactory
from modeltranslation.fields import TranslationField

from participation.models import Term
from tests.budget_docs import rows as budget
from tests.factories import people
from tests.factories import town as towns
from tests.factories.commitments import CommitmentFactory, IndicatorFactory, MilestoneFactory, ResponsibilityFactory
from tests.factories.participation import RefusalGroundFactory
from tetouan_portal.journal.record_forms import WHY
from tetouan_portal.journal.subjects import subjects

APPS = ("commitments", "budget_docs", "participation")
TERM = "a word under which promises are filed"
CITED = "where the portal has it from, not what is promised"
NAMED = "of persons, of whom the journal never speaks"
FOUND = "how the portal recognises a name, which nobody reads"
ANSWER = "seen once an edition of the report shows it, which the journal tells"
# Everything else that is offered changes with a reason, and stands in the journal: `journal.record_forms`.
FREE = {
    "commitments.commitment": {},
    "commitments.milestone": {},
    "commitments.indicator": {},
    "commitments.actionplan": {
        NAMED: "endorsement.person endorsement.role",
        CITED: "endorsement.own_name_source",
    },
    "commitments.axis": {},
    "commitments.narrativesection": {},
    "commitments.plannote": {},
    "commitments.planpromise": {},
    "commitments.event": {},
    "commitments.body": {NAMED: "composition"},
    "commitments.institution": {
        FOUND: "institutionalias.language institutionalias.name institutionalias.source",
    },
    "commitments.source": {CITED: "code title trust url"},
    "commitments.theme": {TERM: "name slug"},
    "commitments.ogpvalue": {TERM: "name slug"},
    "commitments.policyarea": {TERM: "name slug"},
    "commitments.sector": {TERM: "name slug"},
    "commitments.inceptionassessment": {},
    "commitments.progressupdate": {},
    "commitments.statement": {},
    "commitments.reading": {},
    "commitments.evidence": {},
    "commitments.recommendation": {ANSWER: "answer answer_reason answered_on due_on"},
    "commitments.amendment": {},
    "commitments.annualreport": {},
    "commitments.edition": {},
    "commitments.reportpdf": {},
    "budget_docs.budget": {},
    "budget_docs.budgetdocument": {},
    "budget_docs.documentfile": {},
    "budget_docs.documenttype": {},
    "budget_docs.fiscalyear": {},
    "budget_docs.publicationdate": {},
    "participation.refusalground": {},
    "participation.term": {NAMED: "confirmed_by"},
}
NOT_LOOKED_AT = {
    "budget_docs.columnmapping": "how a file is read; nobody outside sees it",
    "budget_docs.lineimport": "a file on its way in; what came of it is the budget",
    "budget_docs.statedfigure": "what a document states of itself, compared with its lines until it is published",
    "participation.answertemplate": "words for staff to start from",
    "participation.case": "no record form: it is handled by acts",
    "participation.caseletter": "a record",
    "participation.retentionreport": "a record",
    **dict.fromkeys(
        (f"participation.{name}" for name in ("category", "district", "otherbody")), "a list to choose from"
    ),
    "participation.holiday": "law, with its source; the author whose date it moves reads it, the public does not",
}


def whole(*fields):
    return {f"{field}_{code}": "Texte" for field in fields for code in ("ar", "fr", "es")}


@pytest.fixture(scope="module")
def town(rows_of_a_module):
    """Public rows of every kind, whole in every language, and somebody of every role."""
    town = towns.build()
    public = ("_one", "_own", "_published", "_answered")
    town.public = [row for name, row in town.rows.items() if name.endswith(public)]
    term = Term.objects.create(use="request", amount=20, unit="working_days")
    town.public += [term, RefusalGroundFactory()]
    commitment = CommitmentFactory(axis=town.axis, **whole("problem", "status_quo", "action", "contribution"))
    ResponsibilityFactory(commitment=commitment, institution=town.own)
    milestone = MilestoneFactory(commitment=commitment, institution=town.own, **whole("expected_output"))
    indicator = IndicatorFactory(commitment=commitment, **whole("definition", "data_source"))
    document = budget.document(slot=budget.slot())
    of_document = (document.slot, document.slot.type, document.slot.fiscal_year, budget.file(document))
    town.public += [commitment, milestone, indicator, document, *of_document, budget.budget()]
    everyday = (people.technical_team(), people.translator(), people.publisher(), people.budget_officer())
    town.staff = [*everyday, people.monitor(town.monitor), people.focal_point(town.own), people.superuser()]
    return town


def fields_offered(row, person):
    """Those of the person's form of the row of which the journal does not tell: "name", "endorsement.person"."""
    page, request = admin.site._registry[type(row)], RequestFactory().get("/")
    request.user = person
    if page.has_change_permission(request, row):
        names = plain_names(type(row), page.get_form(request, row, change=True))
        yield from (name for name in names if name not in told_of(type(row)))
    if page.has_view_or_change_permission(request, row):
        for formset, inline in page.get_formsets_with_inlines(request, row):
            if inline.has_change_permission(request, row) or inline.has_add_permission(request, row):
                names, untold_here = plain_names(inline.model, formset.form), {formset.fk.name, *told_of(inline.model)}
                yield from (f"{inline.model._meta.model_name}.{name}" for name in names if name not in untold_here)


def plain_names(model, form):
    for name in form.base_fields:
        field = next((field for field in model._meta.fields if field.name == name), None)
        if name not in {"version", *WHY.values()}:
            yield field.translated_field.name if isinstance(field, TranslationField) else name


def told_of(model):
    """The fields of which the journal tells, of a file its hash."""
    subject = subjects().get(model)
    files = {"file"} if subject and "sha256" in subject.facts else set()
    return {*subject.facts, *subject.texts, *subject.more, *files} if subject else set()


def reasoned(label):
    return {name for names in FREE[label].values() for name in names.split()}


def test_every_record_form_is_looked_at(town):
    registered = {model._meta.label_lower for model in admin.site._registry if model._meta.app_label in APPS}
    looked_at = {row._meta.label_lower for row in town.public} & registered
    assert looked_at == set(FREE)
    assert registered - looked_at == set(NOT_LOOKED_AT)


@pytest.mark.parametrize("label", list(FREE))
def test_no_field_of_what_is_public_is_free_without_a_reason(town, label):
    rows = [row for row in town.public if row._meta.label_lower == label]
    offered = {name for row in rows for person in town.staff for name in fields_offered(row, person)}
    assert offered == reasoned(label)
