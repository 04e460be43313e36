"""What is public is not changed in a record form: every field that still can be stands here, with the reason why."""

import pytest
from django.contrib import admin
from django.test import RequestFactory
from modeltranslation.fields import TranslationField

from tests.budget_docs import rows as budget
from tests.factories import people
from tests.factories import town as towns
from tests.factories.commitments import CommitmentFactory, IndicatorFactory, MilestoneFactory, ResponsibilityFactory

APPS = ("commitments", "budget_docs", "participation")
FILED = "how a promise is filed and found; nothing of it is promised"
CITED = "where the portal has it from, not what is promised"
TERM = "a word under which promises are filed"
QUOTED = "quoted from a published source, with which it is compared in `known`"
OPEN = "a door still open: it wants an act of its own"  # each is closed by taking it off this list
PROOF = "new proof is added; what proved something published is settled"
FREE = {
    "commitments.commitment": {
        FILED: "themes ogp_values policy_areas sectors sdgs ogp_id carried_over_from",
        CITED: "source title_source",
    },
    "commitments.milestone": {},
    "commitments.indicator": {},
    "commitments.actionplan": {
        QUOTED: "title kind slug starts_on ends_on reporting_ends_on submitted_on lead_institutions source source_note"
        " participants_stated groups_stated public_meetings_stated axis.number axis.slug axis.title"
        " cocreationfigure.category cocreationfigure.count cocreationfigure.position cocreationfigure.unit"
        " endorsement.language endorsement.organisation endorsement.own_name endorsement.own_name_source"
        " endorsement.person endorsement.position endorsement.role planattachment.as_given planattachment.language"
        " planattachment.position planattachment.title planattachment.url",
    },
    "commitments.axis": {QUOTED: "number plan slug source summary title"},
    "commitments.narrativesection": {QUOTED: "body plan question source"},
    "commitments.plannote": {QUOTED: "plan position source text topic"},
    "commitments.planpromise": {QUOTED: "plan question slug source title"},
    "commitments.event": {QUOTED: "ends_on is_month plan slug source starts_on text title"},
    "commitments.body": {QUOTED: "composition institution mandate name position slug source ties ties_source"},
    "commitments.institution": {
        QUOTED: "kind name slug source institutionalias.language institutionalias.name institutionalias.source"
    },
    "commitments.source": {CITED: "code title trust url"},
    "commitments.theme": {TERM: "name slug"},
    "commitments.ogpvalue": {TERM: "name slug"},
    "commitments.policyarea": {TERM: "name slug"},
    "commitments.sector": {TERM: "name slug"},
    "commitments.inceptionassessment": {
        OPEN: "assessed_on commitment depth explanation kind relevant source verifiable"
    },
    "commitments.progressupdate": {},
    "commitments.statement": {},
    "commitments.reading": {
        PROOF: "evidence.alternative_text evidence.answered_on evidence.dated_on evidence.file evidence.title"
        " evidence.url"
    },
    "commitments.evidence": {
        OPEN: "alternative_text answered_on dated_on file milestone reading statement title update url"
    },
    "commitments.recommendation": {OPEN: "answer answer_reason answered_on due_on"},
    "commitments.amendment": {},
    "commitments.annualreport": {},
    "commitments.edition": {},
    "commitments.reportpdf": {},
    "budget_docs.budget": {},
    "budget_docs.budgetdocument": {
        OPEN: "abstentions second_reading_of session_kind session_on summary visa visa_on votes_against votes_for"
    },
    "budget_docs.documentfile": {},
    "budget_docs.documenttype": {OPEN: "due_day due_month due_year_offset explanation legal_basis name position"},
    "budget_docs.fiscalyear": {OPEN: "population population_source"},
    "budget_docs.publicationdate": {OPEN: "is_expected note"},
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
    **dict.fromkeys((f"participation.{name}" for name in ("holiday", "refusalground", "term")), "law, with its source"),
}


def whole(*fields):
    return {f"{field}_{code}": "Texte" for field in fields for code in ("ar", "fr", "es")}


@pytest.fixture(scope="module")
def town(rows_of_a_module):
    """Public rows of every kind, whole in every language, and somebody of every role."""
    town = towns.build()
    public = ("_one", "_own", "_published", "_answered")
    town.public = [row for name, row in town.rows.items() if name.endswith(public)]
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
    """Those of the person's form of the row: "title", or "responsibility.role" of the rows inside it."""
    page, request = admin.site._registry[type(row)], RequestFactory().get("/")
    request.user = person
    if page.has_change_permission(request, row):
        yield from plain_names(type(row), page.get_form(request, row, change=True))
    if page.has_view_or_change_permission(request, row):
        for formset, inline in page.get_formsets_with_inlines(request, row):
            if inline.has_change_permission(request, row) or inline.has_add_permission(request, row):
                names = plain_names(inline.model, formset.form)
                yield from (f"{inline.model._meta.model_name}.{name}" for name in names if name != formset.fk.name)


def plain_names(model, form):
    for name in form.base_fields:
        field = next((field for field in model._meta.fields if field.name == name), None)
        if name != "version":
            yield field.translated_field.name if isinstance(field, TranslationField) else name


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
