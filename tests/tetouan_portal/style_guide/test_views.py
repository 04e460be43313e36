import re

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import RequestFactory

from tetouan_portal.lib.languages import direction
from tetouan_portal.style_guide import views

LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.fixture
def visit(client):
    def page(language="fr", **who):
        client.force_login(User.objects.create_user("somebody", **({"is_staff": True} | who)))
        return client.get(f"/{language}/style-guide/")

    return page


@pytest.mark.django_db
def test_a_stranger_and_somebody_who_is_not_staff_are_asked_to_sign_in(client, visit):
    for answer in (client.get("/fr/style-guide/"), visit(is_staff=False)):
        assert answer.status_code == 302
        assert answer["Location"] == "/fr/admin/login/?next=/fr/style-guide/"


@pytest.mark.django_db
def test_it_is_kept_from_caches_search_engines_and_the_sitemap(client, visit):
    page = visit()
    assert {"private", "no-store"} <= set(page["Cache-Control"].split(", "))
    assert '<meta name="robots" content="noindex">' in page.text
    assert "style-guide" not in client.get("/sitemap.xml").text


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_specimen_stands_in_both_directions_the_readers_first(visit, language):
    faces = re.findall(r'class="specimen-face[^"]*" lang="(\w+)" dir="(\w+)"', visit(language).text)
    other = "fr" if language == "ar" else "ar"
    assert len(faces) > 100
    assert faces[::2] == [(language, direction(language))] * (len(faces) // 2)
    assert faces[1::2] == [(other, direction(other))] * (len(faces) // 2)


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_id_stands_twice_and_every_reference_meets_one(visit, language):
    html = visit(language).text
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert sorted(ids) == sorted(set(ids))
    referred = re.findall(r'\s(?:for|aria-labelledby|aria-describedby)="([^"]+)"', html)
    assert referred
    assert {name for names in referred for name in names.split()} - set(ids) == set()


def test_the_examples_ask_the_database_nothing():
    # without the mark django_db, a query would fail
    for language in LANGUAGES:
        for _section, faces in views.sections_in(language, RequestFactory().get("/fr/style-guide/")):
            assert all(face["html"].strip() for face in faces)


def test_one_section_is_named_once():
    names = [section.slug for section in views.sections()]
    assert len(names) == len(set(names))
