"""An installation whose reports were final before a statement of independence was asked for is carried over."""

import pytest
from django.core.management import call_command
from django.db import connection

from commitments.models import AnnualReport
from commitments.report import editions
from tests.factories.reports import whole_report
from tests.refusals import refused

BLANK = "update commitments_annualreport set independence_ar = null, independence_fr = ' ', independence_es = ''"


@pytest.mark.drill
@pytest.mark.django_db(transaction=True)
def test_a_published_report_without_a_statement_of_independence_does_not_stop_the_migration():
    report = whole_report(is_demo=True)
    drafted = whole_report(is_demo=True, plan=report.plan, author=report.author, year=2020)
    try:
        call_command("migrate", "commitments", "0014", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute(BLANK)
            cursor.execute("update commitments_annualreport set status = 'published' where id = %s", [report.pk])
    finally:
        call_command("migrate", verbosity=0)
    marks = dict(AnnualReport.objects.values_list("pk", "lacks_independence"))
    assert marks == {report.pk: True, drafted.pk: False}
    editions.revise(report)
    with refused("no_independence"):
        editions.finalise(report)
    assert editions.withdraw(report, {"fr": "Trop vieux"}).status == "withdrawn"
