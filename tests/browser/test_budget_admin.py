"""The budget officer's pages in a real browser: files dropped together, a first page on a telephone."""

import pytest
from django.test import Client

from budget_docs.models import BudgetDocument
from tests.browser.axe import complaints
from tests.budget_docs import rows
from tests.factories import people
from tests.factories.pdfs import pdf

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.matrix(2)]


@pytest.fixture
def office(live_server, open_page):
    """A function that opens a page of the admin as the budget officer: `office("ar", "")`."""
    client = Client()
    client.force_login(people.budget_officer())
    session = client.cookies["sessionid"].value

    def enter(language, path, *, width=1280):
        page = open_page(width=width, language=language)
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto(f"{live_server.url}/{language}/admin/{path}")
        return page

    return enter


def file(name, content):
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


def test_several_files_fill_an_empty_slot_from_the_first_page(office):
    rows.slot(due_on=None, year=2099)
    rows.slot(type_slug="late", due_on="2026-01-01")
    page = office("fr", "", width=360)
    page.get_by_role("link", name="Ajouter le fichier").first.click()
    files = [file("budget_fr.pdf", pdf("Budget")), file("budget_ar.pdf", pdf("x")), file("page.pdf", b"<html><script>")]
    page.set_input_files("input[type=file]", files)
    page.get_by_role("button", name="Ajouter les fichiers").click()
    assert "page.pdf" in page.get_by_role("alert").inner_text()
    page.get_by_role("link", name="Aller au document").click()
    page.get_by_role("button", name="Publier maintenant").click()
    assert "C’est irréversible" in page.locator("#shown_form").inner_text()
    page.get_by_role("button", name="Publier maintenant").click()
    assert "publié" in page.locator(".row-acts h2").inner_text()
    document = BudgetDocument.objects.get()
    assert sorted(document.files.values_list("language", flat=True)) == ["ar", "fr"]
    assert document.publish_at


@pytest.mark.parametrize(("language", "width"), [("ar", 360), ("fr", 1280)])
def test_the_officers_pages_fit_the_screen_and_are_accessible(office, language, width):
    draft = rows.document(publish_at=None)
    hides = [
        {"kind": "sheets", "n": 2, "places": ["agents", "primes 2025"]},
        {"kind": "comments", "n": 3, "places": []},
    ]
    file = rows.file(draft, filename="situation_des_agents_communaux_2026.xlsx", hidden=hides, held_back=True)
    empty = rows.slot(type_slug="empty", due_on="2026-01-01")
    for path in (
        "",
        f"budget_docs/budgetdocument/{draft.pk}/change/",
        f"budget_docs/documentfile/{file.pk}/change/",
        f"budget_docs/publicationdate/{empty.pk}/files/",
        f"budget_docs/publicationdate/{empty.pk}/change/",
        f"budget_docs/fiscalyear/{empty.fiscal_year_id}/change/",
    ):
        page = office(language, path, width=width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        # The tabs of languages are jQuery UI's, whose links inside tabs are known for it.
        assert [said for said in complaints(page) if not said.startswith("nested-interactive")] == [], path
