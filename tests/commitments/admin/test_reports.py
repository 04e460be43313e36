import pytest

from commitments.models import AnnualReport, Edition, ReportPdf
from commitments.report import editions
from tests.commitments.admin.pages import address, form_on, offers, press, sent
from tests.factories.commitments import AnnualReportFactory, RecommendationFactory
from tests.factories.editions import ReportPdfFactory
from tests.factories.reports import conclude, whole_report

pytestmark = pytest.mark.django_db


def act(client, report, verb, **data):
    return press(client, report, verb, **data)


def status_of(report):
    return AnnualReport.objects.get(pk=report.pk).status


def test_a_report_is_finalised_published_and_withdrawn_by_its_acts(staff, of_monitor):
    report = whole_report()
    monitor = of_monitor(report.author)
    for verb, status in (
        ("finalise", "final"),
        ("reopen", "drafting"),
        ("finalise", "final"),
        ("publish", "published"),
    ):
        assert act(staff if verb == "publish" else monitor, report, verb).status_code == 302
        assert status_of(report) == status
    assert report.editions.get().pdfs.count() == 3
    act(monitor, report, "withdraw", fr="Chiffres faux")
    assert status_of(report) == "withdrawn"


def test_a_withdrawal_without_a_reason_changes_nothing(of_monitor):
    report = AnnualReportFactory()
    conclude(report)
    editions.publish(report)
    act(of_monitor(report.author), report, "withdraw")
    assert status_of(report) == "published"


@pytest.mark.parametrize(("status", "verb"), [("drafting", "reopen"), ("final", "publish_new_edition")])
def test_an_act_out_of_turn_is_refused_with_a_message(staff, of_monitor, status, verb):
    report = AnnualReportFactory(status=status)
    page = act(of_monitor(report.author) if verb == "reopen" else staff, report, verb)
    assert page.status_code == 400
    assert len(page.context["refusal"].messages) == 1
    assert status_of(report) == status


@pytest.mark.parametrize("verb", ["queue_pdfs", "locked", "retry_pdf", "new_edition", "__class__"])
def test_only_the_acts_offered_are_carried_out(staff, verb):
    report = AnnualReportFactory(status="final")
    assert act(staff, report, verb).status_code == 403
    assert status_of(report) == "final"
    assert not Edition.objects.exists()


def test_an_act_is_never_a_link(staff):
    report = AnnualReportFactory(status="final")
    staff.get(address("annualreport", "change", report.pk), {"_do": "publish"})
    assert status_of(report) == "final"


def test_publishing_takes_its_own_permission(signed_in):
    report = AnnualReportFactory(status="final")
    client = signed_in("view_annualreport", "change_annualreport", "view_dashboard")
    assert not offers(client.get(address("annualreport", "change", report.pk)), "publish")
    assert act(client, report, "publish").status_code == 403
    assert status_of(report) == "final"


def test_the_status_is_not_typed(of_monitor):
    report = AnnualReportFactory()
    monitor = of_monitor(report.author)
    url = address("annualreport", "change", report.pk)
    assert "status" not in form_on(monitor.get(url), "annualreport_form")
    crafted = {"status": "published", "withdrawal_reason_fr": "x"}
    assert sent(monitor, url, "annualreport_form", **crafted).status_code == 302
    assert status_of(report) == "drafting"


def test_an_answer_needs_its_date_and_reason(staff):
    recommendation = RecommendationFactory(report__status="final")
    url = address("recommendation", "change", recommendation.pk)
    assert sent(staff, url, "recommendation_form", answer="rejected").status_code == 200
    answer = {"answer": "rejected", "answered_on": "01/04/2026", "answer_reason_es": "Sin fondos"}
    assert sent(staff, url, "recommendation_form", **answer).status_code == 302
    recommendation.refresh_from_db()
    assert recommendation.answer_reason_es == "Sin fondos"


def test_failed_pdfs_are_queued_again_and_others_left_alone(staff):
    failed = ReportPdfFactory(failed=True)
    ready = ReportPdfFactory(edition=failed.edition, language="fr", ready=True)
    staff.post(address("reportpdf"), {"action": "retry", "_selected_action": [failed.pk, ready.pk]})
    assert dict(ReportPdf.objects.values_list("language", "state")) == {"ar": "queued", "fr": "ready"}
