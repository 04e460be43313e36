"""The thin slice, kept for ever: entered in the admin, read in three languages, printed by the worker."""

import io
import time
from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from commitments.models import ReportPdf
from tests.factories.commitments import AnnualReportFactory, CommitmentFactory, IndicatorFactory
from tests.factories.reports import conclude

pytestmark = [pytest.mark.browser, pytest.mark.worker, pytest.mark.django_db(transaction=True)]
TITLES = {
    "ar": "نشر الميزانية كاملة كل سنة",
    "fr": "Publier le budget entier chaque année",
    "es": "Publicar el presupuesto entero",
}
SUMMARY = "نُشرت سبع وثائق في البوابة"
PATIENCE = 120  # seconds


def test_what_staff_enter_is_read_in_three_languages_and_printed(worker, live_server, settings, open_page):
    settings.ALLOWED_HOSTS = ["*"]
    commitment = CommitmentFactory(slug="whole-budget", number=1)
    indicator = IndicatorFactory(commitment=commitment)
    report = AnnualReportFactory(plan=commitment.plan, covers_to=date(2026, 12, 31))
    conclude(report)
    page = open_page(language="ar")

    sign_in(page, live_server.url)
    rename(page, live_server.url, commitment)
    enter_statement(page, live_server.url, commitment, indicator)
    publish(page, live_server.url, report)

    reader = open_page(javascript=False)
    for language, title in TITLES.items():
        reader.goto(f"{live_server.url}/{language}/commitments/whole-budget/")
        assert reader.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
        assert title in reader.locator("h1").inner_text()
        assert SUMMARY in reader.locator("main").inner_text()
        assert "7,5" in reader.locator("main").inner_text()

    for language, title in TITLES.items():
        text = pdf_text(ready_pdf(language, worker), reader, live_server.url)
        assert words(title) <= words(text), language
        assert "7,5" in text


def sign_in(page, address):
    get_user_model().objects.create_superuser("editor", password="a long enough password")
    page.goto(f"{address}/ar/admin/")
    page.locator("input[name=login]").fill("editor")
    page.locator("input[type=password]").fill("a long enough password")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_selector(".staff-desk")


def admin_address(address, name, *args):
    with translation.override("ar"):
        return address + reverse(f"admin:commitments_{name}", args=args)


def rename(page, address, commitment):
    page.goto(admin_address(address, "commitment_change", commitment.pk))
    page.click("a[href='../amend/']")
    page.locator("#amend_form summary").first.click()
    for language, title in TITLES.items():
        page.fill(f"#id_title_{language}", title)
    page.fill("#id_reason_ar", "التزام أوضح")
    page.fill("#id_decision_ar", "مقرر المجلس")
    page.fill("#id_decided_on", "2026-03-31")
    page.locator("#amend_form input[type=submit]").click()
    page.locator("#amend_form input[name=confirmed]").click()
    page.wait_for_selector(".messagelist .success")


def enter_statement(page, address, commitment, indicator):
    """With its value, which is public once the statement is."""
    page.goto(f"{admin_address(address, 'statement_add')}?commitment={commitment.pk}&side=municipality&level=limited")
    page.fill("#id_dated_on", "2026-03-31")
    page.fill("#id_summary_ar", SUMMARY)
    page.click("#proposed_readings-group .add-row a")
    page.select_option("#id_proposed_readings-0-indicator", str(indicator.pk))
    page.fill("#id_proposed_readings-0-value", "٧٫٥")
    page.locator("input[name=_continue]").first.click()
    page.wait_for_selector(".messagelist .success")
    page.click("button[name=_do][value=publish]")
    page.click("button[name=_seen]")
    page.wait_for_selector(".messagelist .success")


def publish(page, address, report):
    page.goto(admin_address(address, "annualreport_change", report.pk))
    page.click("button[name=_do][value=publish]")
    page.click("button[name=_seen]")
    page.wait_for_selector(".messagelist .success")


def ready_pdf(language, log):
    deadline = time.monotonic() + PATIENCE
    while True:
        pdf = ReportPdf.objects.select_related("edition__report").get(language=language)
        if pdf.state == "ready":
            return pdf
        assert pdf.state != "failed", pdf.error
        assert time.monotonic() < deadline, log.read_text()[-3000:]
        time.sleep(0.3)


def pdf_text(pdf, reader, address):
    answer = reader.request.get(address + pdf.get_absolute_url())
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"
    document = PdfReader(io.BytesIO(answer.body()))
    assert document.trailer["/Root"]["/Lang"] == pdf.language
    return "\n".join(page.extract_text() for page in document.pages)


def words(text):
    return {word.strip(".,:;!?()«»") for word in text.split()}
