"""Beside each finding stand the rows of its commitment's year, as the public reads them."""

import re
from datetime import date

import pytest

from commitments.models import Finding
from tests.commitments.admin.pages import page_of
from tests.factories.commitments import (
    CommitmentFactory,
    EvidenceFactory,
    IndicatorFactory,
    InstitutionFactory,
    MilestoneFactory,
    ProgressUpdateFactory,
    ReadingFactory,
    StatementFactory,
)
from tests.factories.reports import drafted_report, published_report

pytestmark = pytest.mark.django_db
IN, BEFORE, AFTER = date(2025, 5, 6), date(2024, 5, 6), date(2026, 2, 3)
NOTHING = {
    "ar": "لا شيء منشور هنا بشأن هذا الالتزام بتاريخ سنة 2025.",
    "fr": "Rien de daté de 2025 n’est public ici sur cet engagement.",
    "es": "Nada con fecha de 2025 es público aquí sobre este compromiso.",
}


@pytest.fixture
def report():
    return drafted_report()


@pytest.fixture
def monitor(report, of_monitor):
    """The client of whoever writes the report."""
    return of_monitor(report.author)


@pytest.fixture
def commitment(report):
    """One without a finding: its row waits under the one that is written."""
    return CommitmentFactory(axis=report.plan.axes.get(), number=3, slug="light")


def beside(client, report, commitment, language="fr"):
    """What stands beside the finding on a commitment."""
    page = client.get(page_of(report).replace("/fr/", f"/{language}/"))
    assert page.status_code == 200
    (formset,) = [one for one in page.context["inline_admin_formsets"] if one.opts.model is Finding]
    wanted = {one.form.instance.commitment_id: one for one in formset}
    texts = re.findall(r'field-the_year">(.*?)field-level', page.text, re.DOTALL)
    return texts[list(wanted).index(commitment.pk)]


def test_statements_milestones_values_news_and_proofs_of_the_year_are_read_beside_the_finding(
    monitor, report, commitment
):
    said = StatementFactory(commitment=commitment, dated_on=IN, summary_fr="Trente lampes posées")
    EvidenceFactory(statement=said, title_fr="Bon de livraison", dated_on=IN, url="https://www.example.org/lamps")
    milestone = MilestoneFactory(commitment=commitment, title_fr="Éclairer le parc", due_on=IN)
    StatementFactory(commitment=None, milestone=milestone, by_monitor=True, dated_on=IN, summary_fr="Vu de nuit")
    indicator = IndicatorFactory(commitment=commitment, title_fr="Lampes en service", unit_fr="lampes")
    ReadingFactory(indicator=indicator, dated_on=IN, value=30, statement=said)
    ProgressUpdateFactory(commitment=commitment, dated_on=IN, title_fr="Les travaux ont repris")
    text = beside(monitor, report, commitment)
    told = (
        *("Trente lampes posées", "Éclairer le parc", "Vu de nuit", "Lampes en service", "Les travaux ont repris"),
        *("https://www.example.org/lamps", "jointe à la déclaration du", "/fr/commitments/light/"),
    )
    assert [words for words in told if words not in text] == []


def test_other_years_other_commitments_and_what_is_not_public_stand_elsewhere(monitor, report, commitment):
    for day, words in ((BEFORE, "D’avant"), (AFTER, "D’après")):
        StatementFactory(commitment=commitment, dated_on=day, summary_fr=words)
        ProgressUpdateFactory(commitment=commitment, dated_on=day, title_fr=words)
    StatementFactory(
        commitment=commitment, dated_on=IN, draft=True, summary_fr="Brouillon", institution=InstitutionFactory()
    )
    StatementFactory(dated_on=IN, summary_fr="D’ailleurs")
    MilestoneFactory(commitment=commitment, number=1, title_fr="Fait avant", due_on=BEFORE, done_on=BEFORE)
    MilestoneFactory(commitment=commitment, number=2, title_fr="Prévu après", due_on=AFTER)
    MilestoneFactory(commitment=commitment, number=3, title_fr="Attendu depuis longtemps", due_on=BEFORE)
    text = beside(monitor, report, commitment)
    hidden = ("D’avant", "D’après", "Brouillon", "D’ailleurs", "Fait avant", "Prévu après")
    assert [words for words in hidden if words in text] == []
    assert "Attendu depuis longtemps" in text


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_where_nothing_of_the_year_is_public_it_says_so(monitor, report, commitment, language):
    assert NOTHING[language] in beside(monitor, report, commitment, language)
    StatementFactory(commitment=commitment, dated_on=IN)
    assert NOTHING[language] not in beside(monitor, report, commitment, language)


def test_few_rows_stand_open_and_many_are_folded(monitor, report, commitment):
    for number in range(6):
        ProgressUpdateFactory(commitment=commitment, dated_on=IN.replace(day=number + 1))
    assert '<details class="year-rows" open>' in beside(monitor, report, commitment)
    ProgressUpdateFactory(commitment=commitment, dated_on=IN)
    assert '<details class="year-rows">' in beside(monitor, report, commitment)


def test_a_written_finding_and_a_published_report_have_them_too(of_monitor):
    report = published_report()
    monitor = of_monitor(report.author)
    written = report.findings.get().commitment
    assert "31 décembre 2025" in beside(monitor, report, written).replace("\xa0", " ")


def test_what_cannot_be_a_row_of_the_year_says_when_it_will(monitor, report):
    """A new report has none yet; nor has the empty row from which others are made."""
    page = monitor.get(page_of(report).replace(f"{report.pk}/change/", "add/"))
    assert page.status_code == 200
    assert "Une fois un engagement publié choisi et enregistré" in page.text


def test_however_many_commitments_and_rows_the_page_asks_as_often(
    monitor, report, commitment, django_assert_max_num_queries
):
    def more(commitment):
        said = StatementFactory(commitment=commitment, dated_on=IN)
        EvidenceFactory(statement=said, dated_on=IN)
        StatementFactory(commitment=None, milestone=MilestoneFactory(commitment=commitment), dated_on=IN)
        ReadingFactory(indicator=IndicatorFactory(commitment=commitment), dated_on=IN, statement=said)

    def asked():
        with django_assert_max_num_queries(400) as found:
            monitor.get(page_of(report))
        return len([one for one in found.captured_queries if "commitments_statement" in one["sql"]])

    more(commitment)
    few = asked()
    for number in (4, 5, 6):
        more(CommitmentFactory(axis=report.plan.axes.get(), number=number, slug=f"c{number}"))
    more(commitment)
    assert asked() == few
