"""A report that is not public is read beforehand as the public will read it, by those who may read its words."""

import pytest
from django.urls import reverse

from commitments.models import AnnualReport, Edition
from commitments.report import editions
from tests.commitments.admin.pages import address, form_on, page_of
from tests.factories import people
from tests.factories.commitments import ActionPlanFactory, CommitmentFactory, InstitutionFactory
from tests.factories.reports import conclude, drafted_report
from tetouan_portal.journal.models import JournalLine

pytestmark = pytest.mark.django_db
OTHERS = ["technical_team", "publisher", "superuser"]


def preview_of(report, language="fr"):
    url = reverse("admin:commitments_annualreport_preview", args=[report.pk])
    return f"/{language}/{url.split('/', 2)[2]}"


def may_read(client, report):
    """A row of somebody else's draft looks like one that is not there."""
    answer = client.get(preview_of(report))
    assert answer.status_code in {200, 302}
    return answer.status_code == 200


def test_the_monitor_reads_its_draft_in_each_language_and_nothing_becomes_public(of_monitor, client):
    report = drafted_report()
    for language, words in (("ar", "سنة من التتبع"), ("fr", "Une année de suivi"), ("es", "Un año de seguimiento")):
        answer = of_monitor(report.author).get(preview_of(report, language))
        assert answer.status_code == 200
        assert words in answer.text
        assert {"no-store", "private"} <= {part.strip() for part in answer["Cache-Control"].split(",")}
        assert answer["X-Robots-Tag"] == "noindex"
        assert '<meta name="robots" content="noindex">' in answer.text
    assert not Edition.objects.exists()
    assert not JournalLine.objects.filter(about__contains="reports").exists()
    assert client.get(preview_of(report)).status_code == 302, "to the sign-in"
    assert client.get("/fr/reports/2025/").status_code == 404


def test_what_is_previewed_is_what_is_published(of_monitor, client):
    report = drafted_report()
    before = of_monitor(report.author).get(preview_of(report)).context["snapshot"]
    conclude(report)
    edition = editions.publish(report)
    for part in ("report", "sections", "recommendations", "gaps", "level_words", "format"):
        assert edition.snapshot[part] == before[part]


@pytest.mark.parametrize("who", OTHERS)
def test_others_read_it_once_it_is_final_and_never_a_word_before(town, who):
    seen = {name: may_read(town.clients[who], town.rows[f"annualreport_{name}"]) for name in NAMES}
    assert seen == {"drafting": False, "final": True, "published": True, "revised": False, "next": True}


NAMES = ("drafting", "final", "published", "revised", "next")


def test_the_monitor_reads_its_own_in_every_state_and_no_rival_s(town):
    client = town.clients["monitor"]
    assert all(may_read(client, town.rows[f"annualreport_{name}"]) for name in NAMES)
    assert not may_read(client, town.rows["annualreport_rival"])


@pytest.mark.parametrize("who", ["focal_point", "translator"])
def test_who_reads_no_report_s_record_reads_no_preview(town, who):
    assert town.clients[who].get(preview_of(town.rows["annualreport_final"])).status_code in {302, 403}


def test_what_is_missing_stands_in_the_preview_and_before_whoever_publishes(of_monitor, client):
    report = drafted_report()
    CommitmentFactory(axis=report.plan.axes.get(), title_fr="Sans aucune constatation", number=77)
    assert "Sans aucune constatation" in of_monitor(report.author).get(preview_of(report)).text
    conclude(report)
    client.force_login(people.publisher())
    page = client.get(page_of(report)).text
    assert "Sans aucune constatation" in page
    assert "Le temps a manqué." in page


def test_the_monitor_is_told_that_its_independence_is_not_said_yet(of_monitor):
    report = drafted_report(independence_ar="", independence_fr="", independence_es="")
    page = of_monitor(report.author).get(page_of(report))
    assert str(page.context["needs"]) in page.text
    AnnualReport.objects.filter(pk=report.pk).update(independence_fr="Aucun lien")
    assert "needs" not in of_monitor(report.author).get(page_of(report)).context


def test_the_page_leads_to_the_preview_in_every_language(of_monitor):
    report = drafted_report()
    page = of_monitor(report.author).get(page_of(report)).text
    assert all(f'href="{preview_of(report, language)}"' in page for language in ("ar", "fr", "es"))


def test_plan_and_author_are_chosen_where_one_alone_can_be(of_monitor):
    plan, monitor = ActionPlanFactory(), InstitutionFactory(kind="monitor")
    InstitutionFactory(kind="monitor")
    page = of_monitor(monitor).get(address("annualreport", "add"))
    form = form_on(page, "annualreport_form")
    assert (form["plan"], form["author"]) == (str(plan.pk), str(monitor.pk))
    assert not {'data-field-name="plan"', 'data-field-name="author"'} & set(page.text.split())


def test_of_several_plans_one_is_searched_for(of_monitor):
    ActionPlanFactory()
    ActionPlanFactory()
    page = of_monitor(InstitutionFactory(kind="monitor")).get(address("annualreport", "add"))
    assert form_on(page, "annualreport_form").get("plan", "") == ""
