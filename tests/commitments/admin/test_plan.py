from datetime import date

import pytest
from django.utils import translation
from django.utils.translation import gettext

from commitments.models import ActionPlan, Axis, Commitment, Institution, InstitutionKind
from tests.commitments.admin.pages import address, errors_on, form_on, sent
from tests.factories.commitments import (
    ActionPlanFactory,
    AxisFactory,
    CommitmentFactory,
    InstitutionFactory,
    MilestoneFactory,
    StatementFactory,
)

pytestmark = pytest.mark.django_db
TITLES = {"ar": "نشر الوثائق", "fr": "Publier", "es": "Publicar"}


def in_french(sentence):
    with translation.override("fr"):
        return gettext(sentence)


@pytest.mark.parametrize("language", TITLES)
def test_a_commitment_is_saved_with_a_title_in_one_language_alone(staff, language):
    axis = AxisFactory()
    answer = sent(
        staff,
        address("commitment", "add"),
        "commitment_form",
        **{"axis": axis.pk, "number": 3, "slug": "publish", f"title_{language}": TITLES[language]},
    )
    assert answer.status_code == 302
    commitment = Commitment.objects.get(slug="publish")
    assert {code: commitment.__dict__[f"title_{code}"] or "" for code in TITLES} == {
        code: TITLES[code] if code == language else "" for code in TITLES
    }
    assert commitment.plan == axis.plan


def test_a_title_in_no_language_is_refused_with_a_sentence_and_nothing_typed_is_lost(staff):
    typed = {"axis": AxisFactory().pk, "number": 3, "slug": "publish", "problem_es": "Nadie lo lee"}
    answer = sent(staff, address("commitment", "add"), "commitment_form", **typed)
    assert answer.status_code == 200
    assert in_french("Write the title in at least one language.") in errors_on(answer)
    shown = form_on(answer, "commitment_form")
    assert {name: shown[name] for name in typed} == {name: str(value) for name, value in typed.items()}
    assert not Commitment.objects.exists()


def test_a_number_that_is_taken_is_said_to_be_so(staff):
    taken = CommitmentFactory()
    typed = {"axis": taken.axis.pk, "number": taken.number, "slug": "other", "title_fr": "Autre"}
    answer = sent(staff, address("commitment", "add"), "commitment_form", **typed)
    assert errors_on(answer) == [in_french("Another commitment of the plan has this number.")]


def test_a_start_after_an_end_that_is_settled_is_refused_with_a_sentence(staff):
    commitment = CommitmentFactory(starts_on=None, ends_on=date(2024, 3, 31))
    url = address("commitment", "change", commitment.pk)
    answer = sent(staff, url, "commitment_form", starts_on="01/04/2024")
    assert errors_on(answer) == [in_french("The end cannot come before the start.")]


def test_promised_dates_are_set_once_and_then_only_read(staff):
    commitment = CommitmentFactory(starts_on=None)
    url = address("commitment", "change", commitment.pk)
    answer = sent(staff, url, "commitment_form", starts_on="01/06/2023", ends_on="31/12/2030")
    assert answer.status_code == 302
    commitment.refresh_from_db()
    assert (commitment.starts_on, commitment.ends_on) == (date(2023, 6, 1), date(2026, 12, 31))
    assert "starts_on" not in form_on(staff.get(url), "commitment_form")


def test_goals_are_numbers_from_1_to_17(staff):
    commitment = CommitmentFactory()
    url = address("commitment", "change", commitment.pk)
    assert sent(staff, url, "commitment_form", sdgs="5, 16").status_code == 302
    commitment.refresh_from_db()
    assert commitment.sdgs == [5, 16]
    assert errors_on(sent(staff, url, "commitment_form", sdgs="5,18")) == [in_french("The goals are numbered 1 to 17.")]
    assert errors_on(sent(staff, url, "commitment_form", sdgs="five"))


def test_an_axis_is_added_within_its_plan_and_its_number_is_taken_once(staff):
    plan = ActionPlanFactory()
    AxisFactory(plan=plan, number=1)
    url = address("actionplan", "change", plan.pk)
    new = {"axes-TOTAL_FORMS": 2, "axes-1-number": 2, "axes-1-slug": "culture", "axes-1-title_ar": "الثقافة"}
    assert sent(staff, url, "actionplan_form", **new).status_code == 302
    assert Axis.objects.get(slug="culture").title_ar == "الثقافة"
    again = {"axes-TOTAL_FORMS": 3, "axes-2-number": 2, "axes-2-slug": "sport", "axes-2-title_fr": "Sport"}
    refused = sent(staff, url, "actionplan_form", **again)
    assert refused.status_code == 200
    assert not Axis.objects.filter(slug="sport").exists()


def test_an_axis_with_commitments_does_not_move_to_another_plan(staff):
    axis, other = CommitmentFactory().axis, ActionPlanFactory()
    answer = sent(staff, address("axis", "change", axis.pk), "axis_form", plan=other.pk)
    assert answer.status_code == 200
    assert errors_on(answer) == [in_french("Its commitments belong to the plan: the axis cannot leave it.")]


@pytest.mark.parametrize("text", ["a\x00b", "x" * 400])
def test_what_no_title_can_hold_is_refused_and_no_server_error(staff, text):
    commitment = CommitmentFactory(draft=True)
    answer = sent(staff, address("commitment", "change", commitment.pk), "commitment_form", title_fr=text)
    assert answer.status_code == 200
    assert errors_on(answer)


# --- missing translations ---------------------------------------------------------------------


def test_the_list_marks_the_missing_languages_and_finds_them(staff):
    CommitmentFactory(slug="whole")
    half = CommitmentFactory(slug="half", title_es="", action_fr="Publier", action_ar="نشر")
    page = staff.get(address("commitment"))
    assert page.text.count('<span class="missing-language">es</span>') == 1
    assert page.text.count("missing-language") == 1
    found = {code: list(staff.get(address("commitment"), {"missing": code}).context["cl"].queryset) for code in TITLES}
    assert found == {"ar": [], "fr": [], "es": [half]}


def test_what_no_language_has_is_not_missing(staff):
    CommitmentFactory(problem_ar="", problem_fr=None, problem_es="")
    assert "missing-language" not in staff.get(address("commitment")).text
    assert not staff.get(address("commitment"), {"missing": "fr"}).context["cl"].queryset.exists()


def test_a_record_is_found_in_any_language_whatever_the_language_of_the_page(staff):
    CommitmentFactory(title_ar="مرصد", title_fr="Observatoire", title_es="Observatorio")
    CommitmentFactory()
    for words in ("مرصد", "observatoire", "Observatorio"):
        assert staff.get(address("commitment", language="es"), {"q": words}).context["cl"].result_count == 1


# --- deletions ------------------------------------------------------------------------------------


def test_deleting_what_history_hangs_on_is_refused_on_a_page(staff):
    statement = StatementFactory(commitment__draft=True)
    commitment = statement.commitment
    for url in (address("commitment", "delete", commitment.pk),):
        page = staff.get(url)
        assert page.status_code == 200
        assert page.context["protected"]
        assert staff.post(url, {"post": "yes"}).status_code in {200, 403}
    chosen = {"action": "delete_selected", "_selected_action": [commitment.pk], "post": "yes"}
    assert staff.post(address("commitment"), chosen).status_code == 200
    assert Commitment.objects.filter(pk=commitment.pk).exists()


def test_a_draft_on_which_nothing_hangs_may_be_deleted(staff):
    commitment = CommitmentFactory(draft=True)
    MilestoneFactory(commitment=commitment)
    assert staff.post(address("commitment", "delete", commitment.pk), {"post": "yes"}).status_code == 302
    assert not Commitment.objects.exists()


def test_an_institution_that_answers_for_something_is_not_deleted(staff):
    institution = InstitutionFactory(kind=InstitutionKind.DEPARTMENT)
    MilestoneFactory(institution=institution)
    page = staff.post(address("institution", "delete", institution.pk), {"post": "yes", "why_fr": "Fusion"})
    assert page.status_code in {200, 403}
    assert Institution.objects.filter(pk=institution.pk).exists()


def test_a_plan_with_commitments_is_not_deleted(staff):
    plan = CommitmentFactory().plan
    page = staff.post(address("actionplan", "delete", plan.pk), {"post": "yes"})
    assert page.status_code in {200, 403}
    assert ActionPlan.objects.filter(pk=plan.pk).exists()
