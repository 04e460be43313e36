"""The pictures of public pages: of the right size, in the reader's language, and of published facts alone."""

import io

import pytest
from PIL import Image

from commitments.models import Commitment
from commitments.report import editions
from tests.factories.commitments import ActionPlanFactory, CommitmentFactory, StatementFactory
from tests.factories.drafts import drafts_around
from tests.factories.reports import published_report

pytestmark = pytest.mark.django_db
CARDS = [
    "card.png",
    "about/card.png",
    "commitments/budget/card.png",
    "plan/card.png",
    "plan/tetouan/card.png",
    "reports/2025/card.png",
    "reports/2025/1/card.png",
]
OF_LIVE_FACTS = ["card.png", "commitments/budget/card.png"]


@pytest.fixture
def report():
    return published_report()


def etags(client, language="fr"):
    return {path: client.get(f"/{language}/{path}")["ETag"] for path in CARDS}


@pytest.mark.parametrize("path", CARDS)
def test_every_kind_is_a_picture_in_every_language_and_differs_by_it(client, report, path):
    answers = [client.get(f"/{language}/{path}") for language in ("ar", "fr", "es")]
    for answer in answers:
        assert answer["Content-Type"] == "image/png"
        assert Image.open(io.BytesIO(answer.content)).size == (1200, 630)
        assert not answer.cookies
        assert "Cookie" not in answer.headers.get("Vary", "")
    assert len({answer.content for answer in answers}) == 3
    assert len({answer["ETag"] for answer in answers}) == 3


def test_each_kind_is_a_picture_of_its_own(client, report):
    assert len({client.get(f"/fr/{path}").content for path in CARDS}) == 5  # current plan and edition: as by name


@pytest.mark.parametrize("path", OF_LIVE_FACTS)
def test_a_newly_published_statement_renews_the_picture(client, report, path):
    before = client.get(f"/fr/{path}")
    StatementFactory(commitment=Commitment.objects.get(), level="complete", dated_on="2026-05-01")
    after = client.get(f"/fr/{path}")
    assert before["ETag"] != after["ETag"]
    assert before.content != after.content


def test_the_picture_of_a_report_stays_as_it_was_published(client, report):
    before = etags(client)
    StatementFactory(commitment=Commitment.objects.get(), level="complete", dated_on="2026-05-01")
    assert etags(client)["reports/2025/card.png"] == before["reports/2025/card.png"]
    assert etags(client)["reports/2025/1/card.png"] == before["reports/2025/1/card.png"]


def test_drafts_change_no_picture(client, report):
    before = etags(client, "ar"), [client.get(f"/ar/{path}").content for path in CARDS]
    drafts_around(Commitment.objects.get())
    assert (etags(client, "ar"), [client.get(f"/ar/{path}").content for path in CARDS]) == before


@pytest.mark.parametrize("path", CARDS)
def test_whoever_has_the_picture_is_told_so(client, report, path):
    etag = client.get(f"/es/{path}")["ETag"]
    assert client.get(f"/es/{path}", headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "commitments/unknown/card.png",
        "commitments/draft-commitment/card.png",
        "commitments/in-draft-plan/card.png",
        "plan/unknown/card.png",
        "plan/draft-plan/card.png",
        "reports/1999/card.png",
        "reports/2024/card.png",
        "reports/2025/9/card.png",
    ],
)
def test_what_is_not_public_has_no_picture(client, report, path):
    drafts_around(Commitment.objects.get())
    assert client.get(f"/fr/{path}").status_code == 404


def test_a_withdrawn_report_has_no_picture(client, report):
    editions.withdraw(report, {"fr": "Une erreur de fond."})
    assert client.get("/fr/reports/2025/card.png").status_code == 404
    assert client.get("/fr/reports/2025/1/card.png").status_code == 404


def test_an_empty_portal_has_its_own_picture(client):
    portal = client.get("/fr/about/card.png").content
    assert client.get("/fr/card.png").content == portal
    assert client.get("/fr/plan/card.png").content == portal


def test_a_plan_without_commitments_or_dates_has_a_picture(client):
    ActionPlanFactory(slug="pac", starts_on=None, ends_on=None)
    assert client.get("/ar/plan/pac/card.png").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_picture_of_the_home_page_takes_as_many_queries_however_many_commitments(
    client, django_assert_num_queries, count
):
    plan = ActionPlanFactory(is_current=True)
    for _n in range(count):
        StatementFactory(commitment=CommitmentFactory(axis__plan=plan))
    with django_assert_num_queries(3):
        client.get("/fr/card.png")
