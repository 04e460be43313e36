"""A browser sends every line break as CR LF, also those of texts that nobody touched."""

import pytest

from commitments.models import Finding
from tests.commitments.admin.pages import form_on, page_of
from tests.factories.commitments import AnnualReportFactory, CommitmentFactory, FindingFactory

pytestmark = pytest.mark.django_db
TEXT = "Première ligne\n\nDernière ligne"


def saved_untouched(client, row):
    form = form_on(client.get(page_of(row)), f"{row._meta.model_name}_form")
    return client.post(page_of(row), {name: sent(value) for name, value in form.items()})


def sent(value):
    return value.replace("\n", "\r\n") if isinstance(value, str) else value


def test_a_record_saved_untouched_keeps_its_texts_letter_for_letter(staff):
    commitment = CommitmentFactory(problem_fr=TEXT, action_ar=TEXT)
    assert saved_untouched(staff, commitment).status_code == 302
    commitment.refresh_from_db()
    assert (commitment.problem_fr, commitment.action_ar) == (TEXT, TEXT)


def test_a_report_and_its_findings_saved_untouched_are_as_before(of_monitor):
    report = AnnualReportFactory(summary_es=TEXT)
    FindingFactory(report=report, text_fr=TEXT)
    assert saved_untouched(of_monitor(report.author), report).status_code == 302
    report.refresh_from_db()
    assert (report.summary_es, Finding.objects.get().text_fr) == (TEXT, TEXT)
