"""No report is concluded with a gap that its monitor has not seen and explained, nor without its independence said."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from commitments.models import AnnualReport, Finding
from commitments.report import editions
from commitments.report.gaps import UnseenGapsError, gaps_of, keys_of
from commitments.report.pdf_rendering import report_html
from tests.at_once import together
from tests.factories.commitments import CommitmentFactory, FindingFactory
from tests.factories.reports import conclude, drafted_report, published_report
from tests.refusals import refused

pytestmark = pytest.mark.django_db
LANGUAGES = ("ar", "fr", "es")
BLANKS = ["", " ", "\t\n", "\u00a0", "\u200f\u200b"]
SILENT = {
    "ar": "لم تكتب هيئة التتبع أي خلاصة عن هذا الالتزام",
    "fr": "L’organe de suivi n’a rédigé aucun constat sur cet engagement",
    "es": "El organismo de seguimiento no redactó ningún hallazgo sobre este compromiso",
}
WHY = {"fr": "MOTIF DONNÉ", "ar": "السبب المقدم", "es": "MOTIVO DADO"}


@pytest.fixture
def report():
    return drafted_report()


def emptied(*names):
    return {f"{name}_{code}": "" for name in names for code in LANGUAGES}


def keys(report):
    return keys_of(gaps_of(AnnualReport.objects.get(pk=report.pk)))


def another_commitment(report, **values):
    values = {"number": 9, "slug": "forgotten", "title_fr": "Engagement oublié"} | values
    return CommitmentFactory(axis=report.plan.axes.get(), **values)


def test_a_report_that_lacks_nothing_is_concluded_without_a_word(report):
    assert keys(report) == []
    assert editions.finalise(report).status == "final"


def test_everything_that_is_missing_is_named(report):
    another_commitment(report)
    AnnualReport.objects.filter(pk=report.pk).update(**emptied("method"), summary_es=" ", independence_ar="")
    report.findings.update(text_ar="")
    report.recommendations.update(text_fr=None)
    assert keys(report) == [
        "finding:forgotten",
        "text:method",
        "translation:finding:budget:ar",
        "translation:independence::ar",
        f"translation:recommendation:{report.recommendations.get().number}:fr",
        "translation:summary::es",
    ]
    report.recommendations.all().delete()
    assert "recommendation" in keys(report)


def test_what_the_public_does_not_see_is_not_missed(report):
    hidden = another_commitment(report, draft=True)
    assert keys(report) == []
    Finding.objects.create(report=report, commitment=hidden, level="limited", text_fr="Une langue")
    assert keys(report) == []


def test_a_gap_has_to_be_seen_and_explained(report):
    another_commitment(report)
    with refused("unseen_gaps") as refusal:
        editions.finalise(report, reasons=WHY)
    assert isinstance(refusal.value, UnseenGapsError)
    assert [c["title"]["fr"] for c in refusal.value.gaps["findings"]] == ["Engagement oublié"]
    for blank in BLANKS:
        with refused("unexplained"):
            editions.finalise(report, gaps_seen=keys(report), reasons={"ar": blank, "fr": blank})
    assert AnnualReport.objects.get(pk=report.pk).status == "drafting"
    assert editions.finalise(report, gaps_seen=keys(report), reasons={"es": "Sin tiempo"}).status == "final"


def test_what_went_missing_after_the_list_was_shown_is_asked_about_again(report):
    another_commitment(report)
    seen = keys(report)
    another_commitment(report, number=8, slug="newer")
    with refused("unseen_gaps"):
        editions.finalise(report, gaps_seen=seen, reasons=WHY)
    FindingFactory(report=report, commitment=report.plan.commitments.get(slug="newer"))
    assert editions.finalise(report, gaps_seen=seen, reasons=WHY).gaps_seen == seen


def test_a_commitment_published_after_the_text_was_final_holds_the_edition_back(report):
    editions.finalise(report)
    another_commitment(report)
    with refused("gaps_changed"):
        editions.publish(report)
    editions.reopen(report)
    conclude(report)
    assert [c["number"] for c in editions.publish(report).snapshot["gaps"]["findings"]] == [9]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_edition_keeps_and_prints_gaps_and_reason_on_page_and_in_pdf(client, report, language):
    another_commitment(report, **{f"title_{code}": f"OUBLIÉ-{code}" for code in LANGUAGES})
    AnnualReport.objects.filter(pk=report.pk).update(**emptied("method"))
    editions.finalise(report, gaps_seen=keys(report), reasons=WHY)
    edition = editions.publish(report)
    assert edition.snapshot["gaps"]["reason"] == WHY
    for text in (client.get(f"/{language}/reports/2025/").text, report_html(edition, language)):
        part = text[text.index('id="gaps"') : text.index("</section>", text.index('id="gaps"'))]
        assert WHY[language] in part
        assert f"9. OUBLIÉ-{language}" in part
        assert SILENT[language] in text[text.index('id="commitment-forgotten"') :]
        assert text.count(SILENT[language]) == 1


def test_a_whole_report_speaks_of_no_gap(client):
    edition = published_report().editions.get()
    assert edition.snapshot["gaps"] is None
    assert 'id="gaps"' not in client.get("/fr/reports/2025/").text


def test_the_next_edition_has_its_own_gaps_and_the_former_keeps_its_own(report):
    conclude(report)
    first = editions.publish(report)
    editions.revise(report)
    AnnualReport.objects.filter(pk=report.pk).update(**emptied("conclusion"))
    with refused("unseen_gaps"):
        editions.finalise(report)
    editions.finalise(report, gaps_seen=["text:conclusion"], reasons=WHY)
    assert editions.publish_new_edition(report).snapshot["gaps"]["texts"] == ["conclusion"]
    first.refresh_from_db()
    assert first.snapshot["gaps"] is None


# --- the statement of independence ------------------------------------------------------


@pytest.mark.parametrize("blank", BLANKS)
def test_a_blank_statement_of_independence_is_refused_whatever_is_ticked(report, blank):
    AnnualReport.objects.filter(pk=report.pk).update(**dict.fromkeys(emptied("independence"), blank))
    with refused("no_independence"):
        editions.finalise(report, gaps_seen=keys(report), reasons=WHY)


@pytest.mark.parametrize("blank", [*BLANKS, None])
def test_the_database_refuses_it_too(report, blank):
    blank_everywhere = dict.fromkeys(emptied("independence"), blank)
    AnnualReport.objects.filter(pk=report.pk).update(**blank_everywhere)
    for state in ({"status": "final"}, {"status": "published"}, {"status": "published", "next_edition": "final"}):
        with pytest.raises(IntegrityError, match="report_says_its_independence"), transaction.atomic():
            AnnualReport.objects.filter(pk=report.pk).update(**state)
    AnnualReport.objects.filter(pk=report.pk).update(status="published", next_edition="drafting")


def test_a_text_that_was_final_before_it_was_asked_for_stands_but_makes_no_further_edition(report):
    AnnualReport.objects.filter(pk=report.pk).update(**emptied("independence"), lacks_independence=True)
    AnnualReport.objects.filter(pk=report.pk).update(status="final")
    with refused("no_independence"):
        editions.publish(report)
    AnnualReport.objects.filter(pk=report.pk).update(status="published")
    editions.revise(report)
    with refused("no_independence"):
        editions.finalise(report)
    AnnualReport.objects.filter(pk=report.pk).update(independence_fr="Aucun lien", lacks_independence=True)
    assert not conclude(report).lacks_independence


def test_gaps_without_a_reason_and_a_reason_without_gaps_are_refused_by_the_database(report):
    for values in ({"gaps_seen": ["text:method"]}, {"gaps_reason_fr": "x"}):
        with pytest.raises(IntegrityError, match="report_gaps_iff_explained"), transaction.atomic():
            AnnualReport.objects.filter(pk=report.pk).update(**values)


@pytest.mark.django_db(transaction=True)
def test_a_finding_taken_away_at_the_same_moment_is_never_missed():
    report = drafted_report(is_demo=True)
    finding = report.findings.get()

    def conclude_or_refuse():
        return editions.finalise(report).status

    def take_away():
        try:
            finding.delete()
        except DatabaseError:
            return "kept"
        return "gone"

    together(conclude_or_refuse, take_away)
    report.refresh_from_db()
    assert report.status == "drafting" or report.findings.exists()
