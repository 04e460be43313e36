"""The Sustainable Development Goals have names, a filter and a page each; nothing that is not public serves one."""

import pytest

from commitments.plan import goals
from tests.factories.commitments import AxisFactory, CommitmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def served():
    axis = AxisFactory()
    CommitmentFactory(axis=axis, slug="cities", number=1, sdgs=[11, 16])
    CommitmentFactory(axis=axis, slug="none", number=2)
    CommitmentFactory(axis=axis, slug="hidden", number=3, sdgs=[14], is_published=False)


def test_every_goal_has_a_name_in_every_language():
    assert [*goals.NAMES] == [*range(1, 18)]
    assert all(all(goals.goal(number)["name"].values()) for number in goals.NAMES)


@pytest.mark.parametrize(
    ("language", "name"),
    [("ar", "مدن ومجتمعات محلية مستدامة"), ("fr", "Villes et communautés durables"), ("es", "Ciudades y comunidades")],
)
def test_a_commitment_names_its_goals_and_leads_to_their_pages(client, served, language, name):
    text = client.get(f"/{language}/commitments/cities/").text
    assert name in text
    assert f'href="/{language}/sdgs/11/"' in text
    assert f'href="/{language}/commitments/cities/"' in client.get(f"/{language}/sdgs/11/").text


def test_only_goals_that_something_public_serves_are_listed_and_offered(client, served):
    listed = client.get("/fr/sdgs/")
    assert [goal["number"] for goal in listed.context["goals"]] == [11, 16]
    page = client.get("/fr/commitments/", {"sdg": "16"})
    assert [value for value, _label in page.context["form"].fields["sdg"].choices] == ["", "11", "16"]
    assert [[row["slug"] for row in rows] for *_names, rows in page.context["axes"]] == [["cities"]]
    assert client.get("/fr/commitments/", {"sdg": "14"}).status_code == 400


def test_the_page_of_a_goal_that_nothing_serves_says_so(client, served):
    page = client.get("/fr/sdgs/14/")
    assert page.context["rows"] == []
    assert "Aucun engagement ne cite cet objectif." in page.text
    assert [client.get(f"/fr/sdgs/{n}/").status_code for n in (0, 18)] == [404, 404]


def test_without_any_the_filter_is_not_there(client):
    CommitmentFactory()
    assert 'name="sdg"' not in client.get("/fr/commitments/").text
