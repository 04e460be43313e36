"""Two plans that both have an axis 1, with the same name: nothing of one is taken for the other's."""

import pytest
from django.urls import reverse

from commitments.models import Commitment
from tests.commitments.withdrawing import as_a_draft
from tests.factories.commitments import ActionPlanFactory, AxisFactory, CommitmentFactory, StatementFactory
from tetouan_portal.lib.digit_runs import run

pytestmark = pytest.mark.django_db
LIST = "/fr/commitments/"
FEED = "/fr/commitments/feed/"


@pytest.fixture
def plans():
    """The current one with two commitments, the former with one that goes on, one that is hidden goes on as well."""
    current = ActionPlanFactory(slug="2027-2030", is_current=True, title_fr="Plan 2027-2030")
    former = ActionPlanFactory(slug="2023-2026", title_fr="Plan 2023-2026")
    axes = [AxisFactory(plan=plan, slug="transparency", number=1) for plan in (current, former)]
    first = CommitmentFactory(axis=axes[1], slug="first", number=1, title_fr="Ouvrir les comptes")
    going_on = {"axis": axes[0], "carried_over_from": first}
    CommitmentFactory(slug="second", number=1, title_fr="Ouvrir toujours", **going_on)
    CommitmentFactory(axis=axes[0], slug="new", number=2, title_fr="Un guichet")
    CommitmentFactory(slug="draft", number=3, title_fr="Un brouillon", is_published=False, **going_on)


def test_the_feed_names_the_plan_of_each_entry_while_there_are_several(client, plans):
    StatementFactory(commitment=Commitment.objects.get(slug="first"), dated_on="2026-01-02")
    feed = client.get(FEED).text
    assert "Ouvrir les comptes (Plan 2023-2026) – " in feed
    as_a_draft(Commitment.objects.exclude(slug="first"))
    assert "Ouvrir les comptes – " in client.get(FEED).text


def listed(client, query=""):
    groups = client.get(f"{LIST}{query}").context["axes"]
    return [(plan["slug"], axis["number"], [row["slug"] for row in rows]) for plan, axis, rows in groups]


def test_the_list_is_that_of_the_current_plan_and_names_it(client, plans):
    assert listed(client) == [("2027-2030", 1, ["second", "new"])]
    text = client.get(LIST).text
    assert f'href="{LIST}?plan=all"'.replace(LIST, "") in text
    assert f">Plan {run('2027-2030')}</a>" in text


def test_another_plan_and_all_plans_have_addresses(client, plans):
    assert listed(client, "?plan=2023-2026") == [("2023-2026", 1, ["first"])]
    assert listed(client, "?plan=2027-2030") == listed(client)
    assert listed(client, "?plan=all") == [("2027-2030", 1, ["second", "new"]), ("2023-2026", 1, ["first"])]
    assert client.get(f"{LIST}?plan=nowhere").status_code == 400


def test_among_all_plans_an_axis_is_named_with_its_plan_and_chosen_in_it(client, plans):
    page = client.get(f"{LIST}?plan=all")
    assert f">Plan {run('2023-2026')} – Axe" in page.text
    choices = [value for value, _label in page.context["form"].fields["axis"].choices]
    assert sorted(choices) == ["", "2023-2026.transparency", "2027-2030.transparency"]
    assert listed(client, "?plan=all&axis=2023-2026.transparency") == [("2023-2026", 1, ["first"])]
    assert listed(client, "?axis=transparency") == [("2027-2030", 1, ["second", "new"])]


def test_an_id_stands_once_in_the_page(client, plans):
    text = client.get(f"{LIST}?plan=all").text
    assert text.count('id="axis-2027-2030-transparency"') == text.count('id="axis-2023-2026-transparency"') == 1


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_each_page_names_its_plan_and_the_carry_over_stands_on_both_ends(client, plans, language):
    former = client.get(f"/{language}/commitments/first/").text
    later = client.get(f"/{language}/commitments/second/").text
    assert f'href="/{language}/plan/2023-2026/"' in former
    assert f'href="/{language}/plan/2027-2030/"' in later
    assert f'href="/{language}/commitments/second/"' in former
    assert f'href="/{language}/commitments/first/"' in later
    assert "draft" not in former
    assert "/commitments/first/" not in client.get(f"/{language}/commitments/new/").text


def test_what_a_draft_continued_is_not_told(client, plans):
    as_a_draft(Commitment.objects.filter(slug="first"))
    assert "first" not in client.get("/fr/commitments/second/").text


def test_without_a_current_plan_every_plan_is_listed(client, plans):
    Commitment.objects.get(slug="new").plan.__class__.objects.update(is_current=False)
    assert len(listed(client)) == 2


def test_home_counts_the_current_plan_alone(client, plans):
    counted = client.get("/fr/").context["standing"]
    assert counted["total"] == 2


def test_the_way_back_from_a_page_is_the_list_of_its_plan(client, plans):
    assert (
        f'href="{reverse("commitments:commitments")}?plan=2023-2026"'.replace("/ar/", "/fr/")
        in client.get("/fr/commitments/first/").text
    )
