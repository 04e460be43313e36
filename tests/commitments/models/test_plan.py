import threading
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import translation
from django.utils.translation import gettext

from commitments.models import ActionPlan, Commitment
from tests.commitments.models.refusals import (
    Rule,
    named,
    nothing_in,
    the_database_refuses_to_insert,
    the_database_refuses_to_update,
    the_form_refuses,
)
from tests.commitments.models.withdrawal_rules import GONE, of_withdrawals
from tests.factories.commitments import (
    ActionPlanFactory,
    AmendmentFactory,
    AxisFactory,
    CommitmentFactory,
    DateConfirmationFactory,
    DueDateConfirmationFactory,
    MilestoneFactory,
    ResponsibilityFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 15)
TITLE = "Write the title in at least one language."
ORDER = "The end cannot come before the start."

WITHDRAWN_PLAN = "A plan that was withdrawn is not the current one."
WITHDRAWABLE = {"plan": ActionPlanFactory, "commitment": CommitmentFactory, "milestone": MilestoneFactory}

RULES = [
    *(rule for name, factory in WITHDRAWABLE.items() for rule in of_withdrawals(name, factory)),
    *(
        Rule(
            f"{name}_withdrawn_was_published",
            WITHDRAWABLE[name],
            GONE,
            "Only what was public can be withdrawn.",
            good={"is_published": False},
        )
        for name in ("plan", "commitment")
    ),
    Rule("withdrawn_plan_is_not_current", ActionPlanFactory, GONE, WITHDRAWN_PLAN, good={"is_current": True}),
    Rule("plan_kind_is_known", ActionPlanFactory, {"kind": "wish"}),
    Rule(
        "one_current_plan_of_a_kind",
        ActionPlanFactory,
        {"is_current": True},
        "Another plan of this kind is already the current one.",
        beside={"is_current": True},
    ),
    Rule("plan_has_a_title", ActionPlanFactory, nothing_in("title"), TITLE),
    Rule("plan_dates_in_order", ActionPlanFactory, {"ends_on": date(2022, 12, 31)}, ORDER),
    Rule(
        "plan_reporting_ends_after_plan",
        ActionPlanFactory,
        {"reporting_ends_on": date(2026, 12, 30)},
        "Reporting cannot end before the plan does.",
    ),
    Rule(
        "axis_number_once_in_plan",
        AxisFactory,
        {"plan": "first.plan", "number": "first.number"},
        good={"plan__draft": True},
        beside={},
    ),
    Rule(
        "axis_slug_once_in_plan",
        AxisFactory,
        {"plan": "first.plan", "slug": "first.slug"},
        good={"plan__draft": True},
        beside={},
    ),
    Rule("axis_has_a_title", AxisFactory, nothing_in("title"), TITLE),
    Rule("commitment_has_a_title", CommitmentFactory, nothing_in("title"), TITLE),
    Rule("commitment_dates_in_order", CommitmentFactory, {"ends_on": date(2022, 12, 31)}, ORDER),
    Rule("commitment_sdgs_between_1_and_17", CommitmentFactory, {"sdgs": [16, 18]}, "The goals are numbered 1 to 17."),
    Rule(
        "institution_once_per_commitment",
        ResponsibilityFactory,
        {"commitment": "first.commitment", "institution": "first.institution"},
        "This institution already answers for the commitment.",
        good={"commitment__draft": True},
        beside={},
    ),
    Rule("responsibility_role_is_known", ResponsibilityFactory, {"role": "boss"}),
    Rule(
        "milestone_number_once_in_commitment",
        MilestoneFactory,
        {"commitment": "first.commitment", "number": "first.number"},
        "Another milestone of the commitment has this number.",
        good={"commitment__draft": True},
        beside={},
    ),
    Rule("milestone_has_a_title", MilestoneFactory, nothing_in("title"), TITLE),
]
# A form sets what these check itself, or asks for them apart (below).
DATABASE_RULES = [
    Rule("commitment_ogp_id_null_rather_than_empty", CommitmentFactory, {"ogp_id": ""}),
    Rule(
        "commitment_number_once_in_plan", CommitmentFactory, {"axis": "first.axis", "number": "first.number"}, beside={}
    ),
]
AMENDMENT_RULES = [
    Rule(
        "amendment_about_exactly_one_thing",
        AmendmentFactory,
        {"commitment": None},
        "Name one commitment, milestone or indicator, and what of it changes.",
    ),
    Rule(
        "amendment_has_a_reason",
        AmendmentFactory,
        nothing_in("reason"),
        "Give the reason in at least one language.",
    ),
    Rule(
        "amendment_names_a_decision",
        AmendmentFactory,
        nothing_in("decision"),
        "Name the decision in at least one language.",
    ),
    Rule(
        "amendment_says_from_and_to",
        AmendmentFactory,
        {"date_to": None},
        "Say what it was and what it becomes.",
    ),
    Rule(
        "amendment_corrects_words_alone",
        AmendmentFactory,
        {"is_correction": True},
        "Only words are put right without a decision.",
    ),
    Rule(
        "date_confirmation_says_by_whom",
        DateConfirmationFactory,
        nothing_in("confirmed_by"),
        "Say who confirmed the date, in at least one language.",
    ),
    Rule(
        "date_confirmation_of_exactly_one_date",
        DateConfirmationFactory,
        {"due_on": date(2026, 1, 1)},
        "Name one commitment and its end, or one milestone and its due date.",
    ),
    Rule(
        "due_date_confirmed_once",
        DueDateConfirmationFactory,
        {"milestone": "first.milestone"},
        "This date is confirmed already.",
        beside={},
    ),
    Rule(
        "date_confirmed_once",
        DateConfirmationFactory,
        {"commitment": "first.commitment"},
        "This date is confirmed already.",
        beside={},
    ),
]


@pytest.mark.parametrize("rule", named([*RULES, *AMENDMENT_RULES]))
def test_the_form_says_what_is_wrong(rule):
    the_form_refuses(rule)


@pytest.mark.parametrize("rule", named([*RULES, *DATABASE_RULES, *AMENDMENT_RULES]))
def test_no_such_row_is_inserted(rule):
    the_database_refuses_to_insert(rule)


@pytest.mark.parametrize("rule", named([*RULES, DATABASE_RULES[0]]))
def test_no_row_is_updated_to_such(rule):
    the_database_refuses_to_update(rule)


@pytest.mark.parametrize("empty", ["", None])
@pytest.mark.parametrize("factory", [ActionPlanFactory, AxisFactory, CommitmentFactory, MilestoneFactory])
def test_a_title_in_one_language_is_enough(factory, empty):
    for code in ("ar", "fr", "es"):
        row = factory(**nothing_in("title", empty) | {f"title_{code}": "Un título"})
        row.full_clean()
        assert "Un título" in str(row)


def test_an_amendment_moves_a_date_or_a_wording_never_both():
    with pytest.raises(IntegrityError, match="amendment_says_from_and_to"):
        AmendmentFactory(was={"fr": "before"}, becomes={"fr": "after"})


def test_the_form_says_that_a_number_is_taken_though_it_does_not_ask_for_the_plan():
    taken = CommitmentFactory()
    second = CommitmentFactory(axis=taken.axis)
    second.number = taken.number
    for language in ("ar", "fr", "es"):
        with translation.override(language), pytest.raises(ValidationError) as refusal:
            second.full_clean(exclude={"plan"})
        with translation.override(language):
            assert refusal.value.messages == [gettext("Another commitment of the plan has this number.")]


# --- one plan: its own axes, one current a kind --------------------------------


def the_axis_is_refused(act):
    def acted_and_checked():
        with transaction.atomic():
            act()
            connection.check_constraints()

    with pytest.raises(IntegrityError, match="commitment_axis_of_its_plan"):
        acted_and_checked()


def test_a_commitment_takes_its_plan_from_its_axis():
    commitment = CommitmentFactory(plan=ActionPlanFactory())
    assert commitment.plan == commitment.axis.plan


def test_no_bulk_row_names_a_plan_that_is_not_its_axis_own():
    axis, stranger = AxisFactory(), ActionPlanFactory()
    row = Commitment(axis=axis, plan=stranger, slug="strange", number=1, title_fr="Ailleurs")
    the_axis_is_refused(lambda: Commitment.objects.bulk_create([row]))


def test_no_update_moves_a_commitment_to_a_plan_that_is_not_its_axis_own():
    commitment, stranger = CommitmentFactory(draft=True), ActionPlanFactory()
    the_axis_is_refused(lambda: Commitment.objects.filter(pk=commitment.pk).update(plan=stranger))


def test_no_axis_leaves_its_plan_while_a_commitment_stands_in_it():
    commitment, stranger = CommitmentFactory(axis__plan__draft=True), ActionPlanFactory()
    commitment.axis.plan = stranger
    the_axis_is_refused(commitment.axis.save)


def test_a_draft_commitment_moves_to_another_plan_together_with_its_axis():
    commitment, axis = CommitmentFactory(draft=True), AxisFactory()
    commitment.axis = axis
    commitment.save()
    connection.check_constraints()
    commitment.refresh_from_db()
    assert commitment.plan == axis.plan


def test_each_kind_has_its_own_current_plan():
    ActionPlanFactory(kind="ogp", is_current=True)
    ActionPlanFactory(kind="pac", is_current=True).full_clean()
    assert ActionPlan.objects.filter(is_current=True).count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_plans_made_current_at_once_one_wins():
    plans = [ActionPlanFactory(), ActionPlanFactory()]
    both_ready, outcomes = threading.Barrier(2, timeout=10), []

    def make_current(plan):
        try:
            with transaction.atomic():
                both_ready.wait()
                ActionPlan.objects.filter(pk=plan.pk).update(is_current=True)
            outcomes.append("done")
        except IntegrityError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=make_current, args=[plan]) for plan in plans]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(outcomes) == ["done", "refused"]
    assert ActionPlan.objects.filter(is_current=True).count() == 1
