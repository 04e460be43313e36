import pytest

from commitments.models import ActionPlan, NarrativeQuestion, NarrativeSection, PlanKind
from tests.commitments.models.refusals import (
    Rule,
    named,
    nothing_in,
    the_database_refuses_to_insert,
    the_database_refuses_to_update,
    the_form_refuses,
)
from tests.factories.commitments import ActionPlanFactory, InceptionAssessmentFactory
from tests.factories.narrative import (
    CoCreationFigureFactory,
    EndorsementFactory,
    NarrativeSectionFactory,
    PlanAttachmentFactory,
    PlanNoteFactory,
    PlanPromiseFactory,
)

pytestmark = pytest.mark.django_db
SAME_PLACE = {"plan": "first.plan", "position": "first.position"}

RULES = [
    Rule(
        "question_answered_once_in_plan",
        NarrativeSectionFactory,
        {"plan": "first.plan", "question": "first.question"},
        "The plan already answers this question.",
        beside={},
    ),
    Rule("section_has_a_text", NarrativeSectionFactory, nothing_in("body"), "Write the text in at least one language."),
    Rule("note_has_a_text", PlanNoteFactory, nothing_in("text"), "Write the text in at least one language."),
    Rule("section_question_is_known", NarrativeSectionFactory, {"question": "weather"}),
    Rule("figure_position_once_in_plan", CoCreationFigureFactory, SAME_PLACE, beside={}),
    Rule("figure_unit_is_known", CoCreationFigureFactory, {"unit": "sheep"}),
    Rule(
        "figure_has_a_category",
        CoCreationFigureFactory,
        nothing_in("category"),
        "Write the category in at least one language.",
    ),
    Rule("endorsement_position_once_in_plan", EndorsementFactory, SAME_PLACE, beside={}),
    Rule("attachment_position_once_in_plan", PlanAttachmentFactory, SAME_PLACE, beside={}),
    Rule(
        "attachment_has_a_title",
        PlanAttachmentFactory,
        nothing_in("title"),
        "Write the title in at least one language.",
    ),
    Rule("note_position_once_in_plan", PlanNoteFactory, SAME_PLACE, beside={}),
    Rule(
        "promise_slug_once_in_plan",
        PlanPromiseFactory,
        {"plan": "first.plan", "slug": "first.slug"},
        "Another promise of the plan has this identifier.",
        beside={},
    ),
    Rule("promise_has_a_title", PlanPromiseFactory, nothing_in("title"), "Write the title in at least one language."),
    Rule("promise_question_is_known", PlanPromiseFactory, {"question": "weather"}),
    Rule("note_topic_is_known", PlanNoteFactory, {"topic": "weather"}),
    Rule("inception_kind_is_known", InceptionAssessmentFactory, {"kind": "odd"}),
    Rule("inception_depth_is_known", InceptionAssessmentFactory, {"depth": "abyss"}),
]


@pytest.mark.parametrize("rule", named(RULES))
def test_the_form_says_what_is_wrong(rule):
    the_form_refuses(rule)


@pytest.mark.parametrize("rule", named(RULES))
def test_no_such_row_is_inserted(rule):
    the_database_refuses_to_insert(rule)


@pytest.mark.parametrize("rule", named(RULES))
def test_no_row_is_updated_to_such(rule):
    the_database_refuses_to_update(rule)


def test_two_plans_answer_the_same_question():
    for _ in range(2):
        NarrativeSectionFactory(question=NarrativeQuestion.VISION).full_clean()


def test_what_a_draft_of_a_plan_says_of_itself_goes_with_it():
    plan = ActionPlanFactory(draft=True)
    for factory in (
        NarrativeSectionFactory,
        CoCreationFigureFactory,
        EndorsementFactory,
        PlanNoteFactory,
        PlanPromiseFactory,
    ):
        factory(plan=plan)
    plan.delete()
    assert not ActionPlan.objects.exists()


def test_a_plan_that_did_not_answer_ogps_form_is_not_told_in_its_words():
    ogp, pac = (ActionPlan(kind=kind) for kind in (PlanKind.OGP, PlanKind.PAC))
    headings = [str(NarrativeSection(plan=plan, question=NarrativeQuestion.VISION).heading) for plan in (ogp, pac)]
    assert headings == ["الرؤية بعيدة المدى للحكومة المنفتحة", "ما يهدف إليه"]
