"""The guides explain what the site shows, whole in every language, and lead where they say."""

import html
import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.utils import translation

from commitments.models import CompletionLevel, Direction, IndicatorKind, Trust
from tests.public_pages import fill
from tetouan_portal.pages import guides

LANGUAGES = [code for code, _name in settings.LANGUAGES]
NAMES = [guide.name for guide in guides.GUIDES]


def address(name, language):
    return f"/{language}/about/{name.replace('_', '-')}/"


def main_of(response):
    return re.search(r"<main.*</main>", response.text, re.DOTALL)[0]


def words_of(markup):
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", markup)).split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_a_guide_says_its_title_in_the_language_of_the_reader_and_no_message_id(client, name, language):
    guide = next(one for one in guides.GUIDES if one.name == name)
    words = words_of(main_of(client.get(address(name, language))))
    with translation.override(language):
        assert words_of(str(guide.title)) in words
        assert words_of(str(guide.summary)) in words
    with translation.override(None):
        assert str(guide.title) not in words
        assert str(guide.summary) not in words


@pytest.mark.parametrize(
    ("explained", "known"),
    [
        (guides.LEVELS, {*CompletionLevel, ""}),
        (guides.INDICATOR_KINDS, {*IndicatorKind}),
        (guides.TRUSTS, {*Trust}),
    ],
    ids=["levels", "kinds of indicators", "trust"],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sign_of_the_models_is_explained_under_its_own_name(client, explained, known, language):
    assert set(explained) == known
    words = words_of(main_of(client.get(address("reading_progress", language))))
    with translation.override(language):
        for sign, meaning in explained.items():
            assert words_of(str(meaning)) in words
            assert not sign or words_of(str(sign.label)) in words


@pytest.mark.parametrize("level", [*CompletionLevel, "silent"])
def test_every_level_is_drawn_as_the_site_draws_it(client, level):
    explained = re.search(
        r'<dl class="levels-explained">.*?</dl>', client.get("/fr/about/reading-progress/").text, re.DOTALL
    )
    assert f'icons.svg#level-{level}"' in explained[0]


def test_the_invented_example_is_drawn_and_measured_like_any_other_and_says_that_it_is_one(client):
    text = main_of(client.get("/fr/about/reading-progress/"))
    assert text.count('class="track"') == 3
    assert 'class="line-chart"' in text
    assert "730" in text
    words = words_of(text)
    assert words.count("Exemple") >= 5
    with translation.override("fr"):
        assert str(Direction.UP.label) in words


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_of_the_overview_the_guides_and_the_statement_leads_to_its_place(client, language):
    fill()
    pages = [f"/{language}/about/", f"/{language}/accessibility/", *(address(name, language) for name in NAMES)]
    for page in pages:
        for link in re.findall(r'<a [^>]*href="([^"]+)"', main_of(client.get(page))):
            target = urlsplit(urljoin(page, html.unescape(link)))
            if target.netloc:
                continue
            answer = client.get(f"{target.path}?{target.query}", follow=True)
            assert answer.status_code == 200, link
            assert not target.fragment or f'id="{target.fragment}"' in answer.text, link


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_overview_and_search_engines_lead_to_every_guide(client, language):
    overview, sitemap = client.get(f"/{language}/about/").text, client.get("/sitemap.xml").text
    for name in NAMES:
        assert f'href="{address(name, language)}"' in overview
        assert f"{address(name, language)}</loc>" in sitemap
