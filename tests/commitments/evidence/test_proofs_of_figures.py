"""Each figure of a commitment's page, of the report and of its PDF leads to its proof or says that none is attached."""

import hashlib
from datetime import date
from html.parser import HTMLParser

import pytest
from django.core.files.base import ContentFile

from commitments.evidence import proof_files
from commitments.models import Indicator, Milestone
from commitments.report import editions, pdf_rendering
from commitments.statements import publication
from tests.factories.commitments import (
    EvidenceFactory,
    MilestoneFactory,
    ProposedReadingFactory,
    ReadingFactory,
    StatementFactory,
)
from tests.factories.reports import drafted_report

pytestmark = pytest.mark.django_db
LANGUAGES = ("ar", "fr", "es")
NONE = {"ar": "لم يُرفق دليل", "fr": "sans preuve jointe", "es": "sin evidencia adjunta"}
NUMBERED = {"ar": "دليل الإثبات 1", "fr": "preuve\u00a01", "es": "evidencia\u00a01"}


class Tables(HTMLParser):
    """`rows`: of each row of values of the tables of figures, [its words, its links]."""

    def __init__(self, text):
        super().__init__()
        self.rows, self.of_figures, self.is_body, self.is_value = [], False, False, False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag == "table":
            self.of_figures = found.get("class", "").split()[:1] in ([], ["milestones"], ["data"])
        elif tag == "tbody":
            self.is_body = self.is_value = self.of_figures
        elif tag == "tr" and self.of_figures:
            self.is_value = self.is_value and found.get("class") != "milestone-said"
            self.rows += [["", []]] if self.is_value else []
        elif tag == "a" and self.is_value and self.rows:
            self.rows[-1][1].append(found["href"])

    def handle_endtag(self, tag):
        if tag == "table":
            self.of_figures = self.is_body = self.is_value = False
        elif tag == "tr":
            self.is_value = self.is_body

    def handle_data(self, data):
        if self.is_value and self.rows:
            self.rows[-1][0] += data


def file_proving(**subject):
    content = b"%PDF-1.7 proof"
    return EvidenceFactory(
        **{"statement": None} | subject,
        url="",
        file=ContentFile(content, name="proof.pdf"),
        filename="proof.pdf",
        content_type="application/pdf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        hidden=[],
    )


@pytest.fixture
def edition():
    """Milestones and values of which some are proved and some are not."""
    report = drafted_report()
    milestone = Milestone.objects.get()
    for number, proved in ((2, False), (3, True)):
        other = MilestoneFactory(commitment=milestone.commitment, number=number, done_on=date(2025, 3, 1))
        for side in ("municipality", "monitor"):
            said = StatementFactory(commitment=None, milestone=other, side=side, level="complete")
            if proved:
                file_proving(statement=said)
    readings = list(Indicator.objects.get().readings.order_by("dated_on"))
    file_proving(reading=readings[1])
    ReadingFactory(indicator=readings[0].indicator, dated_on=date(2023, 1, 1))
    editions.finalise(report)
    return editions.publish(report)


def pages(client, edition, language):
    commitment = edition.report.findings.get().commitment
    yield client.get(f"/{language}/reports/2025/").text
    yield pdf_rendering.report_html(edition, language)
    yield client.get(f"/{language}/commitments/{commitment.slug}/").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_of_values_has_a_link_that_answers_or_says_that_nothing_is_attached(client, edition, language):
    for text in pages(client, edition, language):
        rows = Tables(text).rows
        assert len(rows) >= 6
        for words, links in rows:
            proofs = [link for link in links if not link.startswith(f"/{language}/participate/")]
            assert NONE[language] in words or proofs
            for link in proofs:
                answer = client.get(link)
                assert b"".join(answer).startswith(b"%PDF")
                assert answer.status_code == 200
        assert any(NONE[language] in words for words, _links in rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_the_report_a_proof_has_the_number_of_its_row_in_the_annex(client, edition, language):
    annex = edition.snapshot["sections"][0]["data"]["evidence"]
    assert [item["reference"] for item in annex] == [1, 2, 3]
    for text in list(pages(client, edition, language))[:2]:
        chapters, rows = text.split('id="annexes"')
        for item in annex:
            link = f'<a href="{item["address"]}">{NUMBERED[language].replace("1", str(item["reference"]))}'
            assert link in chapters
            assert item["address"] in rows[rows.index(f'id="evidence-{item["reference"]}"') :].split("</tr>")[0]


def test_both_levels_and_the_day_of_a_milestone_have_their_own_proof(client, edition):
    text = client.get("/fr/reports/2025/").text
    milestones = {words.split()[0]: (words, links) for words, links in Tables(text).rows[:3]}
    assert len(milestones["3"][1]) == 3
    assert NONE["fr"] not in milestones["3"][0]
    assert milestones["2"][0].count(NONE["fr"]) == 3


def test_what_was_withdrawn_proves_nothing_and_is_not_linked(client):
    report = drafted_report()
    reading = Indicator.objects.get().readings.first()
    withdrawn = {"withdrawn_at": "2026-01-01T00:00Z", "withdrawal_reason_fr": "Un nom s’y lisait"}
    EvidenceFactory(statement=None, reading=reading, url="https://www.example.org/secret", **withdrawn)
    editions.finalise(report)
    editions.publish(report)
    for page in ("reports/2025", "commitments/budget"):
        text = client.get(f"/fr/{page}/").text
        assert "Un nom s’y lisait" in text
        assert "example.org/secret" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_says_how_its_proofs_are_marked(client, edition, language):
    part = client.get(f"/{language}/reports/2025/").text
    part = part[part.index('id="how-to-read"') : part.index('class="level-list"')]
    assert NONE[language] in part


# --- a value that came with a statement ---------------------------------------

ATTACHED = {
    "ar": "مرفق بالتصريح، تاريخه",
    "fr": "jointe à la déclaration du",
    "es": "adjunta a la declaración del",
}
VALUE = 13


@pytest.fixture
def declared():
    """The statement of a focal point, published with a value and a file, in a report's year."""
    drafted_report()
    indicator = Indicator.objects.get()
    statement = StatementFactory(commitment=indicator.commitment, draft=True, dated_on=date(2025, 11, 3))
    ProposedReadingFactory(statement=statement, indicator=indicator, value=VALUE)
    file_proving(statement=statement)
    return publication.publish(statement)


def published(statement):
    report = statement.commitment.findings.get().report
    editions.finalise(report)
    return editions.publish(report)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_attached_to_its_statement_proves_the_value_on_page_report_and_sheet(client, declared, language):
    attached = declared.evidence.get()
    proofs, fingerprint = [attached.get_absolute_url()], attached.sha256[:16]  # of its own row in the annex
    for text in pages(client, published(declared), language):
        rows = [row for row in Tables(text).rows if set(proofs) & set(row[1]) and fingerprint not in row[0]]
        assert rows
        for words, links in rows:
            assert links == proofs
            assert ATTACHED[language] in words
            assert NONE[language] not in words


def test_in_the_report_it_has_the_number_of_the_annex(declared):
    (axis,) = published(declared).snapshot["sections"][0]["data"]["axes"]
    value = axis["commitments"][0]["indicators"][0]["readings"][1]
    (item,) = value["declared_with"]["evidence"]
    assert (value["value"], value["evidence"], item["reference"]) == ("13.0000", [], 1)


def test_its_own_proof_stands_before_that_of_its_statement(client, declared):
    own = file_proving(reading=declared.readings.get())
    text = client.get("/fr/commitments/budget/").text
    (found,) = [links for words, links in Tables(text).rows if ATTACHED["fr"] in words]
    assert found == [own.get_absolute_url(), declared.evidence.get().get_absolute_url()]


def test_what_was_withdrawn_from_the_statement_proves_no_value(client, declared):
    evidence = declared.evidence.get()
    proof_files.withdraw(evidence, {"fr": "Une personne y est nommée."})
    text = client.get("/fr/commitments/budget/").text
    assert ATTACHED["fr"] not in text
    assert all(evidence.get_absolute_url() not in links for _words, links in Tables(text).rows)


def test_of_a_corrected_statement_what_its_correction_brings_counts(client, declared):
    former = declared.evidence.get().get_absolute_url()
    correction = StatementFactory(commitment=declared.commitment, dated_on=date(2025, 11, 9), supersedes=declared)
    assert ATTACHED["fr"] not in client.get("/fr/commitments/budget/").text
    new = file_proving(statement=correction).get_absolute_url()
    text = client.get("/fr/commitments/budget/").text
    ((words, links),) = [row for row in Tables(text).rows if ATTACHED["fr"] in row[0]]
    assert (links, former in links, "9 novembre 2025" in words.replace("\xa0", " ")) == ([new], False, True)
