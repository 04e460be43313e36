from datetime import date

import pytest
from django.utils import translation

from commitments.models import AnnualReport, Edition, ReportPdf
from tests.commitments.models.refusals import (
    Rule,
    named,
    nothing_in,
    the_database_refuses_to_insert,
    the_database_refuses_to_update,
    the_form_refuses,
)
from tests.factories.commitments import AnnualReportFactory, FindingFactory, RecommendationFactory
from tests.factories.editions import EditionFactory, ReportPdfFactory

pytestmark = pytest.mark.django_db
ANSWER = {"answer": "accepted", "answered_on": date(2026, 4, 1), "answer_reason_fr": "Utile"}
HALF_ANSWERED = "An answer needs its date and its reason; without an answer, leave both empty."
GAPS = "Give a reason when, and only when, the report has gaps."
WITHDRAWAL = "Give a reason when, and only when, a report is withdrawn."
READY = {"state": "ready", "due_at": None}
WANTING = [("file", ""), ("size", 0), ("size", None), ("pages", None), ("sha256", ""), ("rendered_at", None)]

RULES = [
    Rule(
        "one_report_a_year_of_a_plan",
        AnnualReportFactory,
        {"plan": "first.plan", "year": "first.year"},
        "The plan already has a report for this year.",
        beside={},
    ),
    Rule(
        "one_public_report_a_year",
        AnnualReportFactory,
        {"status": "published"},
        "Another report of this year is already public: its address is taken.",
        beside={"status": "withdrawn", "withdrawal_reason_fr": "Erreurs"},
    ),
    Rule("report_status_is_known", AnnualReportFactory, {"status": "lost"}),
    Rule("next_edition_is_known", AnnualReportFactory, {"status": "published", "next_edition": "lost"}),
    *(
        Rule("next_edition_of_a_published_report", AnnualReportFactory, {"status": status, "next_edition": "drafting"})
        for status in ("drafting", "final")
    ),
    Rule(
        "report_period_in_order",
        AnnualReportFactory,
        {"covers_to": date(2024, 12, 31)},
        "The end cannot come before the start.",
    ),
    Rule(
        "report_has_a_title",
        AnnualReportFactory,
        nothing_in("title"),
        "Write the title in at least one language.",
    ),
    Rule("report_withdrawn_iff_explained", AnnualReportFactory, {"status": "withdrawn"}, WITHDRAWAL),
    Rule("report_withdrawn_iff_explained", AnnualReportFactory, {"withdrawal_reason_es": "Errores"}, WITHDRAWAL),
    Rule(
        "report_says_its_independence",
        AnnualReportFactory,
        {"status": "final", "independence_ar": "\u200f", "independence_fr": " ", "independence_es": ""},
        "Write the statement of independence, in at least one language, before the text is final.",
    ),
    Rule("report_gaps_iff_explained", AnnualReportFactory, {"gaps_seen": ["text:method"]}, GAPS),
    Rule("report_gaps_iff_explained", AnnualReportFactory, {"gaps_reason_es": "Sin tiempo"}, GAPS),
    Rule(
        "one_finding_a_commitment",
        FindingFactory,
        {"report": "first.report", "commitment": "first.commitment"},
        "The report already has a finding on this commitment.",
        beside={},
    ),
    Rule("finding_level_is_known", FindingFactory, {"level": "63 %"}),
    Rule("finding_has_a_text", FindingFactory, nothing_in("text"), "Write the finding in at least one language."),
    Rule(
        "recommendation_number_once_in_report",
        RecommendationFactory,
        {"report": "first.report", "number": "first.number"},
        "The report already has a recommendation with this number.",
        beside={},
    ),
    Rule(
        "recommendation_has_a_text",
        RecommendationFactory,
        nothing_in("text"),
        "Write the recommendation in at least one language.",
    ),
    Rule("answer_is_known", RecommendationFactory, {"answer": "perhaps"}, good=ANSWER),
    Rule("answer_is_dated_and_explained", RecommendationFactory, {"answer": "rejected"}, HALF_ANSWERED),
    Rule("answer_is_dated_and_explained", RecommendationFactory, {"answered_on": None}, HALF_ANSWERED, good=ANSWER),
    Rule("answer_is_dated_and_explained", RecommendationFactory, {"answer_reason_fr": ""}, HALF_ANSWERED, good=ANSWER),
    Rule("answer_is_dated_and_explained", RecommendationFactory, {"due_on": date(2027, 1, 1)}, HALF_ANSWERED),
    Rule("one_pdf_a_language_of_an_edition", ReportPdfFactory, {"edition": "first.edition"}, beside={}),
    Rule("pdf_state_is_known", ReportPdfFactory, {"state": "lost", "due_at": None}),
    Rule("pdf_ready_iff_complete", ReportPdfFactory, READY),
    *(
        Rule("pdf_ready_iff_complete", ReportPdfFactory, {name: nothing}, good={"ready": True})
        for name, nothing in (
            ("file", ""),
            ("size", 0),
            ("size", None),
            ("pages", None),
            ("sha256", ""),
            ("rendered_at", None),
        )
    ),
    Rule("pdf_running_is_claimed", ReportPdfFactory, {"state": "running"}),
    Rule("pdf_is_due_while_it_waits", ReportPdfFactory, {"due_at": None}),
    Rule("pdf_failed_says_why", ReportPdfFactory, {"state": "failed", "due_at": None}),
]
EDITION_RULES = [
    Rule(
        "edition_number_once_in_report", EditionFactory, {"report": "first.report", "number": "first.number"}, beside={}
    ),
]


@pytest.mark.parametrize("rule", named([*RULES]))
def test_the_form_says_what_is_wrong(rule):
    the_form_refuses(rule)


@pytest.mark.parametrize("rule", named([*RULES, *EDITION_RULES]))
def test_no_such_row_is_inserted(rule):
    the_database_refuses_to_insert(rule)


@pytest.mark.parametrize("rule", named(RULES))
def test_no_row_is_updated_to_such(rule):
    the_database_refuses_to_update(rule)


def test_an_answer_with_its_date_and_reason_may_name_a_day():
    RecommendationFactory(**ANSWER, due_on=date(2027, 1, 1)).full_clean()


def test_drafts_of_one_year_stand_beside_each_other():
    for _ in range(2):
        AnnualReportFactory(year=2025).full_clean()


def test_drafts_and_final_texts_are_not_public():
    for year, status in ((2022, "drafting"), (2023, "final")):
        AnnualReportFactory(year=year, status=status)
    published = AnnualReportFactory(year=2024, status="published")
    withdrawn = AnnualReportFactory(year=2025, status="withdrawn", withdrawal_reason_fr="Erreurs")
    assert list(AnnualReport.objects.live()) == [published]
    assert list(AnnualReport.objects.public()) == [withdrawn, published]


def test_a_snapshot_has_one_form_in_bytes():
    edition = Edition(snapshot={"b": "تطوان", "a": [1, None]})
    assert edition.canonical_json() == '{"a":[1,null],"b":"تطوان"}'.encode()


# --- PDFs --------------------------------------------------------------------------


def test_a_pdf_is_downloadable_while_its_report_is_published():
    ready = ReportPdfFactory(ready=True)
    ReportPdfFactory(edition=ready.edition, language="fr")
    assert list(ReportPdf.objects.live()) == [ready]
    AnnualReport.objects.update(status="withdrawn", withdrawal_reason_fr="Erreurs")
    assert not ReportPdf.objects.live().exists()


def test_the_reason_of_a_failure_is_its_first_line_alone():
    pdf = ReportPdf(error="Making the PDF took too long and was stopped.\nTimeout: 300")
    with translation.override(None):
        assert pdf.reason == "Making the PDF took too long and was stopped."
    assert ReportPdf().reason == ""


def test_a_pdf_is_named_after_what_it_is():
    pdf = ReportPdfFactory(edition__number=2, edition__report__year=2024, language="es")
    assert pdf.filename == "tetouan-ogp-2024-2-es.pdf"
    assert pdf.get_absolute_url() == "/reports/2024/2/tetouan-ogp-2024-2-es.pdf"
