import threading
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from commitments.models import Amendment, Commitment
from commitments.plan import amendments
from tests.factories.commitments import (
    CommitmentFactory,
    IndicatorFactory,
    InstitutionFactory,
    MilestoneFactory,
    ResponsibilityFactory,
)
from tests.refusals import refused

pytestmark = pytest.mark.django_db
WHY = {"decided_on": date(2025, 2, 5), "reason_fr": "Retard du marché", "decision_es": "Acuerdo 12/2025"}


def test_a_date_moves_and_the_amendment_says_from_where_and_why():
    commitment = CommitmentFactory()
    amendment = amendments.move_date(commitment, "ends_on", date(2027, 6, 30), **WHY)
    commitment.refresh_from_db()
    assert commitment.ends_on == date(2027, 6, 30)
    assert list(commitment.amendments.all()) == [amendment]
    assert (amendment.field, amendment.date_from, amendment.date_to) == (
        "ends_on",
        date(2026, 12, 31),
        date(2027, 6, 30),
    )
    assert (amendment.reason_fr, amendment.decision_es) == ("Retard du marché", "Acuerdo 12/2025")


def test_a_milestone_moves_by_an_amendment_of_its_own():
    milestone = MilestoneFactory()
    amendment = amendments.move_date(milestone, "due_on", date(2026, 1, 31), **WHY)
    milestone.refresh_from_db()
    assert milestone.due_on == date(2026, 1, 31)
    assert (amendment.milestone, amendment.commitment) == (milestone, None)


def test_a_date_never_set_is_given_openly_too():
    commitment = CommitmentFactory(ends_on=None)
    amendment = amendments.move_date(commitment, "ends_on", date(2027, 6, 30), **WHY)
    assert (amendment.date_from, amendment.date_to) == (None, date(2027, 6, 30))


def test_the_same_date_again_is_no_amendment():
    commitment = CommitmentFactory()
    with refused("unchanged"):
        amendments.move_date(commitment, "ends_on", commitment.ends_on, **WHY)
    assert not Amendment.objects.exists()


@pytest.mark.parametrize("field", ["due_on", "title_fr", "is_published"])
def test_only_a_promised_date_of_its_own_moves(field):
    with refused("unknown_field"):
        amendments.move_date(CommitmentFactory(), field, date(2027, 1, 1), **WHY)
    assert not Amendment.objects.exists()


@pytest.mark.parametrize(
    ("missing", "code"), [("reason_fr", "amendment_has_a_reason"), ("decision_es", "amendment_names_a_decision")]
)
def test_without_reason_and_decision_nothing_moves(missing, code):
    commitment = CommitmentFactory()
    with refused(code):
        amendments.move_date(commitment, "ends_on", date(2027, 1, 1), **WHY | {missing: ""})
    assert not Amendment.objects.exists()
    commitment.refresh_from_db()
    assert commitment.ends_on == date(2026, 12, 31)


def test_dates_out_of_order_do_not_move():
    commitment = CommitmentFactory()
    with refused("commitment_dates_in_order"):
        amendments.move_date(commitment, "ends_on", date(2022, 1, 1), **WHY)
    assert not Amendment.objects.exists()
    commitment.refresh_from_db()
    assert commitment.ends_on == date(2026, 12, 31)


def test_the_row_is_read_again_under_its_lock():
    stale = CommitmentFactory()
    Commitment.objects.filter(pk=stale.pk).update(ends_on=date(2027, 3, 31), title_fr="Corrigé entre-temps")
    amendment = amendments.move_date(stale, "ends_on", date(2027, 6, 30), **WHY)
    stale.refresh_from_db()
    assert amendment.date_from == date(2027, 3, 31)
    assert stale.title_fr == "Corrigé entre-temps"


def test_an_amendment_of_an_invented_milestone_is_invented():
    assert amendments.move_date(MilestoneFactory(is_demo=True), "due_on", date(2027, 1, 1), **WHY).is_demo
    assert not amendments.move_date(MilestoneFactory(), "due_on", date(2027, 1, 1), **WHY).is_demo


def test_a_title_changes_in_the_languages_given_and_the_former_wording_stays():
    commitment = CommitmentFactory()
    amendment = amendments.reword(commitment, "title", {"fr": "Publier tout le budget", "es": "Publicar todo"}, **WHY)
    commitment.refresh_from_db()
    assert (commitment.title_ar, commitment.title_fr) == ("نشر وثائق الميزانية", "Publier tout le budget")
    assert (amendment.field, amendment.was) == ("title", {"fr": "Publier le budget", "es": "Publicar el presupuesto"})
    assert amendment.becomes == {"fr": "Publier tout le budget", "es": "Publicar todo"}


def test_only_what_changed_is_kept_of_a_wording():
    commitment = CommitmentFactory()
    new = {"fr": "Publier tout", "es": commitment.title_es}
    assert amendments.reword(commitment, "title", new, **WHY).was == {"fr": "Publier le budget"}


def test_blanks_at_the_ends_and_the_line_ends_of_browsers_are_no_other_wording():
    commitment = CommitmentFactory(problem_fr="Un\ndeux ")
    with refused("unchanged"):
        amendments.reword(commitment, "problem", {"fr": " Un\r\ndeux"}, **WHY)


@pytest.mark.parametrize(
    ("factory", "field"),
    [
        *((CommitmentFactory, field) for field in ("title", "problem", "status_quo", "action", "contribution")),
        *((MilestoneFactory, field) for field in ("title", "expected_output")),
        *((IndicatorFactory, field) for field in ("title", "unit", "definition", "data_source")),
    ],
)
def test_every_text_of_a_promise_is_reworded(factory, field):
    row = factory(**{f"{field}_ar": "قديم"})
    amendment = amendments.reword(row, field, {"ar": "جديد"}, **WHY)
    row.refresh_from_db()
    assert (getattr(row, f"{field}_ar"), amendment.subject) == ("جديد", row)
    assert (amendment.was, amendment.becomes) == ({"ar": "قديم"}, {"ar": "جديد"})


def test_a_target_its_day_and_its_direction_change_in_one_act_with_an_amendment_each():
    indicator = IndicatorFactory()
    changes = {"direction": "down", "target": Decimal("1.5"), "target_on": date(2027, 12, 31), "baseline": Decimal(2)}
    made = {one.field: one for one in amendments.amend(indicator, changes, **WHY)}
    indicator.refresh_from_db()
    assert (indicator.direction, indicator.target, indicator.target_on) == ("down", Decimal("1.5"), date(2027, 12, 31))
    assert {field: (one.was, one.becomes) for field, one in made.items() if field != "target_on"} == {
        "direction": ("up", "down"),
        "target": ("12.0000", "1.5000"),
    }
    assert (made["target_on"].date_from, made["target_on"].date_to) == (date(2026, 12, 31), date(2027, 12, 31))
    assert {one.reason_fr for one in made.values()} == {"Retard du marché"}


def test_what_a_row_cannot_hold_changes_nothing_of_it():
    indicator = IndicatorFactory()
    with refused("indicator_target_in_its_direction"):
        amendments.amend(indicator, {"target": Decimal(1), "kind": "impact"}, **WHY)
    assert not Amendment.objects.exists()
    assert not type(indicator).objects.filter(kind="impact").exists()


def test_who_answers_for_a_commitment_changes_and_the_names_are_kept():
    commitment = CommitmentFactory()
    one, two, three = (InstitutionFactory(slug=slug) for slug in ("one", "two", "three"))
    for institution in (one, two):
        ResponsibilityFactory(commitment=commitment, institution=institution)
    amendment = amendments.amend(commitment, {"institutions": [(two, "support"), (three, "lead")]}, **WHY)[0]
    assert set(commitment.responsibilities.values_list("institution__slug", "role")) == {
        ("two", "support"),
        ("three", "lead"),
    }
    assert [(named["slug"], named["role"]) for named in amendment.was] == [("one", "lead"), ("two", "lead")]
    assert [(named["slug"], named["role"]) for named in amendment.becomes] == [("three", "lead"), ("two", "support")]
    assert amendment.was[0]["name"] == {"ar": one.name_ar, "fr": one.name_fr, "es": one.name_es}


def test_a_milestone_passes_to_another_institution_or_to_that_of_its_commitment():
    milestone, institution = MilestoneFactory(), InstitutionFactory(slug="one")
    amendment = amendments.amend(milestone, {"institutions": institution}, **WHY)[0]
    assert (amendment.was, [named["slug"] for named in amendment.becomes]) == ([], ["one"])
    amendments.amend(milestone, {"institutions": None}, **WHY)
    milestone.refresh_from_db()
    assert milestone.institution is None


def test_nothing_that_changes_is_no_amendment():
    commitment = CommitmentFactory()
    answering = ResponsibilityFactory(commitment=commitment)
    same = {"title": {"fr": commitment.title_fr}, "institutions": [(answering.institution, "lead")]}
    with refused("unchanged"):
        amendments.amend(commitment, same, **WHY)
    assert not Amendment.objects.exists()


@pytest.mark.parametrize(
    ("factory", "nothing"),
    [
        (CommitmentFactory, {"title": {"fr": " "}}),
        (CommitmentFactory, {"ends_on": None}),
        (IndicatorFactory, {"target": None}),
        (IndicatorFactory, {"kind": ""}),
    ],
)
def test_what_was_promised_is_not_emptied(factory, nothing):
    row = factory()
    with refused("emptied"):
        amendments.amend(row, nothing, **WHY)
    assert not Amendment.objects.exists()


def test_a_commitment_is_not_left_to_nobody():
    commitment = ResponsibilityFactory().commitment
    with refused("emptied"):
        amendments.amend(commitment, {"institutions": []}, **WHY)


@pytest.mark.parametrize(("factory", "field"), [(MilestoneFactory, "done_on"), (CommitmentFactory, "slug")])
def test_only_the_facts_of_the_list_are_amended(factory, field):
    with refused("unknown_field"):
        amendments.amend(factory(), {field: date(2026, 1, 1)}, **WHY)


@pytest.mark.django_db(transaction=True)
def test_two_amendments_at_once_follow_each_other():
    commitment = CommitmentFactory()
    ready = threading.Barrier(2, timeout=10)

    def move(to):
        ready.wait()
        try:
            amendments.move_date(commitment, "ends_on", to, **WHY)
        finally:
            connection.close()

    threads = [threading.Thread(target=move, args=[date(2027, month, 28)]) for month in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    first, second = Amendment.objects.order_by("pk")
    commitment.refresh_from_db()
    assert first.date_from == date(2026, 12, 31)
    assert second.date_from == first.date_to
    assert commitment.ends_on == second.date_to
