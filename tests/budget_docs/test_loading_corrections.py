import json
from datetime import date

import pytest

from budget_docs import loading
from budget_docs.calendar import rules
from budget_docs.models import DocumentType
from tetouan_portal.audit.context import acting

pytestmark = pytest.mark.django_db


def file_with(folder, **values):
    """Today's file with something else about the draft budget."""
    content = json.loads(loading.FILE.read_text(encoding="utf-8"))
    content["types"][0] |= values
    path = folder / "budget.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def draft_budget():
    return DocumentType.objects.get(slug="draft-budget")


@pytest.fixture
def old(tmp_path):
    """An installation of before, with another name and another rule."""
    content = json.loads(loading.FILE.read_text(encoding="utf-8"))["types"][0]
    names = content["name"] | {"fr": "Avant-projet"}
    loading.load(file_with(tmp_path, name=names, due=[3, 1, 0]), newest=2026)
    assert (draft_budget().name_fr, draft_budget().due_month) == ("Avant-projet", 3)


def test_what_nobody_touched_follows_the_file(old):
    outcome = loading.load(newest=2026).outcome
    assert draft_budget().name_fr == "Projet de budget"
    assert draft_budget().due_month != 3
    assert outcome.left == []
    assert loading.load(newest=2026) == (([], [], []), 0, 0)


def test_a_name_that_a_person_wrote_stays_and_is_listed(old):
    with acting(origin="form", detail="admin:budget_docs_documenttype_change"):
        DocumentType.objects.filter(slug="draft-budget").update(name_fr="Projet")
    outcome = loading.load(newest=2026).outcome
    assert (draft_budget().name_fr, [one.name for one in outcome.left]) == ("Projet", ["kind/draft-budget.name_fr"])


def test_a_rule_that_the_commune_confirmed_is_left_to_a_person(old):
    rules.confirm(draft_budget(), date(2026, 5, 4), reason_fr="Loi organique 113-14")
    outcome = loading.load(newest=2026).outcome
    assert draft_budget().due_month == 3
    assert "kind/draft-budget.due_month" in {one.name for one in outcome.left}


def test_the_dates_of_the_years_move_with_no_rule(old):
    before = list(draft_budget().dates.values_list("due_on", flat=True))
    loading.load(newest=2026)
    assert list(draft_budget().dates.values_list("due_on", flat=True)) == before
