"""Before a report is declared final its page lists what is missing, with a row ready for every finding."""

import re

import pytest

from commitments.models import AnnualReport, Finding
from tests.commitments.admin.pages import form_on, page_of, press, pressing, sent
from tests.factories.commitments import CommitmentFactory, FindingFactory
from tests.factories.reports import drafted_report, published_report

pytestmark = pytest.mark.django_db
WHY = "Le temps a manqué."


@pytest.fixture
def report():
    report = drafted_report()
    for number in (3, 4):
        CommitmentFactory(axis=report.plan.axes.get(), number=number, slug=f"c{number}", title_fr=f"Oublié {number}")
    return report


@pytest.fixture
def monitor(report, of_monitor):
    """The client of whoever writes the report."""
    return of_monitor(report.author)


def tick(page):
    """The value of the tick under the list that the page shows."""
    return re.search(r'name="_gaps" value="([^"]*)"', page.text)[1]


def listed(page):
    return page.text[page.text.index('id="gap-list"') : page.text.index('name="_gaps"')]


def status(report):
    return AnnualReport.objects.get(pk=report.pk).status


def test_the_page_lists_what_is_missing_and_leads_to_what_was_said(monitor, report):
    page = monitor.get(page_of(report))
    for number in (3, 4):
        assert f"{number}. Oublié {number}" in listed(page)
        assert f'href="/fr/commitments/c{number}/"' in listed(page)


def test_without_the_tick_or_the_reason_the_report_is_not_concluded_and_keeps_what_was_typed(monitor, report):
    page = press(monitor, report, "finalise", typed={"conclusion_fr": "Une fin"}, fr=WHY)
    assert page.status_code == 400
    assert form_on(page, "annualreport_form")["conclusion_fr"] == "Une fin"
    assert form_on(page, "annualreport_form")["do-finalise-fr"] == WHY
    page = press(monitor, report, "finalise", typed={"_gaps": tick(page)})
    assert page.status_code == 400
    assert form_on(page, "annualreport_form")["_gaps"] == tick(page)
    assert status(report) == "drafting"


def test_a_ticked_list_with_a_reason_concludes_the_report(monitor, report):
    page = monitor.get(page_of(report))
    assert press(monitor, report, "finalise", typed={"_gaps": tick(page)}, fr=f" {WHY} ").status_code == 302
    report.refresh_from_db()
    assert (report.status, report.gaps_seen) == ("final", ["finding:c3", "finding:c4"])
    assert report.gaps_reason_fr == WHY


def test_what_appeared_since_the_page_was_shown_is_listed_and_ticked_anew(monitor, report):
    shown = monitor.get(page_of(report))
    CommitmentFactory(axis=report.plan.axes.get(), number=5, slug="c5", title_fr="Survenu depuis")
    data = pressing(shown, report, "finalise", {"_gaps": tick(shown)}, fr=WHY)
    page = monitor.post(page_of(report), data)
    assert page.status_code == 400
    assert "Survenu depuis" in listed(page)
    assert "_gaps" not in form_on(page, "annualreport_form")
    assert status(report) == "drafting"
    data = pressing(page, report, "finalise", {"_gaps": tick(page)})
    assert monitor.post(page_of(report), data).status_code == 302


def test_a_text_emptied_in_the_same_submit_is_missed_too(monitor, report):
    page = monitor.get(page_of(report))
    emptied = dict.fromkeys(("method_ar", "method_fr", "method_es"), "")
    page = press(monitor, report, "finalise", typed={"_gaps": tick(page), **emptied}, fr=WHY)
    assert page.status_code == 400
    assert "text:method" in tick(page)
    assert AnnualReport.objects.get(pk=report.pk).method_fr


def test_a_row_waits_for_each_finding_and_only_what_was_written_is_saved(monitor, report):
    form = form_on(monitor.get(page_of(report)), "annualreport_form")
    waiting = {form[f"findings-{n}-commitment"]: n for n in range(1, int(form["findings-TOTAL_FORMS"]))}
    slugs = dict(report.plan.commitments.values_list("pk", "slug"))
    assert {slugs[int(pk)] for pk in waiting} == {"c3", "c4"}
    assert sent(monitor, page_of(report), "annualreport_form").status_code == 302
    assert report.findings.count() == 1
    place = next(n for pk, n in waiting.items() if slugs[int(pk)] == "c4")
    written = {f"findings-{place}-level": "limited", f"findings-{place}-text_fr": "Un constat"}
    assert sent(monitor, page_of(report), "annualreport_form", **written).status_code == 302
    assert Finding.objects.get(report=report, text_fr="Un constat").commitment.slug == "c4"
    assert report.findings.count() == 2


def test_a_row_half_written_is_refused_and_not_lost(monitor, report):
    page = sent(monitor, page_of(report), "annualreport_form", **{"findings-1-text_fr": "Sans niveau"})
    assert page.status_code == 200
    assert "Sans niveau" in page.text
    assert report.findings.count() == 1


def test_a_blank_statement_of_independence_is_refused_with_its_sentence(monitor, report):
    blank = dict.fromkeys(("independence_ar", "independence_fr", "independence_es"), " ")
    page = press(monitor, report, "finalise", typed={"_gaps": tick(monitor.get(page_of(report))), **blank}, fr=WHY)
    assert page.status_code == 400
    assert "déclaration d’indépendance" in page.context["refusal"].messages[0]
    assert status(report) == "drafting"


def test_a_whole_report_is_concluded_by_its_button_alone(of_monitor):
    report = drafted_report()
    monitor = of_monitor(report.author)
    page = monitor.get(page_of(report))
    assert 'name="_gaps"' not in page.text
    assert press(monitor, report, "finalise").status_code == 302


def test_nothing_is_listed_of_a_report_that_is_not_being_written(of_monitor):
    report = published_report()
    monitor = of_monitor(report.author)
    CommitmentFactory(axis=report.plan.axes.get(), number=3)
    page = monitor.get(page_of(report))
    assert 'id="gap-list"' not in page.text
    assert "findings-1-level" not in page.text


def test_a_reason_typed_and_then_only_saved_is_not_lost_in_silence(monitor, report):
    page = sent(monitor, page_of(report), "annualreport_form", **{"do-finalise-fr": WHY})
    assert WHY in page.text
    FindingFactory(report=report, commitment=report.plan.commitments.get(slug="c3"))
    assert status(report) == "drafting"
