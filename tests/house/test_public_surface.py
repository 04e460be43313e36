"""Every public address in every language: it answers, in its language, without drafts, cookies or sessions."""

import functools
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import resolve, reverse
from django.utils import translation

from budget_docs import urls as budget_urls
from commitments import urls as commitment_urls
from commitments.models import Commitment, InceptionAssessment, PlanKind, ProgressUpdate, Theme
from tests.budget_docs import rows as budget_rows
from tests.factories.commitments import (
    ActionPlanFactory,
    AmendmentFactory,
    CommitmentFactory,
    EvidenceFactory,
    StatementFactory,
)
from tests.factories.drafts import SECRETS, drafts_around
from tests.factories.reports import further_edition, published_report
from tests.walk import pages_reached_from
from tetouan_portal.lib.languages import direction
from tetouan_portal.pages import urls as page_urls

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.fixture(scope="module")
def portal(rows_of_a_module):
    """A published plan with everything in it, and drafts of every kind that could leak."""
    report = published_report()
    commitment = Commitment.objects.get(slug="budget")
    statement = StatementFactory(commitment=commitment, dated_on="2026-03-01")
    EvidenceFactory(statement=statement)
    AmendmentFactory(commitment=commitment)
    Commitment.objects.filter(pk=commitment.pk).update(sdgs=[11])
    commitment.themes.add(Theme.objects.create(slug="budget", name_ar="الميزانية", name_fr="Budget"))
    ProgressUpdate.objects.create(commitment=commitment, dated_on="2026-04-01", title_ar="خبر", state="published")
    InceptionAssessment.objects.create(
        commitment=commitment, verifiable=True, relevant=True, kind="new", depth="binding"
    )
    CommitmentFactory(axis=commitment.axis, slug="silent", number=7)
    ActionPlanFactory(slug="pac", kind=PlanKind.PAC, starts_on=None, ends_on=None)
    further_edition(report)
    drafts_around(commitment)
    budget_rows.file(budget_rows.document())
    for year in (2026, 2025):
        budget_rows.line(budget_rows.budget(year))
    draft = budget_rows.document("draft-budget", None, slot=budget_rows.slot(2027), title_fr=SECRETS["fr"])
    budget_rows.file(draft, filename=f"{SECRETS['fr']}.pdf")
    return report


@pytest.fixture(scope="module")
def walked(portal):
    """A function: all that a reader reaches from a page, {path: response}, walked once."""
    return functools.cache(lambda start: pages_reached_from(Client(), start))


@pytest.mark.matrix(3, "tests/factories/")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_answers_in_its_language_without_drafts_or_cookies(walked, language):
    pages = walked(f"/{language}/")
    for path, response in pages.items():
        assert response.status_code == 200, path
        if response["Content-Type"].startswith("text/html"):
            assert f'<html lang="{language}" dir="{direction(language)}">' in response.text, path
        for secret in SECRETS.values():
            assert secret.encode() not in response.content, path
        if "noindex" not in response.headers.get("X-Robots-Tag", ""):  # where somebody writes, a cookie keeps it
            assert not response.cookies, path
            assert "Cookie" not in response.headers.get("Vary", ""), path
        assert not response.wsgi_request.session.accessed, path


def name_of(path):
    with translation.override(path.split("/")[1]):
        return resolve(urlsplit(path).path).view_name


def test_only_pages_for_writing_and_following_may_set_a_cookie(walked):
    pages = walked("/fr/")
    writing = {name_of(path) for path, response in pages.items() if response.cookies}
    assert {"participation:new", "participation:track"} <= writing
    assert {name for name in writing if not name.startswith(("participation:new", "participation:track"))} == set()


def test_no_page_is_forgotten_by_the_walk_above(walked):
    starts = ("/fr/", "/fr/budget/lines/?q=taxe")  # nothing but a search leads to what it found
    seen = {name_of(path) for start in starts for path in walked(start)}
    names = {
        f"{urls.app_name}:{pattern.name}"
        for urls in (page_urls, commitment_urls, budget_urls)
        for pattern in urls.urlpatterns
    }
    assert names - seen == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("commitments:commitment", ["draft-commitment"]),
        ("commitments:commitment", ["in-draft-plan"]),
        ("commitments:plan", ["draft-plan"]),
        ("commitments:report", [2024]),
        ("commitments:edition", [2024, 1]),
    ],
)
def test_the_address_of_a_draft_answers_as_if_it_did_not_exist(client, portal, language, name, arguments):
    with translation.override(language):
        response = client.get(reverse(name, args=arguments))
    assert response.status_code == 404
    assert not any(secret in response.text for secret in SECRETS.values())


def test_filters_and_searches_do_not_reach_drafts(client, portal):
    for query in ("q=BROUILLON-SECRET", "q=مسودة-سرية"):
        response = client.get(f"/fr/commitments/?{query}")
        assert [rows for *_names, rows in response.context["axes"]] == []
    assert client.get("/fr/commitments/?theme=draft-theme").status_code == 400
    assert client.get("/fr/commitments/?institution=draft-institution").status_code == 400
    assert client.get("/fr/commitments/?axis=axis-of-drafts").status_code == 400


def test_the_sitemap_lists_public_pages_in_every_language_and_no_draft(client, portal):
    text = client.get("/sitemap.xml").text
    for language in LANGUAGES:
        assert f"/{language}/commitments/budget/</loc>" in text
        assert f'hreflang="{language}"' in text
    assert "draft" not in text
    assert "/2024/" not in text
