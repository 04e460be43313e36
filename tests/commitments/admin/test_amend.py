"""What was promised and is public changes on a page of its own, in two presses."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from django.utils.translation import gettext

from commitments.admin.amend_form import AmendForm
from commitments.models import Amendment
from tests.commitments.admin.pages import address, change, form_on, sent
from tests.factories.commitments import (
    CommitmentFactory,
    IndicatorFactory,
    InstitutionFactory,
    MilestoneFactory,
    ReadingFactory,
    ResponsibilityFactory,
)
from tests.refusals import refused

pytestmark = pytest.mark.django_db
WHY = {"reason_fr": "Retard du marché", "decision_ar": "مقرر المجلس", "decided_on": "05/02/2024"}
LATER = {"ends_on": "30/06/2027"}


def in_french(sentence):
    with translation.override("fr"):
        return str(gettext(sentence))


def act_page(row):
    return address(row._meta.model_name, "amend", row.pk)


def first_press(client, row, **changes):
    """The answer to the form as it stands, with some inputs changed and the decision told."""
    return sent(client, act_page(row), "amend_form", **WHY, **changes)


def second_press(client, row, shown, button="confirmed"):
    return client.post(act_page(row), form_on(shown, "amend_form") | {button: "x"})


def changed(client, row, **changes):
    shown = first_press(client, row, **changes)
    assert shown.status_code == 200, errors_of(shown)
    assert not Amendment.objects.exists()
    return second_press(client, row, shown)


def errors_of(answer):
    return [str(error) for errors in answer.context["form"].errors.values() for error in errors]


def test_a_date_is_changed_with_the_second_press_and_the_reason_recorded(staff):
    commitment = CommitmentFactory()
    assert changed(staff, commitment, **LATER).status_code == 302
    commitment.refresh_from_db()
    amendment = commitment.amendments.get()
    assert commitment.ends_on == date(2027, 6, 30)
    assert (amendment.date_from, amendment.date_to) == (date(2026, 12, 31), date(2027, 6, 30))
    assert (amendment.reason_fr, amendment.decision_ar) == ("Retard du marché", "مقرر المجلس")
    history = staff.get(address("commitment", "history", commitment.pk)).text
    assert "2026" in history
    assert "2027" in history


def test_every_language_of_a_wording_changes_in_one_act(staff):
    commitment = CommitmentFactory(action_ar="نشر", action_fr="Publier")
    assert changed(staff, commitment, action_ar="لا شيء", action_fr="Étudier", action_es="Estudiar").status_code == 302
    amendment = commitment.amendments.get()
    assert amendment.was == {"ar": "نشر", "fr": "Publier", "es": ""}
    assert amendment.becomes == {"ar": "لا شيء", "fr": "Étudier", "es": "Estudiar"}


def test_what_stands_there_is_shown_and_what_nobody_touches_is_not_changed(staff):
    row = IndicatorFactory(definition_fr="Compter\nles documents\u00a0")
    form = form_on(staff.get(act_page(row)), "amend_form")
    assert (form["title_fr"], form["target"], form["direction"]) == ("Documents publiés", "12", "up")
    answer = first_press(staff, row)
    assert (answer.status_code, errors_of(answer)) == (400, [in_french("It is already so: nothing would change.")])


def test_a_target_and_a_baseline_change_with_an_amendment_each(staff):
    indicator = IndicatorFactory()
    assert changed(staff, indicator, target="10", baseline="1,5").status_code == 302
    indicator.refresh_from_db()
    assert (indicator.target, indicator.baseline) == (Decimal(10), Decimal("1.5"))
    assert set(indicator.amendments.values_list("field", "was", "becomes")) == {
        ("target", "12.0000", "10.0000"),
        ("baseline", "2.0000", "1.5000"),
    }


def test_who_answers_is_changed_there_too(staff):
    commitment = ResponsibilityFactory().commitment
    other = InstitutionFactory()
    assert changed(staff, commitment, institutions_lead=[other.pk]).status_code == 302
    assert [one.institution for one in commitment.responsibilities.all()] == [other]
    milestone = MilestoneFactory()
    shown = first_press(staff, milestone, institutions=other.pk)
    assert second_press(staff, milestone, shown).status_code == 302
    milestone.refresh_from_db()
    assert milestone.institution == other


def test_nobody_answers_for_a_commitment_twice(staff):
    answering = ResponsibilityFactory()
    twice = {"institutions_support": [answering.institution.pk]}
    answer = first_press(staff, answering.commitment, **twice)
    assert errors_of(answer) == [in_french("This institution already answers for the commitment.")]


@pytest.mark.parametrize("factory", [CommitmentFactory, MilestoneFactory, IndicatorFactory])
def test_before_the_second_press_stands_exactly_what_the_public_reads_after_it(staff, client, factory):
    row = factory()
    shown = first_press(staff, row, title_ar="شيء آخر", title_fr="Autre chose").text
    assert in_french("It cannot be undone: once public, it stays, and only another change can follow it.") in shown
    second_press(staff, row, first_press(staff, row, title_ar="شيء آخر", title_fr="Autre chose"))
    slug = (row if factory is CommitmentFactory else row.commitment).slug
    readings = re.findall(r'<section class="module" lang="(..)".*?<div class="form-row">(.*?)</div>', shown, re.DOTALL)
    assert [language for language, _told in readings] == ["ar", "fr", "es"]
    for language, told in readings:
        assert told.strip() in client.get(f"/{language}/commitments/{slug}/").text


def test_from_the_second_page_the_way_back_keeps_everything(staff):
    commitment = CommitmentFactory()
    shown = first_press(staff, commitment, **LATER)
    back = second_press(staff, commitment, shown, button="again")
    typed = form_on(back, "amend_form")
    assert back.status_code == 200
    assert {name: typed[name] for name in (*WHY, *LATER)} == WHY | LATER
    assert not Amendment.objects.exists()


def test_what_somebody_else_changed_meanwhile_is_not_changed_unseen(staff):
    commitment = CommitmentFactory()
    shown = first_press(staff, commitment, **LATER)
    type(commitment).objects.filter(pk=commitment.pk).update(title_fr="Entre-temps")
    answer = second_press(staff, commitment, shown)
    assert answer.status_code == 400
    assert not Amendment.objects.exists()
    assert answer.context["form"]["version"].value() != form_on(shown, "amend_form")["version"]


def test_what_changes_between_the_look_and_the_act_is_not_changed_unseen(staff):
    commitment = CommitmentFactory()
    form = AmendForm(form_on(first_press(staff, commitment, **LATER), "amend_form"), subject=commitment)
    assert form.is_valid()
    type(commitment).objects.filter(pk=commitment.pk).update(title_fr="Entre-temps")
    with refused("changed_meanwhile"):
        form.save()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"reason_fr": ""}, "Give the reason in at least one language."),
        ({"decision_ar": ""}, "Name the decision in at least one language."),
        ({"ends_on": "31/12/2026"}, "It is already so: nothing would change."),
        ({"ends_on": "31/12/2022"}, "The end cannot come before the start."),
        ({"ends_on": ""}, "What was promised is changed, not emptied."),
        ({"decided_on": "01/01/2999"}, "The decision cannot lie in the future."),
    ],
)
def test_nothing_is_changed_without_cause_and_nothing_typed_is_lost(staff, wrong, sentence):
    commitment = CommitmentFactory()
    typed = LATER | WHY | wrong
    answer = sent(staff, act_page(commitment), "amend_form", **typed)
    assert answer.status_code == 400
    assert errors_of(answer) == [in_french(sentence)]
    assert {name: answer.context["form"][name].value() for name in typed} == typed
    commitment.refresh_from_db()
    assert commitment.ends_on == date(2026, 12, 31)


HARDLY = [
    (CommitmentFactory, {"ends_on": "30/06/2106"}),
    (CommitmentFactory, LATER | {"decided_on": "05/02/2006"}),
    (IndicatorFactory, {"target": "1200000"}),
    (IndicatorFactory, {"baseline": "-3"}),
    (IndicatorFactory, {"baseline_on": "01/01/1999"}),
]


@pytest.mark.parametrize(("factory", "typed"), HARDLY)
def test_what_is_hardly_meant_is_asked_back_once(staff, factory, typed):
    row = factory()
    answer = sent(staff, act_page(row), "amend_form", **WHY | typed)
    (question,) = errors_of(answer)
    assert question.endswith("?")
    assert not form_on(answer, "amend_form").get("is_so")
    shown = staff.post(act_page(row), form_on(answer, "amend_form") | {"is_so": "on"})
    assert shown.status_code == 200
    assert second_press(staff, row, shown).status_code == 302
    assert row.amendments.exists()


def test_a_value_below_zero_is_no_wonder_where_others_are(staff):
    indicator = IndicatorFactory(baseline=Decimal(2))
    ReadingFactory(indicator=indicator, value=Decimal(-5))
    assert first_press(staff, indicator, baseline="-3").status_code == 200


def test_who_may_only_look_changes_nothing(signed_in):
    commitment = CommitmentFactory()
    client = signed_in("view_commitment", "view_dashboard")
    url = act_page(commitment)
    assert client.get(url).status_code == 403
    assert client.post(url, LATER | WHY).status_code == 403
    assert url not in client.get(address("commitment", "change", commitment.pk)).text


def test_nobody_changes_anything_without_signing_in(client):
    commitment = CommitmentFactory()
    assert client.post(act_page(commitment), LATER | WHY | {"confirmed": "x"}).status_code == 302
    assert not commitment.amendments.exists()


def test_an_unknown_commitment_leads_back_to_the_index(staff):
    assert staff.get(address("commitment", "amend", 999_999)).status_code == 302


# --- the record's own form ----------------------------------------------------------------------

FACTS = [
    (CommitmentFactory, {"title_fr": "Autre", "slug": "other", "number": 77, "ends_on": "30/06/2027"}),
    (MilestoneFactory, {"title_fr": "Autre", "expected_output_ar": "شيء", "number": 77, "due_on": "30/06/2027"}),
    (IndicatorFactory, {"title_fr": "Autre", "target": "10", "baseline": "1", "direction": "maintain", "unit_es": "x"}),
]


@pytest.mark.parametrize(("factory", "typed"), FACTS)
def test_the_record_of_a_public_promise_has_no_field_for_what_it_promises(staff, factory, typed):
    row = factory()
    before = type(row)._base_manager.filter(pk=row.pk).values().get()
    assert change(staff, row, **typed).status_code == 302
    assert type(row)._base_manager.filter(pk=row.pk).values().get() == before


@pytest.mark.parametrize(("factory", "typed"), FACTS)
@pytest.mark.parametrize("hidden", ["is_published", "axis__plan__is_published"])
def test_what_nobody_saw_yet_is_written_in_its_record(staff, factory, typed, hidden):
    of_commitment = hidden if factory is CommitmentFactory else f"commitment__{hidden}"
    row = factory(**{of_commitment: False})
    assert change(staff, row, **typed).status_code == 302
    row.refresh_from_db()
    assert row.title_fr == "Autre"


def test_a_missing_translation_is_filled_in_there(staff):
    milestone = MilestoneFactory(title_es="")
    assert change(staff, milestone, title_es="Redactar", title_fr="Autre").status_code == 302
    milestone.refresh_from_db()
    assert (milestone.title_es, milestone.title_fr) == ("Redactar", "Rédiger le guide")


def test_who_answers_for_a_public_commitment_is_not_written_in_its_record(staff):
    answering = ResponsibilityFactory()
    form = form_on(staff.get(address("commitment", "change", answering.commitment.pk)), "commitment_form")
    assert not [name for name in form if name.startswith("responsibilities-") and name.endswith("institution")]
    draft = ResponsibilityFactory(commitment__draft=True).commitment
    form = form_on(staff.get(address("commitment", "change", draft.pk)), "commitment_form")
    assert "responsibilities-0-institution" in form


def test_the_way_to_the_act_stands_on_the_record_of_a_public_promise_alone(staff):
    for row, is_there in ((CommitmentFactory(), True), (CommitmentFactory(draft=True), False)):
        assert ("../amend/" in staff.get(address("commitment", "change", row.pk)).text) is is_there
