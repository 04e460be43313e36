import brotli
import pytest
from django.conf import settings

from tetouan_portal.lib.stylesheet import stylesheet

ARABIC_BY_DEFAULT = [
    ("", "/ar/"),
    ("fr-FR,fr;q=0.9,en;q=0.5", "/fr/"),
    ("es", "/es/"),
    ("en-GB,en;q=0.9", "/ar/"),
    ("en,es;q=0.4,fr;q=0.2", "/es/"),
    ("; nonsense,,;q=x", "/ar/"),
]


@pytest.mark.parametrize(("preference", "address"), ARABIC_BY_DEFAULT)
def test_the_entrance_follows_the_browser_and_falls_back_to_arabic(client, preference, address):
    response = client.get("/", headers={"Accept-Language": preference})
    assert (response.status_code, response["Location"]) == (302, address)
    assert "Accept-Language" in response["Vary"]
    assert not response.cookies


def test_an_address_without_language_leads_to_the_preferred_one_with_its_query(client):
    response = client.get("/commitments/?late=1", headers={"Accept-Language": "fr"})
    assert (response.status_code, response["Location"]) == (302, "/fr/commitments/?late=1")


def test_the_admin_is_found_without_language_too(client):
    response = client.get("/admin/", headers={"Accept-Language": "es"})
    assert (response.status_code, response["Location"]) == (302, "/es/admin/")


def test_the_stylesheet_is_compressed_and_kept_for_good_under_its_own_digest(client):
    response = client.get(f"/portal.{stylesheet().digest}.css", headers={"Accept-Encoding": "gzip, br"})
    assert brotli.decompress(response.content) == stylesheet().bodies[""]
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in response["Cache-Control"]
    assert "Accept-Encoding" in response["Vary"]


def test_a_page_of_an_older_release_gets_the_stylesheet_of_today_but_does_not_keep_it(client):
    response = client.get("/portal.0123456789ab.css")
    assert response.content == stylesheet().bodies[""]
    assert response["Cache-Control"] == "public, max-age=60"


def test_robots_learn_of_the_sitemap_and_stay_out_of_the_admin(client):
    text = client.get("/robots.txt").text
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in text
    assert "Disallow: /ar/admin/" in text
