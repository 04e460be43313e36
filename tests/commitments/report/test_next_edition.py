"""A further edition of a report comes from words that its monitor took up and declared final."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from commitments.models import AnnualReport, Edition, Finding, Recommendation
from commitments.report import editions
from tests.at_once import together
from tests.factories.commitments import CommitmentFactory
from tests.factories.reports import conclude, drafted_report, published_report

pytestmark = pytest.mark.django_db
UNFINISHED = "PHRASE INACHEVÉE"
PAGES = ("/fr/", "/fr/reports/", "/fr/reports/2025/", "/fr/reports/2025/1/", "/fr/reports/2025/verify/")


@pytest.fixture
def report():
    return published_report()


def refused(verb, report):
    with pytest.raises(ValidationError) as error, transaction.atomic():
        verb(report)
    return error.value.code


def unfinished(report):
    """The monitor has taken up the published report and stopped amid a sentence, everywhere."""
    editions.revise(report)
    texts = ("title", "summary", "conclusion", "independence")
    AnnualReport.objects.filter(pk=report.pk).update(**{f"{name}_fr": UNFINISHED for name in texts})
    report.findings.update(text_fr=UNFINISHED)
    report.recommendations.update(text_fr=UNFINISHED)


def test_nobody_makes_an_edition_of_what_the_monitor_did_not_declare_final(report):
    assert refused(editions.publish_new_edition, report) == "not_final"
    unfinished(report)
    assert refused(editions.publish_new_edition, report) == "not_final"
    assert report.editions.count() == 1


def test_a_declared_text_makes_one_edition_and_the_next_needs_a_new_declaration(report):
    unfinished(report)
    editions.finalise(report)
    second = editions.publish_new_edition(report)
    assert (second.number, second.snapshot["report"]["summary"]["fr"]) == (2, UNFINISHED)
    assert AnnualReport.objects.get(pk=report.pk).next_edition == ""
    assert refused(editions.publish_new_edition, report) == "not_final"


def test_the_text_is_taken_up_once_and_opened_again_after_it_was_declared(report):
    editions.revise(report)
    assert refused(editions.revise, report) == "begun"
    assert editions.finalise(report).next_edition == "final"
    assert refused(editions.finalise, report) == "not_drafting"
    assert editions.reopen(report).next_edition == "drafting"
    assert AnnualReport.objects.get(pk=report.pk).status == "published"


def test_a_withdrawal_ends_the_next_edition_too(report):
    editions.revise(report)
    assert editions.withdraw(report, {"fr": "Chiffres faux"}).next_edition == ""
    assert refused(editions.finalise, report) == "not_drafting"


def test_an_answer_reaches_the_public_with_an_unchanged_text_declared_final_again(report):
    editions.revise(report)
    editions.finalise(report)
    report.recommendations.update(answer="accepted", answered_on=date(2026, 2, 1), answer_reason_fr="Prévu")
    second = editions.publish_new_edition(report)
    assert second.snapshot["recommendations"][0]["answer"] == "accepted"
    assert second.snapshot["report"] == report.editions.get(number=1).snapshot["report"]


def test_the_public_reads_the_published_edition_word_for_word_meanwhile(client, report):
    before = {page: client.get(page).content for page in PAGES}
    assert all(client.get(page).status_code == 200 for page in PAGES)
    unfinished(report)
    assert {page: client.get(page).content for page in PAGES} == before
    editions.finalise(report)
    assert {page: client.get(page).content for page in PAGES} == before
    editions.publish_new_edition(report)
    assert UNFINISHED in client.get("/fr/reports/2025/").text
    assert UNFINISHED not in client.get("/fr/reports/2025/1/").text


def test_a_withdrawn_report_is_called_by_its_published_title(client, report):
    unfinished(report)
    editions.withdraw(report, {"fr": "Chiffres faux"})
    page = client.get("/fr/reports/2025/")
    assert page.status_code == 410
    assert UNFINISHED not in page.text


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_edition():
    report = drafted_report(is_demo=True)
    editions.finalise(report)
    editions.publish(report)
    unfinished(report)
    editions.finalise(report)
    outcomes = together(*[lambda: editions.publish_new_edition(report).number] * 4)
    assert sorted(map(str, outcomes)) == ["2", *["not_final"] * 3]
    assert Edition.objects.filter(report=report).count() == 2
    Edition.objects.update(is_demo=True)


# --- the same in the database -------------------------------------------------------------------


def stand_still(report, other):
    """What SQL can do to the words of the report, or to say something about another commitment: nothing."""
    finding, recommendation = report.findings.get(), report.recommendations.get()
    for act in (
        lambda: AnnualReport.objects.filter(pk=report.pk).update(summary_fr="x"),
        lambda: AnnualReport.objects.filter(pk=report.pk).update(covers_to=date(2025, 11, 30)),
        lambda: AnnualReport.objects.filter(pk=report.pk).update(year=2019),
        lambda: AnnualReport.objects.filter(pk=report.pk).update(gaps_reason_fr="x"),
        lambda: AnnualReport.objects.filter(pk=report.pk).update(gaps_seen=["text:method"]),
        lambda: AnnualReport.objects.filter(pk=report.pk).update(lacks_independence=True),
        lambda: Finding.objects.filter(pk=finding.pk).update(text_ar="x"),
        lambda: Finding.objects.filter(pk=finding.pk).update(level="complete"),
        lambda: Finding.objects.create(report=report, commitment=other, level="limited", text_fr="x"),
        finding.delete,
        lambda: Recommendation.objects.filter(pk=recommendation.pk).update(text_es="x"),
        lambda: Recommendation.objects.filter(pk=recommendation.pk).update(number=9),
        lambda: Recommendation.objects.create(report=report, number=9, text_fr="x"),
        recommendation.delete,
        lambda: sql("update commitments_finding set text_fr = 'x' where report_id = %s", report.pk),
    ):
        with pytest.raises(DatabaseError, match="declared final is not rewritten"), transaction.atomic():
            act()


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_no_door_changes_words_that_are_final_published_or_withdrawn():
    report = drafted_report()
    other = CommitmentFactory(axis=report.plan.axes.get(), number=8)
    conclude(report)
    stand_still(report, other)
    editions.publish(report)
    stand_still(report, other)
    editions.revise(report)
    conclude(report)
    stand_still(report, other)
    editions.withdraw(report, {"fr": "Chiffres faux"})
    stand_still(report, other)


def test_what_is_taken_up_is_written_anew_but_keeps_its_address(report):
    unfinished(report)
    report.recommendations.get().delete()
    Finding.objects.filter(report=report).update(level="complete")
    with pytest.raises(DatabaseError, match="not rewritten"), transaction.atomic():
        AnnualReport.objects.filter(pk=report.pk).update(year=2019)


def test_a_finding_does_not_move_into_a_report_that_stands_still(report):
    elsewhere = CommitmentFactory(axis=report.plan.axes.get(), number=8)
    draft = AnnualReport.objects.create(
        plan=report.plan,
        author=report.author,
        year=2026,
        covers_from="2026-01-01",
        covers_to="2026-12-31",
        title_fr="Brouillon",
    )
    finding = Finding.objects.create(report=draft, commitment=elsewhere, level="limited", text_fr="x")
    with pytest.raises(DatabaseError, match="not rewritten"), transaction.atomic():
        Finding.objects.filter(pk=finding.pk).update(report=report)


def test_an_answer_is_given_whatever_state_the_words_are_in(report):
    for state in ("", "drafting", "final"):
        AnnualReport.objects.filter(pk=report.pk).update(next_edition=state)
        report.recommendations.update(answer="rejected", answered_on=date(2026, 2, 1), answer_reason_fr=state or "Non")
