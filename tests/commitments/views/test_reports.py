import re
from datetime import date

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from commitments import tasks
from commitments.models import AnnualReport, Edition, ReportPdf, Statement
from commitments.report import editions, pdf_rendering
from tests.factories.commitments import AnnualReportFactory, StatementFactory
from tests.factories.reports import conclude, drafted_report, published_report
from tetouan_portal.lib.pdf import Pdf

pytestmark = pytest.mark.django_db
LANGUAGES = pytest.mark.parametrize("language", ["ar", "fr", "es"])


@pytest.fixture
def report():
    return published_report()


@pytest.fixture
def ready(report, monkeypatch):
    """The report with its French PDF made."""
    monkeypatch.setattr(pdf_rendering, "render", lambda edition, html: Pdf(b"%PDF " + html.encode(), 3))
    pdf = report.editions.get().pdfs.get(language="fr")
    assert tasks.render_report_pdf(pdf.pk) == "rendered"
    pdf.refresh_from_db()
    return pdf


@LANGUAGES
@pytest.mark.parametrize("status", ["drafting", "final"])
def test_a_report_that_is_not_published_is_not_found(client, language, status):
    report = drafted_report(title_ar="سري", title_fr="SECRET", title_es="SECRETO")
    AnnualReport.objects.filter(pk=report.pk).update(status=status)
    for path in ("2025/", "2025/1/", "2025/verify/"):
        response = client.get(f"/{language}/reports/{path}")
        assert response.status_code == 404
        assert "SECRET" not in response.text
    response = client.get(f"/{language}/reports/")
    assert response.status_code == 200
    assert not any(word in response.text for word in ("SECRET", "سري"))


def published_before(report, years):
    """A report of the same plan, by a monitor of its own, for each of the years before."""
    for year in range(report.year - years, report.year):
        earlier = AnnualReportFactory(
            plan=report.plan,
            year=year,
            title_ar=f"تقرير {year}",
            title_fr=f"Rapport {year}",
            title_es=f"Informe {year}",
        )
        conclude(earlier)
        editions.publish(earlier)


@LANGUAGES
def test_the_list_shows_each_report_with_its_counts(client, report, language):
    published_before(report, 1)
    response = client.get(f"/{language}/reports/")
    for edition in Edition.objects.all():
        assert edition.snapshot["report"]["title"][language] in response.text
    assert [row["counts"]["total"] for row in response.context["reports"]] == [1, 1]


@pytest.mark.parametrize("more", [0, 3])
def test_the_list_asks_the_same_number_of_queries_for_any_number_of_reports(
    client, report, django_assert_num_queries, more
):
    published_before(report, more)
    with django_assert_num_queries(3):
        response = client.get("/fr/reports/")
    assert len(response.context["reports"]) == 1 + more


@LANGUAGES
def test_the_page_shows_what_the_pdf_shows(client, report, language):
    response = client.get(f"/{language}/reports/2025/")
    snapshot = report.editions.get().snapshot
    commitment = snapshot["sections"][0]["data"]["axes"][0]["commitments"][0]
    for text in (
        commitment["title"],
        commitment["finding"]["text"],
        commitment["statements"]["monitor"]["summary"],
        snapshot["recommendations"][0]["text"],
    ):
        assert text[language] in response.text
    assert 'id="commitment-budget"' in response.text


def test_a_later_correction_leaves_the_page_as_published(client, report):
    before = client.get("/fr/reports/2025/1/").text
    statement = Statement.objects.by("monitor").get()
    StatementFactory(
        commitment=statement.commitment,
        by_monitor=True,
        level="complete",
        dated_on=date(2025, 12, 30),
        summary_fr="Tout est fait",
        supersedes=statement,
    )
    after = client.get("/fr/reports/2025/1/").text
    assert "Tout est fait" not in after
    assert after.count("level-complete") == before.count("level-complete")


def test_a_former_edition_stays_and_says_that_there_is_a_newer_one(client, report):
    finding = report.findings.get()
    finding.text_fr = "Constat revu"
    editions.revise(report)
    finding.save()
    editions.finalise(report)
    editions.publish_new_edition(report)
    assert "Constat revu" in client.get("/fr/reports/2025/").text
    former = client.get("/fr/reports/2025/1/")
    assert "Constat revu" not in former.text
    assert former.context["newest"].number == 2
    assert client.get("/fr/reports/2025/3/").status_code == 404


def test_the_pdf_of_the_readers_language_comes_first(client, report):
    for language in ("ar", "fr", "es"):
        pdfs = client.get(f"/{language}/reports/2025/").context["pdfs"]
        assert pdfs[0].language == language
        assert len(pdfs) == 3


def test_a_ready_pdf_is_offered_with_its_size_and_fingerprint(client, ready):
    page = client.get("/fr/reports/2025/").text
    assert f'href="{ready.get_absolute_url()}"' in page
    assert ready.sha256 in page


def test_a_pdf_that_is_not_ready_is_not_linked(client, report):
    pdf = report.editions.get().pdfs.get(language="fr")
    assert pdf.get_absolute_url() not in client.get("/fr/reports/2025/").text
    assert client.get(pdf.get_absolute_url()).status_code == 404


def test_a_failed_pdf_says_why_without_technical_details(client, report):
    ReportPdf.objects.filter(language="fr").update(
        state="failed",
        due_at=None,
        error="Making the PDF failed for a reason that nobody foresaw.\nOSError: /srv/secret/path",
    )
    page = client.get("/fr/reports/2025/").text
    assert ReportPdf(error="Making the PDF failed for a reason that nobody foresaw.").reason in page
    assert "/srv/secret/path" not in page


@LANGUAGES
def test_a_withdrawn_report_says_why_and_offers_nothing(client, ready, language):
    editions.withdraw(ready.edition.report, {"ar": "خطأ في الحساب", "fr": "Erreur de calcul", "es": "Error"})
    response = client.get(f"/{language}/reports/2025/")
    assert response.status_code == 410
    assert ReportPdf.objects.get(pk=ready.pk).edition.report.withdrawal_reason_fr == "Erreur de calcul"
    assert {"ar": "خطأ في الحساب", "fr": "Erreur de calcul", "es": "Error"}[language] in response.text
    assert "Avancée limitée" not in response.text
    assert client.get(f"/{language}/reports/2025/1/").status_code == 410
    assert client.get(ready.get_absolute_url()).status_code == 404


def test_the_check_knows_every_genuine_fingerprint(client, ready):
    for given in (ready.sha256, ready.sha256.upper(), f" {ready.sha256[:32]} {ready.sha256[32:]} "):
        match = client.get("/fr/reports/2025/verify/", {"sha256": given}).context["match"]
        assert (match["pdf"], match["is_former"]) == (ready, False)
    match = client.get("/fr/reports/2025/verify/", {"sha256": ready.edition.sha256}).context["match"]
    assert (match["edition"], match["pdf"]) == (ready.edition, None)


def test_a_copy_made_before_the_current_file_is_still_genuine(client, ready):
    ReportPdf.objects.filter(pk=ready.pk).update(former_sha256=["f" * 64])
    match = client.get("/fr/reports/2025/verify/", {"sha256": "f" * 64}).context["match"]
    assert (match["pdf"], match["is_former"]) == (ready, True)


@pytest.mark.parametrize("given", ["0" * 64, "abc", "\x00", "<script>", "\u202e" * 5, "a" * 5000, "١" * 64])
def test_an_unknown_or_senseless_fingerprint_is_answered_with_no(client, ready, given):
    response = client.get("/fr/reports/2025/verify/", {"sha256": given})
    assert response.status_code == 200
    assert response.context["match"] is None
    assert "<script>" not in response.text


@pytest.mark.parametrize("path", ["0/", "99999999999999999999/", "2025/0/", "2025/99999999999999999999/"])
def test_an_absurd_year_or_edition_is_not_found(client, report, path):
    assert client.get(f"/fr/reports/{path}").status_code == 404


def test_a_demonstration_report_carries_the_banner(client):
    published_report(is_demo=True)
    for path in ("", "2025/", "2025/1/", "2025/verify/"):
        assert client.get(f"/fr/reports/{path}").context["shows_demo"] is True


@pytest.mark.parametrize(
    ("language", "axis", "commitment"),
    [("ar", "المحور 1", "الالتزام 2"), ("fr", "Axe 1", "Engagement 2"), ("es", "Eje 1", "Compromiso 2")],
)
def test_the_contents_tell_an_axis_from_a_commitment(client, report, language, axis, commitment):
    page = client.get(f"/{language}/reports/2025/").text
    labels = re.findall(r'<span class="contents-label">([^<]+)</span>', page)
    assert labels == [axis, commitment]


def test_the_contents_of_an_edition_without_labels_keep_their_numbers():
    entry = {"anchor": "axis-x", "number": 3, "title": {"fr": "Services"}}
    with translation.override("fr"):
        html = render_to_string("commitments/reports/contents_entry.html", {"entry": entry})
    assert '<span class="contents-label">3.</span> Services' in html


def without_words(snapshot):
    return {name: value for name, value in snapshot.items() if name != "level_words"}


def test_an_edition_of_before_says_by_which_word_it_called_a_level(client, report):
    edition = report.editions.get()
    assert "مهم" not in client.get("/ar/reports/2025/").text
    old = Edition(report=report, number=2, published_at=edition.published_at, snapshot=without_words(edition.snapshot))
    old.save()
    assert "كان مستوى «متقدم» يسمى «مهم»" in client.get("/ar/reports/2025/2/").text
    assert "s’appelait" not in client.get("/fr/reports/2025/2/").text


def test_an_edition_keeps_the_words_of_its_levels_in_every_language(report):
    assert report.editions.get().snapshot["level_words"]["substantial"] == {
        "ar": "متقدم",
        "fr": "substantiel",
        "es": "sustancial",
    }
