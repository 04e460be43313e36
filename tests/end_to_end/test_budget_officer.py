"""A budget officer publishes a year from empty to explorer: the calendar, a document, the budget as data."""

from datetime import date

import pytest
from django.test import Client
from playwright.sync_api import expect

from budget_docs.calendar import rules
from budget_docs.models import DocumentType
from tests.budget_docs.lines.files import csv, line, xlsx
from tests.factories import people
from tests.factories.files import a_pdf

pytestmark = [
    pytest.mark.browser,
    pytest.mark.worker,
    pytest.mark.django_db(transaction=True),
    pytest.mark.matrix(2),
    pytest.mark.usefixtures("inspected_apart"),
]
PATIENCE = 60_000  # milliseconds
SEATS = [
    {"language": "ar", "width": 360, "javascript": True},
    {"language": "fr", "width": 1280, "javascript": False},
]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(params=SEATS, ids=lambda seat: seat["language"])
def office(request, live_server, open_page):
    """(the officer's page, the address of the admin in their language, that of the public site)."""
    kind = DocumentType.objects.create(
        slug="adopted-budget",
        name_ar="الميزانية المصادق عليها",
        name_fr="Budget adopté",
        name_es="Presupuesto aprobado",
        due_month=12,
        due_day=5,
        due_year_offset=-1,
    )
    rules.confirm(kind, date(2020, 1, 1), reason_fr="Loi organique 113-14")
    client = Client()
    client.force_login(people.budget_officer())
    page = open_page(**request.param)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    site = f"{live_server.url}/{request.param['language']}"
    return page, f"{site}/admin/budget_docs", site


def press(page, verb):
    page.locator(f"button[name=_do][value={verb}]").click()


def save(page):
    page.locator("input[name=_save]:visible").first.click()


def the_worker_is_done(page):
    """With scripts the page looks again by itself; without them the officer does."""
    for _look in range(PATIENCE // 1000):
        if not page.locator("[data-at-work]").count():
            return
        page.wait_for_timeout(1000)
        page.reload()
    raise AssertionError(page.locator("#acts").inner_text())


def test_a_year_is_published_from_empty_to_explorer(office, worker):
    page, admin, site = office
    lay_out_the_calendar(page, admin)
    publish_the_budget(page)
    expect(visit(page, f"{site}/budget/").locator(".document-grid")).to_contain_text("PDF")

    refused = csv(line(), line(line=12, admitted="abc"))
    send_lines(page, admin, ("budget.csv", "text/csv", refused.read()))
    expect(page.locator(".row-acts table td", has_text="abc")).to_be_visible()
    expect(page.locator("button[name=_do][value=apply]")).to_have_count(0)

    good = xlsx(line(), line(side="dépenses", admitted=900))
    send_lines(page, admin, ("budget.xlsx", XLSX, good.read()))
    expect(page.locator(".row-acts table").first).to_contain_text("900")
    press(page, "apply")
    the_worker_is_done(page)
    page.locator(".row-acts a[href*='/budget_docs/budget/']").click()
    assert page.request.get(f"{site}/budget/2026/lines/revenue/").status == 404
    press(page, "publish")

    visit(page, f"{site}/budget/2026/lines/revenue/")
    expect(page.locator(".budget-level tfoot")).to_contain_text("500,5")
    package = page.request.get(f"{site[:-3]}/budget/2026/datapackage.zip")
    assert package.status == 200
    assert package.body().startswith(b"PK")


def visit(page, address):
    page.goto(address)
    return page


def lay_out_the_calendar(page, admin):
    page.goto(f"{admin}/fiscalyear/add/")
    page.fill("#id_year", "2026")
    save(page)
    page.goto(f"{admin}/fiscalyear/")
    page.locator("#result_list tbody th a").first.click()
    press(page, "lay_out")


def publish_the_budget(page):
    page.locator("a[href$='/files/']").first.click()
    page.set_input_files("#id_files", {"name": "budget_fr.pdf", "mimeType": "application/pdf", "buffer": a_pdf()})
    page.locator(".staff-submit button").click()
    press(page, "publish")
    page.locator("button[name=_seen]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def send_lines(page, admin, file):
    name, kind, content = file
    page.goto(f"{admin}/lineimport/add/")
    page.select_option("#id_fiscal_year", label="2026")
    page.set_input_files("#id_file", {"name": name, "mimeType": kind, "buffer": content})
    save(page)
    page.wait_for_url("**/change/**")  # before that, no page says that anything is at work
    the_worker_is_done(page)
