"""An edition is frozen but for what the law takes: number and fingerprint stay, the passage says what it was."""

from functools import partial

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from commitments.models import Edition, Finding, ReportPdf, Statement
from commitments.report import editions
from tests.at_once import together
from tests.budget_docs import rows
from tests.factories import people
from tests.factories.commitments import InstitutionFactory, ProgressUpdateFactory
from tests.factories.photos import a_photo
from tests.factories.reports import conclude, drafted_report
from tests.refusals import refused
from tests.tetouan_portal.removal.acts import ORDER, SECRET, holding, removed, seen
from tetouan_portal.journal.chain import first_break
from tetouan_portal.removal.carrying_out import carry_out
from tetouan_portal.removal.models import Removal
from tetouan_portal.removal.proposing import propose, refuse
from tetouan_portal.stored_files.destroying import destroy_waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(db):
    report = drafted_report(context_fr=f"Entretien avec un agent. {SECRET}.")
    Finding.objects.filter(report=report).update(text_fr=SECRET)
    rows.document(title_fr=f"{SECRET} (document)")
    conclude(report)
    editions.publish(report)
    for pdf in ReportPdf.objects.all():
        pdf.file.save(f"reports/{pdf.language}.pdf", ContentFile(b"%PDF with the words"), save=False)
        ReportPdf.objects.filter(pk=pdf.pk).update(
            state="ready",
            due_at=None,
            file=pdf.file.name,
            sha256=pdf.language * 32,
            size=19,
            pages=1,
            rendered_at=timezone.now(),
        )
    report.refresh_from_db()
    return report


def edition():
    return Edition.objects.get()


def test_a_passage_goes_from_edition_and_pdfs_while_number_and_fingerprint_stay(client, report, amina, brahim):
    before, files = edition(), [pdf.file.name for pdf in ReportPdf.objects.all()]

    removed(report.findings.get(), "text", amina, brahim)
    destroy_waiting()

    after = edition()
    assert (after.number, after.sha256, after.published_at) == (before.number, before.sha256, before.published_at)
    assert after.snapshot != before.snapshot
    assert not any(map(default_storage.exists, files))
    assert [(pdf.state, pdf.file.name, pdf.former_sha256) for pdf in after.pdfs.order_by("language")] == [
        ("queued", "", [code * 32]) for code in ("ar", "es", "fr")
    ]
    page = client.get(f"/fr{report.get_absolute_url()[3:]}").content.decode()
    assert "[Supprimé le" in page
    assert "Des passages de cette édition ont été supprimés" in page
    assert before.sha256 in page
    # The same words stand in two other texts, which wait for removals of their own.
    assert set(holding(SECRET)) >= {"commitments_annualreport", "budget_docs_budgetdocument"}

    removed(report, "context", amina, brahim)
    removed(rows.models.BudgetDocument.objects.get(), "title", amina, brahim)
    assert holding(SECRET) == []
    assert first_break() is None


def test_the_name_of_a_file_goes_from_the_edition_that_leads_to_it(client, amina, brahim):
    report = drafted_report()
    statement = Statement.objects.filter(commitment__isnull=False).first()
    photo = a_photo(statement=statement, filename="cin Amina.JPG", dated_on=statement.dated_on)
    conclude(report)
    editions.publish(report)
    assert "cin%20Amina" in str(edition().snapshot)

    removed(photo, "file", amina, brahim)

    assert "Amina" not in str(edition().snapshot)
    assert photo.get_absolute_url() in str(edition().snapshot)
    assert client.get(photo.get_absolute_url()).status_code == 410
    assert holding("cin Amina") == holding("cin%20Amina") == []


@pytest.mark.django_db(transaction=True)
def test_two_removals_of_one_moment_both_go_from_the_same_edition(amina, brahim):
    report = drafted_report(context_fr=f"{SECRET} un", method_fr=f"{SECRET} deux")
    conclude(report)
    editions.publish(report)
    report.refresh_from_db()
    proposed = [propose(report, part, language="fr", by=amina, **ORDER) for part in ("context", "method")]
    acts = [partial(carry_out, one, by=brahim, seen=seen(one)) for one in proposed]
    assert [done.state for done in together(*acts)] == ["done", "done"]
    assert holding(SECRET) == []


def test_an_edition_without_removals_says_that_nothing_changed(client, report):
    page = client.get(f"/fr{report.get_absolute_url()[3:]}").content.decode()
    assert "Des passages de cette édition" not in page


def test_the_words_of_a_statement_go_from_the_edition_in_the_language_in_which_they_went(report, amina, brahim):
    statement = Statement.objects.filter(side="municipality").first()
    assert statement.summary_fr in str(edition().snapshot)
    removed(statement, "summary", amina, brahim, language="fr")
    assert statement.summary_fr.startswith("[Supprimé")
    assert "Deux documents publiés" not in str(edition().snapshot)
    assert "نُشرت وثيقتان" in str(edition().snapshot)


def test_an_edition_changes_in_no_other_way_even_beside_a_removal(report, amina, brahim):
    removal = removed(report.findings.get(), "text", amina, brahim)  # its transaction is this test's
    for path in ("{report,title,fr}", "{edition,number}", "{sections,0}"):
        with pytest.raises(IntegrityError, match="not rewritten"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "update commitments_edition set snapshot = jsonb_set(snapshot, %s::text[], '\"autre\"')", [path]
            )
    for change in ({"sha256": "f" * 64}, {"number": 9}):
        with pytest.raises(IntegrityError, match="not rewritten"), transaction.atomic():
            Edition.objects.update(**change)
    assert removal.places.filter(table="commitments_edition", column="snapshot").exists()


def test_words_that_the_monitor_is_writing_anew_are_nobodys_to_read(report, amina):
    editions.revise(report)
    for row, part in ((report, "context"), (report.findings.get(), "text")):
        row.refresh_from_db()
        with refused("not_public"):
            propose(row, part, by=amina, **ORDER)


def test_nobody_takes_words_out_of_an_edition_by_saying_them_too(report, amina, brahim):
    member = people.monitor(InstitutionFactory(kind="monitor"))
    bait = ProgressUpdateFactory(title_fr=SECRET)
    with refused("not_without_them"):
        removed(bait, "title", amina, brahim)
    assert SECRET in str(edition().snapshot)
    refuse(Removal.objects.get(), by=amina)
    removed(bait, "title", brahim, member)
    assert SECRET not in str(edition().snapshot)


def test_the_monitors_report_does_not_lose_a_word_without_its_people(report, amina, brahim):
    people.monitor(InstitutionFactory(kind="monitor"))
    with refused("not_without_them"):
        removed(report.findings.get(), "text", amina, brahim)
