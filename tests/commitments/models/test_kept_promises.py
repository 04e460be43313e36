"""What is promised in public changes with an amendment or not at all, by whatever door."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from commitments.models import ActionPlan, Amendment, Commitment, Responsibility
from commitments.plan import amendments, plan_file
from tests.factories.commitments import (
    AmendmentFactory,
    CommitmentFactory,
    IndicatorFactory,
    InstitutionFactory,
    MilestoneFactory,
    ResponsibilityFactory,
)
from tetouan_portal.known.models import Correction

# Nothing of these is seen before the end of a real transaction.
pytestmark = pytest.mark.django_db(transaction=True)
WHY = {"decided_on": date(2025, 2, 5), "reason_fr": "Retard du marché", "decision_es": "Acuerdo 12/2025"}


def texts(*fields):
    return {f"{field}_{code}": "Avant" for field in fields for code in ("ar", "fr", "es")}


PROMISED = {
    CommitmentFactory: texts("title", "problem", "status_quo", "action", "contribution")
    | {"starts_on": date(2023, 1, 1), "ends_on": date(2026, 12, 31), "slug": "promised"},
    MilestoneFactory: texts("title", "expected_output") | {"due_on": date(2025, 6, 30)},
    IndicatorFactory: texts("title", "unit", "definition", "data_source")
    | {"kind": "result", "direction": "up", "frequency": "yearly", "baseline": Decimal(2), "target": Decimal(12)}
    | {"baseline_on": date(2023, 1, 1), "target_on": date(2026, 12, 31)},
}
OTHERS = {"kind": "impact", "direction": "maintain", "frequency": "monthly", "slug": "another"}
OTHERS |= {"baseline": Decimal(3), "target": Decimal(10)}


def other(column):
    return date(2025, 2, 2) if column.endswith("_on") else OTHERS.get(column, "Après")


def rewrite(row, **columns):
    """As plain SQL does, in one transaction."""
    type(row)._base_manager.filter(pk=row.pk).update(**columns)


def is_refused(act, *args, **values):
    sentence = "changed by an amendment|stays public|changes with a line of the journal"
    with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
        act(*args, **values)


@pytest.mark.parametrize("factory", list(PROMISED))
def test_no_fact_of_a_public_promise_is_rewritten(factory):
    row = factory(**PROMISED[factory])
    for column in PROMISED[factory]:
        is_refused(rewrite, row, **{column: other(column)})
        if column not in OTHERS:
            is_refused(rewrite, row, **{column: None if column[-3:] not in {"_ar", "_fr", "_es"} else ""})


def test_plain_sql_does_not_rewrite_a_title_either():
    commitment = CommitmentFactory()
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="changed by an amendment"):
        cursor.execute("update commitments_commitment set title_fr = 'Autre' where id = %s", [commitment.pk])
    commitment.refresh_from_db()
    assert commitment.title_fr == "Publier le budget"


@pytest.mark.parametrize("factory", [MilestoneFactory, IndicatorFactory])
def test_a_part_of_a_public_promise_does_not_move_to_another_one(factory):
    row = factory()
    is_refused(rewrite, row, commitment=CommitmentFactory(is_published=False))


def test_a_milestone_does_not_change_hands_unseen():
    milestone = MilestoneFactory(institution=InstitutionFactory())
    is_refused(rewrite, milestone, institution=InstitutionFactory())
    is_refused(rewrite, milestone, institution=None)
    amendments.amend(milestone, {"institutions": InstitutionFactory(slug="two")}, **WHY)
    amendments.amend(milestone, {"institutions": None}, **WHY)


def test_invented_promises_keep_the_rule_too():
    is_refused(rewrite, MilestoneFactory(is_demo=True), title_fr="Autre")


def test_a_missing_translation_is_filled_in_and_an_unknown_date_told():
    commitment = CommitmentFactory(title_es="", problem_fr=None, starts_on=None)
    rewrite(commitment, title_es="Publicar", problem_fr="Personne ne le lit", starts_on=date(2023, 6, 1))
    is_refused(rewrite, commitment, title_es="Otra cosa")


def test_with_its_amendment_everything_changes():
    commitment = CommitmentFactory(ends_on=date(2026, 12, 31))
    ResponsibilityFactory(commitment=commitment, institution__slug="one")
    two = InstitutionFactory(slug="two")
    changes = {"title": {"fr": "Autre", "ar": "آخر"}, "ends_on": date(2027, 6, 30), "institutions": [(two, "support")]}
    amendments.amend(commitment, changes, **WHY)
    indicator = IndicatorFactory(baseline=None)
    changes = {"target": Decimal("10.5"), "baseline": Decimal(1), "direction": "maintain", "unit": {"es": "Nada"}}
    amendments.amend(indicator, changes, **WHY)
    amendments.amend(MilestoneFactory(), {"due_on": date(2026, 1, 31)}, **WHY)
    assert Amendment.objects.count() == 8


def test_two_amendments_in_one_transaction_are_both_told():
    commitment = CommitmentFactory()
    with transaction.atomic():
        for title in ("Un", "Deux"):
            amendments.reword(commitment, "title", {"fr": title}, **WHY)
    commitment.refresh_from_db()
    assert commitment.title_fr == "Deux"


def test_an_amendment_of_before_excuses_no_change_of_today():
    commitment = CommitmentFactory(title_fr="Un")
    for title in ("Deux", "Un"):
        amendments.reword(commitment, "title", {"fr": title}, **WHY)
    is_refused(rewrite, commitment, title_fr="Deux")
    is_refused(rewrite, commitment, title_fr="Trois")


def test_an_amendment_of_one_thing_excuses_no_change_of_another():
    commitment, milestone = CommitmentFactory(), MilestoneFactory()

    def more_than_told():
        amendments.reword(commitment, "title", {"fr": "Autre"}, **WHY)
        rewrite(commitment, title_es="Otro")

    def another_row():
        amendments.reword(commitment, "title", {"fr": "Autre"}, **WHY)
        rewrite(milestone, title_fr="Autre")

    def something_else():
        amendments.reword(commitment, "title", {"fr": "Autre"}, **WHY)
        rewrite(commitment, title_fr="Encore autre chose")

    for act in (more_than_told, another_row, something_else):
        is_refused(act)


def test_what_is_not_public_yet_changes_freely_and_may_be_published_with_the_same_act():
    draft, of_draft_plan = CommitmentFactory(draft=True), CommitmentFactory(axis__plan__is_published=False)
    rewrite(draft, title_fr="Autre", is_published=True)
    is_refused(rewrite, draft, title_fr="Encore autre chose")
    rewrite(MilestoneFactory(commitment=of_draft_plan), title_fr="Autre")
    rewrite(of_draft_plan, title_fr="Autre")
    ActionPlan.objects.filter(pk=of_draft_plan.plan_id).update(is_published=True)
    is_refused(rewrite, of_draft_plan, title_fr="Encore autre chose")


def test_hiding_a_promise_for_a_moment_does_not_free_it():
    commitment = CommitmentFactory()

    def of_commitment():
        rewrite(commitment, is_published=False)
        rewrite(commitment, title_fr="Autre")
        rewrite(commitment, is_published=True)

    def of_plan():
        rewrite(commitment.plan, is_published=False)
        rewrite(commitment, title_fr="Autre")
        rewrite(commitment.plan, is_published=True)

    for act in (of_commitment, of_plan):
        is_refused(act)


def test_a_first_harmless_change_does_not_free_the_second():
    commitment = CommitmentFactory()

    def twice():
        rewrite(commitment, sdgs=[5])
        rewrite(commitment, title_fr="Autre")

    is_refused(twice)


def test_who_answers_for_a_public_commitment_does_not_change_unseen():
    answering = ResponsibilityFactory()
    is_refused(Responsibility.objects.filter(pk=answering.pk).delete)
    is_refused(rewrite, answering, role="support")
    is_refused(rewrite, answering, institution=InstitutionFactory())
    is_refused(ResponsibilityFactory, commitment=answering.commitment)
    is_refused(rewrite, answering, commitment=CommitmentFactory(draft=True))
    other = ResponsibilityFactory(commitment__draft=True)
    is_refused(rewrite, other, commitment=answering.commitment)
    other.delete()


def test_who_answers_is_told_once_where_nobody_was_named():
    commitment = CommitmentFactory()
    with transaction.atomic():
        for role in ("lead", "support"):
            ResponsibilityFactory(commitment=commitment, role=role)
    is_refused(ResponsibilityFactory, commitment=commitment)

    def instead():
        commitment.responsibilities.all().delete()
        ResponsibilityFactory(commitment=commitment)

    is_refused(instead)


def test_a_commitment_that_may_go_takes_its_parts_with_it():
    commitment = ResponsibilityFactory(commitment__draft=True).commitment
    MilestoneFactory(commitment=commitment)
    commitment.delete()
    assert not Responsibility.objects.exists()


def test_a_correction_of_the_known_file_is_told_in_public_and_no_amendment(tmp_path):
    plan_file.load()
    content = json.loads(plan_file.PLAN_FILE.read_text(encoding="utf-8"))
    axis = content["plans"][0]["axes"][0]
    axis["commitments"][0]["title"]["fr"] = "Corrigé"
    axis["commitments"][0]["lead"] = [content["institutions"][0]["slug"]]
    axis["commitments"][0]["involved"] = []
    corrected = tmp_path / "plan.json"
    corrected.write_text(json.dumps(content), encoding="utf-8")
    plan_file.load(corrected)
    commitment = Commitment.objects.get(slug=axis["commitments"][0]["slug"])
    assert commitment.title_fr == "Corrigé"
    assert set(Correction.objects.values_list("table", "column")) >= {
        ("commitments_commitment", "title_fr"),
        ("commitments_responsibility", ""),
    }
    is_refused(rewrite, commitment, title_fr="Autre")


def test_the_row_of_an_amendment_changes_nothing_without_its_line_in_the_journal():
    """Whoever writes both by SQL is refused, or stands in the journal."""
    milestone = MilestoneFactory(due_on=date(2025, 6, 30))

    def by_sql():
        AmendmentFactory(milestone=milestone, commitment=None, field="due_on", date_to=date(2025, 12, 31))
        rewrite(milestone, due_on=date(2025, 12, 31))

    is_refused(by_sql)


def test_the_row_of_a_correction_changes_nothing_without_its_line_in_the_journal():
    milestone = MilestoneFactory(**texts("title"))

    def by_sql():
        of_row = {"table": "commitments_milestone", "row_pk": str(milestone.pk), "column": "title_fr"}
        Correction.objects.create(file="plan", subject="x", becomes="Après", reason={"fr": "Faute"}, **of_row)
        rewrite(milestone, title_fr="Après")

    is_refused(by_sql)
