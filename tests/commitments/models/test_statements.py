import threading
from datetime import date

import factory
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import translation
from django.utils.translation import gettext

from commitments.models import CompletionLevel, Statement
from tests.commitments.models.refusals import (
    Rule,
    named,
    nothing_in,
    the_database_refuses_to_insert,
    the_database_refuses_to_update,
    the_form_refuses,
)
from tests.factories.commitments import (
    CommitmentFactory,
    InstitutionFactory,
    MilestoneFactory,
    ProgressUpdateFactory,
    ProposedReadingFactory,
    StatementFactory,
)
from tests.refusals import refused

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 15)
DRAFT = {"state": "draft"}


class OpenStatementFactory(StatementFactory):
    institution = factory.SubFactory(InstitutionFactory)
    state = "draft"


RULES = [
    Rule(
        "statement_about_exactly_one_thing",
        StatementFactory,
        {"commitment": None},
        "Name one commitment or one milestone.",
        good=DRAFT,
    ),
    *(
        Rule(f"{name}_state_is_known", made_by, {"state": "hidden"}, good=DRAFT)
        for name, made_by in (("statement", StatementFactory), ("progressupdate", ProgressUpdateFactory))
    ),
    *(
        Rule(
            f"{name}_returned_iff_explained",
            made_by,
            breach,
            "Say why, when and only when you return it.",
            good=DRAFT,
        )
        for name, made_by in (("statement", StatementFactory), ("progressupdate", ProgressUpdateFactory))
        for breach in ({"state": "returned"}, {"return_reason": "Trop court"})
    ),
    *(
        Rule(
            f"one_open_statement_of_an_institution_on_a_{subject}",
            OpenStatementFactory,
            {"institution": "first.institution", subject: f"first.{subject}"},
            "There is a statement on this that is not published yet: continue it.",
            good=about,
            beside=about,
        )
        for subject, about in (
            ("commitment", {}),
            ("milestone", {"commitment": None, "milestone": factory.LazyFunction(MilestoneFactory)}),
        )
    ),
    Rule(
        "statement_done_on_of_a_milestone",
        StatementFactory,
        {"done_on": date(2025, 12, 1)},
        "Only the municipality notes when a milestone was done.",
        good=DRAFT,
    ),
    Rule(
        "one_proposal_an_indicator",
        ProposedReadingFactory,
        {"indicator": "first.indicator", "statement": "first.statement"},
        beside={},
    ),
    Rule("statement_side_is_known", StatementFactory, {"side": "press"}, good=DRAFT),
    Rule("statement_level_is_known", StatementFactory, {"level": "63 %"}, good=DRAFT),
    Rule(
        "no_evidence_is_said_by_the_monitor_only",
        StatementFactory,
        {"level": "no_evidence"},
        "Only the independent monitor may say that no evidence is available.",
        good=DRAFT,
    ),
    Rule(
        "published_statement_says_something",
        StatementFactory,
        {"state": "published"},
        "Say what was done or found in at least one language before publishing.",
        good=DRAFT | nothing_in("summary"),
    ),
    Rule(
        "update_has_a_title",
        ProgressUpdateFactory,
        nothing_in("title"),
        "Write the title in at least one language.",
        good=DRAFT,
    ),
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


def test_a_statement_is_not_about_a_commitment_and_a_milestone_at_once():
    milestone = MilestoneFactory()
    with pytest.raises(IntegrityError, match="statement_about_exactly_one_thing"):
        StatementFactory(commitment=milestone.commitment, milestone=milestone)


def test_no_statement_corrects_itself():
    row = Statement(pk=4_000_000, commitment=CommitmentFactory(), side="monitor", level="limited", dated_on=TODAY)
    row.supersedes_id = row.pk
    with pytest.raises(IntegrityError, match="statement_does_not_supersede_itself"), transaction.atomic():
        Statement.objects.bulk_create([row])


def test_the_monitor_may_say_that_there_is_no_evidence_and_nobody_else_is_offered_it():
    StatementFactory(by_monitor=True, level="no_evidence").full_clean()
    assert [value for value, _label in CompletionLevel.municipal_choices()] == [
        "not_started",
        "limited",
        "substantial",
        "complete",
    ]


# --- corrections -------------------------------------------------------------------


def another(statement, **values):
    subject = {"commitment": statement.commitment, "milestone": statement.milestone}
    given = {"side": statement.side, "level": "limited", "dated_on": statement.dated_on, **subject, **values}
    return Statement(summary_fr="Corrigé", state="published", supersedes=statement, **given)


def test_a_statement_is_corrected_once_and_the_form_says_so():
    first = StatementFactory()
    another(first).save()
    for language in ("ar", "fr", "es"):
        with translation.override(language):
            with pytest.raises(ValidationError) as refusal:
                another(first).full_clean()
            sentence = gettext("That statement has already been corrected: correct the correction.")
            assert refusal.value.message_dict == {"supersedes": [sentence]}
    with pytest.raises(IntegrityError, match="supersedes_id"), transaction.atomic():
        Statement.objects.bulk_create([another(first)])


@pytest.mark.django_db(transaction=True)
def test_of_two_corrections_entered_at_once_one_wins():
    first = StatementFactory()
    both_ready, outcomes = threading.Barrier(2, timeout=10), []

    def correct():
        try:
            with transaction.atomic():
                both_ready.wait()
                another(first).save()
            outcomes.append("done")
        except IntegrityError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=correct) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(outcomes) == ["done", "refused"]
    assert Statement.objects.filter(supersedes=first).count() == 1


def is_refused(correction, constraint):
    with refused("other_statement"):
        correction.full_clean()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Statement.objects.bulk_create([correction])


def test_neither_side_corrects_the_other():
    by_monitor = StatementFactory(by_monitor=True, level="no_evidence")
    is_refused(another(by_monitor, side="municipality", level="complete"), "statement_correction_keeps_side")


def test_a_correction_stays_with_its_commitment():
    is_refused(another(StatementFactory(), commitment=CommitmentFactory()), "statement_correction_keeps_commitment")


def test_a_correction_stays_with_its_milestone():
    about_a_milestone = StatementFactory(commitment=None, milestone=MilestoneFactory())
    is_refused(another(about_a_milestone, milestone=MilestoneFactory()), "statement_correction_keeps_milestone")


def test_a_correction_does_not_pass_from_the_milestone_to_its_commitment():
    milestone = MilestoneFactory()
    about_a_milestone = StatementFactory(commitment=None, milestone=milestone)
    correction = another(about_a_milestone, commitment=milestone.commitment, milestone=None)
    is_refused(correction, "statement_correction_keeps_commitment")


# --- the newest of each side ---------------------------------------------------------


def newest(on):
    return set(Statement.objects.newest(on))


def test_the_newest_statement_of_each_side_on_each_subject_stands():
    commitment = CommitmentFactory()
    milestone = MilestoneFactory(commitment=commitment)
    StatementFactory(commitment=commitment, dated_on=date(2024, 1, 1))
    declared = StatementFactory(commitment=commitment, dated_on=date(2025, 1, 1))
    assessed = StatementFactory(commitment=commitment, by_monitor=True, dated_on=date(2024, 6, 1))
    of_milestone = StatementFactory(commitment=None, milestone=milestone, dated_on=date(2023, 6, 1))
    other = StatementFactory(dated_on=date(2023, 6, 1))
    assert newest(TODAY) == {declared, assessed, of_milestone, other}


def test_drafts_and_statements_of_later_days_do_not_stand():
    shown = StatementFactory(dated_on=date(2025, 1, 1))
    StatementFactory(commitment=shown.commitment, dated_on=date(2026, 1, 1), draft=True)
    StatementFactory(commitment=shown.commitment, dated_on=date(2026, 6, 16))
    assert newest(TODAY) == {shown}


def test_of_two_statements_of_a_day_the_later_entry_stands():
    first = StatementFactory()
    second = StatementFactory(commitment=first.commitment, dated_on=first.dated_on)
    assert newest(TODAY) == {second}


def test_a_corrected_statement_stands_until_the_day_of_its_correction():
    first = StatementFactory(dated_on=date(2025, 1, 1))
    correction = another(first, dated_on=date(2025, 3, 1))
    correction.save()
    assert newest(date(2025, 2, 28)) == {first}
    assert newest(date(2025, 3, 1)) == {correction}


def test_a_correction_of_an_older_statement_leaves_the_newest_standing():
    older = StatementFactory(dated_on=date(2024, 1, 1))
    newer = StatementFactory(commitment=older.commitment, dated_on=date(2025, 1, 1))
    another(older, dated_on=date(2024, 1, 1)).save()
    assert newest(TODAY) == {newer}


def test_a_draft_correction_leaves_the_statement_standing():
    first = StatementFactory()
    draft = another(first)
    draft.state = "draft"
    draft.save()
    assert newest(TODAY) == {first}


def test_a_chain_of_corrections_leaves_the_last_standing():
    first = StatementFactory()
    second = another(first)
    second.save()
    third = another(second)
    third.save()
    assert newest(TODAY) == {third}
