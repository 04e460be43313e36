import re
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from budget_docs import tasks
from budget_docs.documents import publishing
from tests.budget_docs import rows
from tests.factories.pdfs import pdf

pytestmark = pytest.mark.django_db
PAGES = [
    "/fr/budget/",
    "/fr/budget/2026/",
    "/fr/budget/?q=secret",
    "/fr/calendar/",
    "/fr/budget/feed/",
    "/fr/calendar.ics",
]


def test_the_grid_says_what_is_there_and_what_is_due(client, time_machine):
    time_machine.move_to(datetime(2026, 6, 15, 12, tzinfo=UTC))
    rows.file(rows.document())
    rows.slot(2026, "citizen-budget", due_on=date(2026, 3, 1))
    rows.slot(2026, "real-surplus", due_on=date(2027, 2, 28))
    page = client.get("/fr/budget/").text
    assert '<a href="/fr/budget/documents/budget-2026/">' in page
    assert re.search(r"due since|échéance dépassée|depuis le", page)


def test_any_file_is_two_steps_from_home(client):
    address = rows.file(rows.document()).get_absolute_url()
    assert "/fr/budget/" in client.get("/fr/").text
    assert "/fr/budget/2026/" in client.get("/fr/budget/").text
    assert address in client.get("/fr/budget/2026/").text


@pytest.mark.parametrize("path", [*PAGES, "/fr/budget/documents/secret/"])
@pytest.mark.parametrize("publish_at", [None, rows.IN_A_YEAR])
def test_what_is_not_published_is_reached_by_nobody(client, admin_client, path, publish_at):
    rows.slot()
    document = rows.document("secret", publish_at=publish_at, title_fr="Budget secret", summary_fr="secret")
    file = rows.file(document)
    for reader in (client, admin_client):
        response = reader.get(path)
        body = re.sub(r'value="secret"|q=secret', "", response.content.decode())
        assert "secret" not in body.replace("/documents/secret/", "").lower()
        assert reader.get(file.get_absolute_url()).status_code == 404
    assert client.get("/fr/budget/documents/secret/").status_code == 404


def test_a_file_keeps_its_address_when_it_is_superseded(client):
    document = rows.document()
    former = rows.file(document, is_current=False)
    rows.file(document, version=2, content=b"%PDF-1.7 second")
    response = client.get(former.get_absolute_url())
    assert b"".join(response.streaming_content) == b"%PDF-1.7 budget"
    assert former.get_absolute_url() in client.get(document.get_absolute_url()).text
    assert former.get_absolute_url() not in client.get("/fr/budget/2026/").text


def test_a_file_is_found_by_the_words_inside(client):
    file = rows.file(rows.document(), content=pdf("Entretien des jardins publics"))
    rows.document("other", slot=rows.slot(2025), title_fr="Budget 2025")
    tasks.read_file_text(file.pk)
    page = client.get("/fr/budget/?q=jardin").text
    assert "/documents/budget-2026/" in page
    assert "/documents/other/" not in page
    assert "/documents/budget-2026/" not in client.get("/fr/budget/?q=jardin&year=2025").text


@pytest.mark.parametrize("query", ["year=1", "type=nothing", "q=%00", "q=" + "x" * 500])
def test_a_strange_question_is_answered_with_a_sentence(client, query):
    rows.slot()
    response = client.get(f"/fr/budget/?{query}")
    assert response.status_code == 400
    assert 'role="alert"' in response.text


def test_a_document_page_tells_session_vote_visa_and_how_to_check_a_copy(client):
    document = rows.document(
        session_kind="ordinary",
        session_on=date(2025, 10, 2),
        votes_for=41,
        votes_against=3,
        abstentions=1,
        visa="refused",
        visa_on=date(2025, 11, 20),
    )
    file = rows.file(document)
    rows.document("budget-2026-again", slot=document.slot, second_reading_of=document, title_fr="Seconde lecture")
    page = client.get("/fr/budget/documents/budget-2026/").text
    assert file.sha256 in page
    assert "/fr/budget/documents/budget-2026-again/" in page
    assert "41" in page
    assert "2 octobre 2025" in page
    assert "/fr/budget/documents/budget-2026/" in client.get("/fr/budget/documents/budget-2026-again/").text


def test_a_withdrawn_document_answers_with_its_reason(client):
    document = rows.document()
    file = rows.file(document)
    publishing.withdraw(document, {"fr": "Une annexe nommait des personnes."})
    response = client.get(document.get_absolute_url())
    assert response.status_code == 410
    assert "Une annexe nommait des personnes." in response.text
    assert client.get(file.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("count", [1, 10])
def test_the_number_of_queries_does_not_grow(client, count, django_assert_max_num_queries):
    for number in range(count):
        document = rows.document(f"d{number}", slot=rows.slot(2026, f"type-{number}"))
        rows.file(document)
    with django_assert_max_num_queries(7):
        client.get("/fr/budget/")
    with django_assert_max_num_queries(9):
        client.get("/fr/budget/2026/")


def test_figures_that_do_not_add_up_are_shown_with_the_gap(client):
    for kind, amount in (
        ("total", 1218495500),
        ("revenue", 477662600),
        ("expenditure", 683203400),
        ("estimated_surplus", 56925400),
    ):
        rows.models.StatedFigure.objects.create(
            fiscal_year=rows.fiscal_year(2025),
            kind=kind,
            amount=amount,
            source_title_fr="Presse",
            source_url="https://a.example",
        )
    page = client.get("/fr/budget/2025/").text.replace("\xa0", " ")
    assert "1 218 495 500" in page
    assert "704 100" in page


def test_the_feed_lists_what_was_published(client):
    rows.file(rows.document())
    feed = client.get(reverse("budget:feed")).content.decode()
    assert "/budget/documents/budget-2026/" in feed


def test_a_year_says_in_plain_words_what_its_citizen_budget_says(client):
    slot = rows.slot(2026, "citizen-budget")
    rows.document("citizen", slot=slot, summary_fr="L’argent des rues.")
    rows.document("other", slot=rows.slot(2026), summary_fr="Un résumé technique.")
    page = client.get("/fr/budget/2026/").text
    assert "L’argent des rues." in page
    assert "Un résumé technique." not in page


def test_what_changed_in_a_version_is_said_beside_its_file(client):
    document = rows.document()
    rows.file(document, is_current=False)
    rows.file(document, version=2, content=b"%PDF-1.7 second", note="Tableau corrigé")
    assert "Tableau corrigé" in client.get(document.get_absolute_url()).text


def test_every_file_is_two_steps_from_home(client):
    document = rows.document()
    file = rows.file(document)
    home = client.get("/fr/").content.decode()
    assert 'href="/fr/budget/"' in home
    grid = client.get("/fr/budget/").content.decode()
    assert f'href="{file.get_absolute_url()}"' in grid
    assert 'href="/fr/budget/documents/budget-2026/"' in grid
