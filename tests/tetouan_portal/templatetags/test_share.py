"""What the head of every page kind tells those to whom its address is sent."""

import html
import re

import pytest

from commitments.models import Commitment
from tests.factories.reports import published_report
from tetouan_portal.templatetags.share import as_plain_text

SITE = "https://portal.example.org"
OWN_CARD = ["/", "/commitments/budget/", "/plan/", "/plan/tetouan/", "/reports/2025/", "/reports/2025/1/"]
PORTAL_CARD = [
    "/commitments/",
    "/reports/",
    "/reports/2025/verify/",
    "/about/",
    "/privacy/",
    "/accessibility/",
    "/legal/",
]


@pytest.fixture(scope="module")
def report(rows_of_a_module):
    return published_report()


@pytest.fixture(autouse=True)
def _published(report, db, settings):
    settings.SITE_URL = SITE


def told(text):
    found = re.findall(r'<meta (?:property|name)="((?:og|twitter):[\w:]+)" content="([^"]*)">', text)
    return {name: html.unescape(value) for name, value in found}


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
@pytest.mark.parametrize("path", OWN_CARD + PORTAL_CARD)
def test_every_page_says_its_title_its_address_and_its_picture(client, path, language):
    text = client.get(f"/{language}{path}").text
    share = told(text)
    assert share["og:url"] == f"{SITE}/{language}{path}"
    assert share["og:title"]
    assert f"<title>{html.escape(share['og:title'])} – " in text
    assert f'<meta name="description" content="{html.escape(share["og:description"])}">' in text
    assert share["og:locale"] == {"ar": "ar_MA", "fr": "fr_MA", "es": "es_ES"}[language]
    assert len(re.findall('"og:locale:alternate"', text)) == 2
    assert share["twitter:card"] == "summary_large_image"
    assert share["og:image:alt"]
    page = path if path in OWN_CARD else "/about/"
    assert re.fullmatch(rf"{SITE}/{language}{page}card\.png\?v=[0-9a-f]{{16}}", share["og:image"])


@pytest.mark.parametrize("path", OWN_CARD + PORTAL_CARD)
def test_the_address_of_the_picture_leads_to_this_very_picture(client, path):
    address = told(client.get(f"/ar{path}").text)["og:image"].removeprefix(SITE)
    response = client.get(address)
    assert response["Content-Type"] == "image/png"
    assert response["ETag"] == f'"{address.rpartition("=")[2]}"'
    assert "immutable" in response["Cache-Control"]


def test_a_commitment_and_a_report_are_articles_and_the_rest_is_the_site(client):
    kinds = {path: told(client.get(f"/fr{path}").text)["og:type"] for path in OWN_CARD}
    assert [path for path, kind in kinds.items() if kind == "article"] == [
        "/commitments/budget/",
        "/reports/2025/",
        "/reports/2025/1/",
    ]


def test_the_query_of_a_list_stands_in_no_shared_address(client):
    share = told(client.get("/fr/commitments/?late=1").text)
    assert share["og:url"] == f"{SITE}/fr/commitments/"


def test_a_title_with_quotes_and_brackets_stays_in_its_place(client):
    Commitment.objects.update(title_fr='Publier "tout" <b>&</b> plus')
    text = client.get("/fr/commitments/budget/").text
    assert told(text)["og:title"] == 'Publier "tout" <b>&</b> plus'
    assert "<b>" not in text


def test_a_page_that_is_not_there_has_nothing_to_share(client):
    assert told(client.get("/fr/nothing/").text) == {}


def test_a_machine_that_draws_no_pictures_names_none(client, monkeypatch):
    monkeypatch.setattr("tetouan_portal.templatetags.share.can_shape", lambda: False)
    share = told(client.get("/fr/").text)
    assert "og:title" in share
    assert not {"og:image", "twitter:card"} & set(share)


def test_markup_and_line_ends_are_left_out_of_a_title():
    assert as_plain_text('\n  <span lang="fr">L’eau</span>\n &amp; la ville ') == "L’eau & la ville"
