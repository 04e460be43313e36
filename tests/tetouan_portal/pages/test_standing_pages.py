import pytest

from participation.models import Term

GUIDES = ["about/open-government", "about/reading-progress", "about/using-the-portal"]
PAGES = ["about", *GUIDES, "accessibility", "legal"]


@pytest.mark.parametrize("page", PAGES)
def test_a_standing_page_needs_no_database_and_has_one_heading(client, page):
    response = client.get(f"/fr/{page}/")
    assert response.status_code == 200
    assert response.text.count("<h1") == 1


@pytest.mark.django_db
def test_the_privacy_page_says_how_long_things_are_kept_as_staff_have_set_it(client):
    assert "2\xa0ans" in client.get("/fr/privacy/").text.replace(" ", "\xa0")
    Term.objects.create(use="keep_text", amount=90, unit="days")
    assert "90\xa0jours" in client.get("/fr/privacy/").text.replace(" ", "\xa0")


@pytest.mark.django_db
def test_what_the_commune_has_not_stated_is_not_invented(client, settings):
    settings.MUNICIPALITY = {"email": "", "cndp_reference": ""}
    assert "mailto:" not in client.get("/fr/privacy/").text
    settings.MUNICIPALITY = {"email": "contact@example.org", "cndp_reference": "D-1/2026"}
    text = client.get("/fr/privacy/").text
    assert "mailto:contact@example.org" in text
    assert "D-1/2026" in text


def test_the_accessibility_statement_says_when_it_was_written_and_whom_to_write_to(client, settings):
    settings.MUNICIPALITY = {"email": "", "cndp_reference": ""}
    assert "mailto:" not in client.get("/fr/accessibility/").text
    settings.MUNICIPALITY = {"email": "contact@example.org", "cndp_reference": ""}
    response = client.get("/fr/accessibility/")
    assert f'<time datetime="{response.context["stated_on"].isoformat()}">' in response.text
    assert "mailto:contact@example.org" in response.text


def test_the_switcher_keeps_page_and_query(client):
    text = client.get("/fr/about/?from=mail&x=%C3%A9").text
    assert 'href="/ar/about/?from=mail&amp;x=%C3%A9"' in text
    assert 'href="/es/about/?from=mail&amp;x=%C3%A9"' in text


def test_search_engines_learn_the_address_of_each_language_without_the_query(client, settings):
    settings.SITE_URL = "https://portal.example.org"
    text = client.get("/fr/about/?from=mail").text
    assert '<link rel="canonical" href="https://portal.example.org/fr/about/">' in text
    assert '<link rel="alternate" hreflang="ar" href="https://portal.example.org/ar/about/">' in text
    assert '<link rel="alternate" hreflang="x-default" href="https://portal.example.org/ar/about/">' in text


def test_a_page_loads_only_the_letters_of_its_own_script_ahead(client):
    assert "fonts/portal-arabic.woff2" in client.get("/ar/about/").text
    assert "fonts/portal-latin.woff2" not in client.get("/ar/about/").text
    assert "fonts/portal-arabic.woff2" not in client.get("/es/about/").text


def test_the_menu_marks_where_the_reader_is(client):
    text = client.get("/fr/about/").text
    assert text.count('aria-current="page"') == 1
    assert '<a href="/fr/about/" aria-current="page">' in text
