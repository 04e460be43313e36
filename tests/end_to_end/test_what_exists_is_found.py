"""Twenty searches and what they must find, in three languages, on the demonstration: no search denies what exists."""

import io

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.pdfs import pdf as pdf_saying
from tetouan_portal.lib import pdf

COMMITMENTS, DOCUMENTS, LINES, CASES, EVERYTHING = (
    "commitments/",
    "budget/",
    "budget/lines/",
    "participate/cases/",
    "participate/published/",
)
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(rows_of_a_module):
    """Their files are simple ones."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "render", lambda html, **_options: pdf.Pdf(pdf_saying(str(hash(html))), pages=1))
        call_command("prepare_data", "--demo", stdout=io.StringIO())
    return rows_of_a_module


@pytest.fixture
def demonstration(loaded, settings):
    settings.MEDIA_ROOT = loaded


def text_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.text.replace("\xa0", " ").replace("\u202f", " ").split())


@pytest.mark.parametrize(
    ("where", "words", "found"),
    [
        (f"fr/{COMMITMENTS}", "MATET0004", "/fr/commitments/public-monitoring-of-the-pac/"),
        (f"ar/{COMMITMENTS}", "matet0004", "/ar/commitments/public-monitoring-of-the-pac/"),
        (f"fr/{COMMITMENTS}", "handicap", "/fr/commitments/universal-access-to-heritage/"),
        (f"ar/{COMMITMENTS}", "اعاقة", "/ar/commitments/universal-access-to-heritage/"),
        (f"es/{COMMITMENTS}", "discapacitado", "/es/commitments/universal-access-to-heritage/"),
        (f"fr/{COMMITMENTS}", "fauteuil roulant", "/fr/commitments/universal-access-to-heritage/"),
        (f"fr/{LINES}", "éclairage", "41 355 700"),
        (f"fr/{LINES}", "lampadaires", "41 355 700"),
        (f"ar/{LINES}", "الانارة", "41.355.700"),
        (f"es/{LINES}", "alumbrado", "41.355.700"),
        (f"es/{LINES}", "farolas", "41.355.700"),
        (f"fr/{LINES}", "ordures", "Propreté et collecte des déchets"),
        (f"ar/{LINES}", "نظافة", "النظافة وجمع النفايات"),
        (f"ar/{LINES}", "أزبال", "النظافة وجمع النفايات"),
        (f"es/{LINES}", "basura", "Limpieza y recogida de residuos"),
        (f"fr/{LINES}", "salaire", "Traitements et indemnités du personnel titulaire"),
        (f"ar/{LINES}", "أجرة", "رواتب وتعويضات الموظفين الرسميين"),
        (f"fr/{EVERYTHING}", "salaire", "/fr/budget/lines/?q=salaire"),
        (f"fr/{EVERYTHING}", "handicap", "/fr/commitments/universal-access-to-heritage/"),
        (f"es/{EVERYTHING}", "basura", "/es/budget/lines/?q=basura"),
        (f"ar/{EVERYTHING}", "ورشات", "/ar/plan/"),
        (f"fr/{EVERYTHING}", "REMACTO", "/fr/plan/ogp-2022-2026/#body-"),
        (f"ar/{EVERYTHING}", "البكوري", "/ar/plan/ogp-2022-2026/#"),
        (f"es/{EVERYTHING}", "paloma blanca", "/es/plan/ogp-2022-2026/#endorsements"),
        (f"fr/{EVERYTHING}", "477662600", "/fr/budget/2025/#figures"),
        (f"es/{EVERYTHING}", "IVA", "/es/budget/glossary/#vat-share"),
        (f"fr/{EVERYTHING}", "calendrier", "/fr/calendar/"),
        (f"fr/{EVERYTHING}", "chafafiya", "/fr/participate/"),
        (f"es/{EVERYTHING}", "municipio", "/es/plan/ogp-2022-2026/#"),
        (f"es/{COMMITMENTS}", "oficina", "/es/commitments/proactive-publication/"),
        (f"fr/{DOCUMENTS}", "budget citoyen", "/fr/budget/documents/"),
        (f"fr/{CASES}", "lampe", "/fr/participate/cases/20"),
    ],
)
def test_each_search_finds_what_the_portal_holds(client, demonstration, where, words, found):
    assert found in text_of(client, f"/{where}?q={words}")


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
@pytest.mark.parametrize("where", [COMMITMENTS, DOCUMENTS, LINES, CASES, EVERYTHING])
@pytest.mark.parametrize("words", ["zanzibar", "eau & l’air"])
def test_each_search_leads_on_to_the_others_with_the_same_words(client, demonstration, language, where, words):
    response = client.get(f"/{language}/{where}", {"q": words})
    others = {COMMITMENTS, DOCUMENTS, LINES, CASES, EVERYTHING} - {where}
    typed = {"zanzibar": "zanzibar", "eau & l’air": "eau%20%26%20l%E2%80%99air"}[words]
    assert [other for other in others if f'href="/{language}/{other}?q={typed}"' not in response.text] == []
    assert 'class="other-searches"' in response.text


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_nothing_of_the_kind_is_said_of_what_is_nowhere(client, demonstration, language):
    assert client.get(f"/{language}/{EVERYTHING}?q=zanzibar").context["groups"] == []
    assert client.get(f"/{language}/{EVERYTHING}?q=salaire").context["groups"] != []


@pytest.mark.parametrize(
    ("where", "many", "few"),
    [
        (COMMITMENTS, "budget", "MATET0004"),
        (DOCUMENTS, "budget", "citoyen"),
        (LINES, "public", "alumbrado"),
        (CASES, "a", "lampadaire"),
    ],
)
def test_a_search_asks_the_database_as_often_for_many_as_for_one(client, demonstration, where, many, few):
    counts = set()
    for words in (many, few):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/fr/{where}?q={words}").status_code == 200
        counts.add(len(asked))
    assert len(counts) == 1
    assert max(counts) <= 20
