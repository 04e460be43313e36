import json
import re
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from modeltranslation.translator import NotRegistered

from commitments.models import (
    ActionPlan,
    Commitment,
    InceptionAssessment,
    Indicator,
    Institution,
    Milestone,
    Reading,
    Source,
    Statement,
    Theme,
)
from commitments.plan import plan_file
from tetouan_portal.lib.admin.texts import translated_fields
from tetouan_portal.lib.demonstration import Demonstrable
from tetouan_portal.lib.languages import texts

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(rows_of_a_module):
    plan_file.load()


@pytest.fixture
def plan(loaded):
    return ActionPlan.objects.get(slug="ogp-2022-2026")


def everything():
    """Each row of the app as it stands, by model."""
    return {
        model: list(model.objects.order_by("pk").values()) for model in apps.get_app_config("commitments").get_models()
    }


def test_loading_twice_changes_nothing(plan):
    before = everything()
    assert plan_file.load() == ([], [], [])
    assert everything() == before


def test_the_command_says_what_it_made():
    said = [StringIO(), StringIO()]
    for out in said:
        call_command("load_plan", stdout=out)
    first, second = [out.getvalue().strip() for out in said]
    assert re.fullmatch(r"Plan: \d+ rows added, 0 values corrected, 0 left for a person\.", first)
    assert second == "Plan: nothing to load, it was there already."


def test_what_staff_corrected_stays(plan):
    Commitment.objects.filter(number=5).update(title_fr="Corrigé")
    Institution.objects.filter(slug="communication").update(name_es="Corregido")
    Source.objects.update(title_ar="مصحح")
    Theme.objects.update(name_fr="Corrigé aussi")
    plan.sections.first().delete()
    plan_file.load()
    assert Commitment.objects.get(number=5, plan=plan).title_fr == "Corrigé"
    assert Institution.objects.get(slug="communication").name_es == "Corregido"
    assert set(Source.objects.values_list("title_ar", flat=True)) == {"مصحح"}
    assert set(Theme.objects.values_list("name_fr", flat=True)) == {"Corrigé aussi"}
    assert plan.sections.count() == 15


def test_a_plan_is_loaded_whole_or_not_at_all(tmp_path):
    content = json.loads(plan_file.PLAN_FILE.read_text(encoding="utf-8"))
    content["plans"][0]["axes"][-1]["commitments"][-1]["lead"] = ["nobody"]
    broken = tmp_path / "plan.json"
    broken.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(KeyError, match="nobody"):
        plan_file.load(broken)
    assert not any(everything().values())


# --- what is really known -------------------------------------------------------------


def test_the_ogp_plan_has_four_axes_and_twelve_commitments(plan):
    assert (plan.is_current, plan.is_published, plan.kind) == (True, True, "ogp")
    assert [axis.number for axis in plan.axes.all()] == [1, 2, 3, 4]
    assert [commitment.number for commitment in plan.commitments.all()] == list(range(1, 13))
    assert Commitment.objects.live().count() == 12


def test_three_commitments_have_details_and_the_monitors_judgement(plan):
    detailed = [c for c in plan.commitments.all() if c.has_details]
    assert {c.number: c.ogp_id for c in detailed} == {5: "MATET0003", 6: "MATET0011", 8: "MATET0004"}
    assert {a.commitment for a in InceptionAssessment.objects.all()} == set(detailed)
    assert all(c.responsibilities.exists() for c in detailed)
    # OGP's pages list institutions "involved" and name no leader: neither do we.
    assert {row.role for c in detailed for row in c.responsibilities.all()} == {"involved"}
    assert all(c.starts_on and c.ends_on for c in detailed)


def test_the_other_nine_have_a_title_and_a_theme_and_nothing_made_up(plan):
    others = [c for c in plan.commitments.all() if not c.has_details]
    assert len(others) == 9
    for commitment in others:
        assert commitment.themes.exists()
        assert (commitment.ogp_id, commitment.starts_on, commitment.ends_on) == (None, None, None)
        assert not commitment.responsibilities.exists()


def test_the_counts_of_participants_are_kept_as_they_contradict_each_other(plan):
    assert plan.participants_stated == 376
    assert sum(figure.count for figure in plan.cocreation_figures.all()) == 361
    assert plan.notes.filter(topic="participants").exists()


def test_nothing_is_invented_of_what_is_not_public(plan):
    for model in (Milestone, Indicator, Reading, Statement):
        assert not model.objects.exists()
    for model in apps.get_app_config("commitments").get_models():
        if issubclass(model, Demonstrable):
            assert not model.objects.filter(is_demo=True).exists()


def test_the_seeds_public_comment_is_not_loaded(plan):
    """It names a person and makes an allegation."""
    assert "sembrar" not in json.dumps(everything_as_text(), ensure_ascii=False).lower()


def everything_as_text():
    return [[str(value) for value in row.values()] for rows in everything().values() for row in rows]


def test_attachments_are_named_without_a_file(plan):
    assert [attachment.url for attachment in plan.attachments.all()] == ["", ""]


def test_every_text_is_there_in_every_language(plan):
    missing = [
        f"{row!r}.{field}: {code}"
        for model in apps.get_app_config("commitments").get_models()
        if not issubclass(model, Demonstrable) or model is InceptionAssessment
        for row in model.objects.all()
        for field in fields_of(model)
        if any(texts(row, field).values())
        for code, text in texts(row, field).items()
        if not text.strip()
    ]
    assert missing == []


def fields_of(model):
    try:
        return translated_fields(model)
    except NotRegistered:
        return []


def test_every_text_and_title_says_who_says_so(plan):
    assert all(plan_.source for plan_ in ActionPlan.objects.all())
    assert all(section.source for plan_ in ActionPlan.objects.all() for section in plan_.sections.all())
    assert all(commitment.title_source for commitment in plan.commitments.all())
    assert all(commitment.source for commitment in plan.commitments.all() if commitment.has_details)
    assert all(note.source for note in plan.notes.all())
    assert all(institution.source for institution in Institution.objects.all())


def test_what_is_loaded_would_pass_every_form(plan):
    for model in apps.get_app_config("commitments").get_models():
        for row in model.objects.all():
            row.full_clean()
