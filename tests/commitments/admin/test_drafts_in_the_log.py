"""What the monitor has not finished, an administrator reads nowhere: not in the record of changes either."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from commitments.models import Recommendation, Statement
from tests.factories import people
from tests.factories.commitments import (
    AnnualReportFactory,
    EvidenceFactory,
    FindingFactory,
    InceptionAssessmentFactory,
    RecommendationFactory,
    StatementFactory,
)
from tetouan_portal.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
SECRET = "Constat inachevé"
LOG = "/fr/admin/tetouan_portal/auditentry/"
TABLES = {
    f"commitments_{name}"
    for name in ("statement", "evidence", "annualreport", "finding", "recommendation", "inceptionassessment")
}


def unfinished():
    """A draft changed and published, one that was deleted, each with its evidence; a report in the making."""
    published = StatementFactory(by_monitor=True, draft=True, summary_fr=SECRET)
    EvidenceFactory(statement=published, title_fr=SECRET)
    Statement.objects.filter(pk=published.pk).update(summary_fr="Publié", state="published")
    deleted = StatementFactory(by_monitor=True, draft=True, summary_fr=SECRET)
    EvidenceFactory(statement=deleted, title_fr=SECRET)
    Statement.objects.filter(pk=deleted.pk).update(obstacles_fr=SECRET)
    deleted.delete()
    StatementFactory(by_monitor=True, draft=True, summary_fr=SECRET)
    report = AnnualReportFactory(summary_fr=SECRET, title_fr=SECRET)
    FindingFactory(report=report, text_fr=SECRET)
    RecommendationFactory(report=report, text_fr=SECRET)
    RecommendationFactory(report=report, number=999, text_fr=SECRET).delete()
    InceptionAssessmentFactory(explanation_fr=SECRET)
    return report


def pages(client):
    entries = AuditEntry.objects.filter(table_name__in=TABLES)
    assert set(entries.values_list("table_name", flat=True)) == TABLES
    addresses = [reverse("admin:tetouan_portal_auditentry_change", args=[entry.pk]) for entry in entries]
    return [LOG, f"{LOG}?all=", *addresses, *(f"{LOG}?row_pk={entry.row_pk}" for entry in entries)]


def test_an_administrator_reads_none_of_it_in_the_record(staff):
    unfinished()
    found = {page for page in pages(staff) if SECRET in staff.get(page).text}
    assert found == set()
    listed = staff.get(LOG).context["cl"].result_list
    assert not {entry.table_name for entry in listed} & TABLES


def test_a_reader_of_the_record_reads_none_of_it_either(client):
    unfinished()
    reader = people.technical_team()
    reader.user_permissions.set(Permission.objects.filter(codename="view_auditentry"))
    client.force_login(reader)
    assert not [page for page in pages(client) if SECRET in client.get(page).text]


def test_what_the_municipality_wrote_is_read_by_administrators_deleted_drafts_too(staff):
    draft = StatementFactory(draft=True, summary_fr="Brouillon de la Commune")
    EvidenceFactory(statement=draft, title_fr="PV de la Commune")
    draft.delete()
    entries = AuditEntry.objects.filter(operation="delete").order_by("pk")
    texts = [staff.get(reverse("admin:tetouan_portal_auditentry_change", args=[entry.pk])).text for entry in entries]
    assert [words for words in ("Brouillon de la Commune", "PV de la Commune") if words in "".join(texts)] == [
        "Brouillon de la Commune",
        "PV de la Commune",
    ]


def test_an_answer_of_the_municipality_stays_in_the_record(staff):
    row = RecommendationFactory(report__status="final")
    Recommendation.objects.filter(pk=row.pk).update(answer_reason_fr="Faute de moyens")
    entry = AuditEntry.objects.filter(table_name="commitments_recommendation", operation="update").get()
    assert "Faute de moyens" in staff.get(reverse("admin:tetouan_portal_auditentry_change", args=[entry.pk])).text


def test_no_list_page_or_history_shows_a_draft(staff):
    report = unfinished()
    for name in ("statement", "annualreport", "recommendation"):
        assert SECRET not in staff.get(reverse(f"admin:commitments_{name}_changelist")).text
    for kind in ("change", "history"):
        page = staff.get(reverse(f"admin:commitments_annualreport_{kind}", args=[report.pk]))
        assert page.status_code == 302
        assert SECRET not in staff.get(page["Location"]).text
