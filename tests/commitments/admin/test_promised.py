"""A plan and what it promises are published, made current and withdrawn by a button; no form hides what is public."""

from html import unescape

import pytest

from commitments.models import ActionPlan, Commitment, Responsibility
from tests.commitments.admin.pages import change, errors_on, form_on, page_of, press
from tests.commitments.withdrawing import DECISION, REASON
from tests.factories import people
from tests.factories.commitments import (
    ActionPlanFactory,
    AxisFactory,
    CommitmentFactory,
    IndicatorFactory,
    InstitutionFactory,
    MilestoneFactory,
    ResponsibilityFactory,
)

pytestmark = pytest.mark.django_db
PROMISED = [ActionPlanFactory, CommitmentFactory, MilestoneFactory, IndicatorFactory]
SAID = {"fr": REASON["fr"], "decision_fr": DECISION["fr"], "decided_on": "2026-01-05"}


def again(row):
    return type(row).objects.get(pk=row.pk)


@pytest.mark.parametrize("factory", [ActionPlanFactory, CommitmentFactory])
def test_no_tick_publishes_and_none_takes_back(staff, factory):
    draft, public = factory(draft=True), factory()
    for row in (draft, public):
        assert not {"is_published", "is_current"} & set(
            form_on(staff.get(page_of(row)), f"{row._meta.model_name}_form")
        )
    change(staff, draft, is_published="on", is_current="on")
    change(staff, public, is_published=None)
    assert (again(draft).is_published, again(public).is_published) == (False, True)


@pytest.mark.parametrize("factory", [ActionPlanFactory, CommitmentFactory])
def test_a_button_publishes_what_stands_in_the_form(staff, factory):
    row = factory(draft=True)
    assert press(staff, row, "publish", typed={"title_fr": "Au propre"}).status_code == 302
    assert (again(row).is_published, again(row).title_fr) == (True, "Au propre")


def test_before_the_second_click_the_page_says_what_making_current_changes(staff):
    ActionPlanFactory(is_current=True, title_fr="Le plan d’avant")
    plan = ActionPlanFactory()
    page = unescape(staff.get(page_of(plan)).text)
    assert "En vigueur jusqu’à présent\u00a0: Le plan d’avant" in page
    assert "La page d’accueil" in page
    assert press(staff, plan, "make_current", fr=REASON["fr"]).status_code == 302
    assert list(ActionPlan.objects.filter(is_current=True)) == [plan]


def test_a_current_plan_does_not_become_a_second_one_of_its_kind(staff):
    ActionPlanFactory(is_current=True)
    plan = ActionPlanFactory(kind="pac", is_current=True)
    answer = change(staff, plan, kind="ogp")
    assert answer.status_code == 200
    assert errors_on(answer)
    assert again(plan).kind == "pac"


@pytest.mark.parametrize("factory", PROMISED)
def test_a_button_withdraws_with_reason_and_decision(staff, factory):
    row = factory()
    assert "sans retour" in unescape(staff.get(page_of(row)).text)
    assert press(staff, row, "withdraw", **SAID).status_code == 302
    row = again(row)
    assert row.withdrawn_at
    assert (row.withdrawal_reason_fr, row.withdrawal_decision_fr) == (REASON["fr"], DECISION["fr"])
    page = staff.get(page_of(row))
    assert [verb.name for verb in page.context["verbs"]] == []
    assert DECISION["fr"] in page.text


@pytest.mark.parametrize("absent", SAID)
def test_without_one_of_them_nothing_is_withdrawn_and_what_was_typed_stays(staff, absent):
    row = CommitmentFactory()
    answer = press(staff, row, "withdraw", **SAID | {absent: ""})
    assert answer.status_code == 400
    assert again(row).withdrawn_at is None
    for text in {*SAID.values()} - {SAID[absent]}:
        assert text in unescape(answer.text)


@pytest.mark.parametrize("typed", [{"decided_on": "hier"}, {"decision_fr": "x" * 301}])
def test_what_no_withdrawal_can_hold_is_refused_with_a_sentence(staff, typed):
    row = CommitmentFactory()
    answer = press(staff, row, "withdraw", **SAID | typed)
    assert answer.status_code == 400
    assert "Écrivez la date de la décision, en chiffres." in unescape(answer.text)
    assert again(row).withdrawn_at is None


@pytest.mark.parametrize("factory", PROMISED)
def test_a_draft_offers_no_withdrawal_and_what_is_public_no_deletion(staff, factory):
    is_whole = factory in (ActionPlanFactory, CommitmentFactory)
    draft, public = factory(**{"draft" if is_whole else "commitment__draft": True}), factory()
    offered = [verb.name for verb in staff.get(page_of(draft)).context["verbs"]]
    assert "withdraw" not in offered
    assert staff.get(page_of(draft).replace("/change/", "/delete/")).status_code == 200
    assert staff.get(page_of(public).replace("/change/", "/delete/")).status_code == 403


@pytest.mark.parametrize("name", ["technical_team", "publisher"])
def test_those_who_may_publish_may_withdraw(client, name):
    client.force_login(getattr(people, name)())
    row = CommitmentFactory()
    assert press(client, row, "withdraw", **SAID).status_code == 302
    assert again(row).withdrawn_at


def test_nobody_else_may(client):
    row = ResponsibilityFactory()
    client.force_login(people.focal_point(row.institution))
    assert press(client, row.commitment, "withdraw", **SAID).status_code == 403
    client.force_login(people.monitor(InstitutionFactory(kind="monitor")))
    assert press(client, row.commitment, "withdraw", **SAID).status_code == 403
    assert again(row.commitment).withdrawn_at is None


def test_many_at_once_are_not_deleted_where_one_is_public(staff):
    rows = [CommitmentFactory(), CommitmentFactory(draft=True)]
    chosen = {"action": "delete_selected", "_selected_action": [row.pk for row in rows], "post": "yes"}
    staff.post("/fr/admin/commitments/commitment/", chosen)
    assert Commitment.objects.count() == 2


def test_a_responsible_institution_of_what_is_public_is_not_deleted_in_the_form(staff):
    row = ResponsibilityFactory()
    change(staff, row.commitment, **{"responsibilities-0-DELETE": "on"})
    assert Responsibility.objects.exists()


@pytest.mark.parametrize(
    ("factory", "typed"),
    [
        (CommitmentFactory, lambda: {"slug": "elsewhere"}),
        (CommitmentFactory, lambda: {"axis": AxisFactory(plan__draft=True).pk}),
        (ActionPlanFactory, lambda: {"slug": "elsewhere"}),
        (MilestoneFactory, lambda: {"commitment": CommitmentFactory(draft=True).pk}),
        (IndicatorFactory, lambda: {"commitment": CommitmentFactory(draft=True).pk}),
        (AxisFactory, lambda: {"plan": ActionPlanFactory(draft=True).pk}),
    ],
)
def test_no_form_moves_what_is_public(staff, factory, typed):
    row = factory()
    before = type(row).objects.values().get(pk=row.pk)
    answer = change(staff, row, **typed())
    is_offered = factory in (ActionPlanFactory, AxisFactory)
    assert ("son adresse et sa place ne changent plus" in unescape(answer.text)) == is_offered
    assert type(row).objects.values().get(pk=row.pk) == before
