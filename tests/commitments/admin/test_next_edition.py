"""Who takes up a published report, declares it final and publishes it again: each only what is theirs."""

import pytest

from commitments.models import AnnualReport
from commitments.report import editions
from tests.commitments.admin.pages import change, form_on, page_of, press
from tests.factories.commitments import AnnualReportFactory

pytestmark = pytest.mark.django_db
NEW = "Une phrase que l’organe de suivi a achevée."
OTHERS = ["technical_team", "publisher", "translator", "superuser"]


@pytest.fixture
def published(town):
    return town.rows["annualreport_published"]


def standing(report):
    return AnnualReport.objects.values_list("status", "next_edition").get(pk=report.pk)


def test_what_was_published_goes_from_monitor_to_publisher_and_never_without_either(town, published):
    monitor, publisher = town.clients["monitor"], town.clients["publisher"]
    assert change(monitor, published, summary_fr=NEW).status_code == 403
    assert press(publisher, published, "publish_new_edition").status_code == 400

    assert press(monitor, published, "revise").status_code == 302
    assert change(monitor, published, summary_fr="PHRASE INACHEVÉE").status_code == 302
    assert publisher.get(page_of(published)).status_code == 302, "as a row that is not there"
    assert press(publisher, published, "publish_new_edition").status_code == 302
    assert published.editions.count() == 1

    assert press(monitor, published, "finalise", typed={"summary_fr": NEW}).status_code == 302
    assert change(monitor, published, summary_fr="Encore").status_code == 403
    assert press(publisher, published, "publish_new_edition").status_code == 302
    assert published.editions.first().snapshot["report"]["summary"]["fr"] == NEW
    assert press(publisher, published, "publish_new_edition").status_code == 400
    assert published.editions.count() == 2


@pytest.mark.parametrize("who", OTHERS)
@pytest.mark.parametrize(("row", "verb"), [("published", "revise"), ("revised", "finalise"), ("next", "reopen")])
def test_nobody_else_takes_up_declares_or_opens_the_monitors_text(town, who, row, verb):
    report = town.rows[f"annualreport_{row}"]
    before = standing(report)
    assert press(town.clients[who], report, verb).status_code in {302, 403}
    assert standing(report) == before


def test_the_year_and_the_author_of_what_is_public_are_not_typed(town):
    report = town.rows["annualreport_revised"]
    form = form_on(town.clients["monitor"].get(page_of(report)), "annualreport_form")
    assert {"summary_fr", "covers_to"} <= set(form)
    assert not {"year", "plan", "author", "next_edition", "status"} & set(form)


@pytest.mark.parametrize("name", ["drafting", "final", "published", "revised", "next"])
def test_the_page_says_who_is_awaited(town, name):
    page = town.clients["monitor"].get(page_of(town.rows[f"annualreport_{name}"]))
    assert str(page.context["awaited"])
    assert str(page.context["awaited"]) in page.text


def test_final_further_editions_wait_on_the_publishers_first_page_and_taken_up_ones_on_the_monitors(town):
    for who, here, not_here in (("publisher", "next", "revised"), ("monitor", "revised", "next")):
        page = town.clients[who].get("/fr/admin/").text
        assert page_of(town.rows[f"annualreport_{here}"]) in page
        assert page_of(town.rows[f"annualreport_{not_here}"]) not in page


def test_words_that_stand_still_are_not_offered_for_translation(town):
    report = AnnualReportFactory(author=town.monitor, year=2010, status="published", title_fr="Rapport", title_es="")
    client, page = town.clients["monitor"], f"/fr/admin/translations/annualreport/{report.pk}/es/"
    assert client.get(page).status_code == 404
    editions.revise(report)
    assert client.get(page).status_code == 200


@pytest.mark.parametrize("who", OTHERS)
def test_what_the_monitor_has_not_finished_is_read_by_nobody_else_also_after_it_is_withdrawn(town, who):
    report, client = town.rows["annualreport_published"], town.clients[who]
    begun = client.get(page_of(report)).status_code
    unfinished = {"summary_fr": "PHRASE INACHEVÉE"}
    for state in ({"next_edition": "drafting"}, {"next_edition": "", "status": "withdrawn"}):
        AnnualReport.objects.filter(pk=report.pk).update(next_edition="drafting")
        AnnualReport.objects.filter(pk=report.pk).update(**unfinished)
        AnnualReport.objects.filter(pk=report.pk).update(
            withdrawal_reason_fr="Erreur" if "status" in state else "", **state
        )
        for row in (report, report.recommendations.first()):
            assert "PHRASE INACHEVÉE" not in client.get(page_of(row), follow=True).text
            assert client.get(page_of(row)).status_code in {302, 403}, "as a row that is not there"
    assert begun in {200, 403}
    monitors = town.clients["monitor"].get(page_of(report))
    assert "PHRASE INACHEVÉE" in monitors.text
