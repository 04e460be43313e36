"""A publisher cannot keep a final report from the public: after its time the monitor publishes it itself."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from commitments.models import AnnualReport
from commitments.report import editions
from tests.factories.commitments import AffiliationFactory, StaffFactory
from tests.factories.reports import conclude, drafted_report
from tetouan_portal.journal.models import JournalLine

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    return conclude(drafted_report())


@pytest.fixture
def monitor(report):
    person = AffiliationFactory(institution=report.author).user
    person.groups.set([Group.objects.get(name="monitor")])
    return person


@pytest.fixture
def publisher():
    person = StaffFactory()
    person.groups.set([Group.objects.get(name="publisher")])
    return person


@pytest.fixture
def press(client, report):
    def pressed(person, verb="publish"):
        page = f"/fr/admin/commitments/annualreport/{report.pk}/change/"
        client.force_login(person)
        shown = client.get(page)
        version = shown.context["row_version"]
        offered = {button.name for button in shown.context["verbs"]}
        return offered, client.post(page, {"_do": verb, "_read": version, "_seen": "1"}).status_code

    return pressed


@pytest.fixture
def passed(settings):
    """So many days ago everything was declared final that is."""

    def let_pass(days):
        settings.REPORT_PUBLISHED_WITHIN = datetime.timedelta(days=15 - days)

    return let_pass


def test_until_the_last_day_publishing_is_the_publishers(report, monitor, press, passed):
    passed(15)

    offered, status = press(monitor)

    assert "publish" not in offered
    assert status == 403
    assert AnnualReport.objects.get().status == "final"


def test_from_the_next_day_on_the_monitor_publishes_and_page_copy_and_journal_say_so(
    client, report, monitor, press, passed
):
    passed(16)

    offered, status = press(monitor)

    assert "publish" in offered
    assert status == 302
    page = client.get("/fr/reports/2025/").text
    assert "Publié par l’organe de suivi lui-même" in page
    line = JournalLine.objects.get(subject__startswith="commitments.edition:")
    assert line.by == "monitor"


def test_a_publisher_who_comes_late_still_publishes_and_nothing_is_said_of_the_monitor(
    client, report, publisher, press, passed
):
    passed(90)

    _offered, status = press(publisher)

    assert status == 302
    assert "lui-même" not in client.get("/fr/reports/2025/").text
    assert JournalLine.objects.get(subject__startswith="commitments.edition:").by == "municipality"


def test_another_monitor_publishes_nothing_of_this_one(report, press, passed):
    passed(90)
    stranger = AffiliationFactory(institution__kind="monitor").user
    stranger.groups.set([Group.objects.get(name="monitor")])

    assert not editions.access.may_publish_report(stranger, AnnualReport.objects.get())


def test_a_further_edition_waits_as_long(report, monitor, press, passed):
    editions.publish(report)
    AnnualReport.objects.update(plan=report.plan)
    editions.revise(report)
    AnnualReport.objects.update(summary_fr="Deuxième version")
    conclude(report)

    assert "publish_new_edition" not in press(monitor, "publish_new_edition")[0]
    passed(16)
    assert press(monitor, "publish_new_edition") == ({"publish_new_edition", "reopen", "withdraw"}, 302)
    assert report.editions.count() == 2


def test_taking_the_text_up_again_begins_the_time_anew(report, monitor, press, passed):
    was = AnnualReport.objects.get().final_at
    editions.reopen(report)
    assert AnnualReport.objects.get().final_at is None
    conclude(report)

    assert AnnualReport.objects.get().final_at > was
    assert AnnualReport.objects.get().publisher_until == timezone.localdate() + datetime.timedelta(days=15)


def test_nobody_writes_another_day(report):
    since = AnnualReport.objects.get().final_at

    AnnualReport.objects.update(final_at=since + datetime.timedelta(days=400))
    AnnualReport.objects.update(final_at=None)

    assert AnnualReport.objects.get().final_at == since


def test_the_edition_holds_where_the_journal_stood(client, report):
    editions.publish(report)
    editions.revise(report)
    AnnualReport.objects.update(summary_fr="Deuxième version")
    conclude(report)
    stood = JournalLine.objects.first()

    edition = editions.publish_new_edition(report)

    assert edition.snapshot["edition"]["journal"] == {"number": stood.number, "sha256": stood.sha256}
    assert stood.sha256 in client.get("/fr/reports/2025/").text
