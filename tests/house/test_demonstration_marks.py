"""Every invented row of a public page is under a mark, no real one is, and a page carries few of them.

An oracle of its own: it takes the texts from the rows, not from what the templates were told of them.
"""

import datetime
import re

import pytest
from django.test import Client
from lxml import html

from budget_docs import loading
from budget_docs.demo import demonstration as budget
from budget_docs.models import BudgetDocument, PublicationDate, StatedFigure
from commitments.demo import demonstration as commitments
from commitments.models import (
    Amendment,
    Commitment,
    Evidence,
    Indicator,
    Milestone,
    ProgressUpdate,
    Recommendation,
    Statement,
)
from commitments.plan import plan_file
from participation import demonstration as participation
from participation.models import PublishedCase
from tests.budget_docs import rows
from tests.factories import commitments as make
from tests.factories import participation as cases

pytestmark = pytest.mark.django_db
TOLD = {  # where each row's own words stand
    Statement: "summary_fr",
    Milestone: "title_fr",
    Indicator: "title_fr",
    Evidence: "title_fr",
    ProgressUpdate: "title_fr",
    Amendment: "reason_fr",
    Recommendation: "text_fr",
    PublishedCase: "title_fr",
    StatedFigure: "note_fr",
}
COMMITMENT = "citizen-budget"
MIXED = ("/", f"/commitments/{COMMITMENT}/", "/budget/", "/budget/2026/", "/budget/?q=budget", "/participate/cases/")
MOST = {"/reports/2024/": 21, "/reports/2025/": 21}  # for each commitment, each table, and the journal
PAGES = (
    "/commitments/",
    "/commitments/participatory-budget/",
    "/commitments/proactive-publication/",
    "/commitments/public-monitoring-of-the-pac/",
    "/plan/",
    "/sdgs/11/",
    "/reports/",
    "/reports/2024/",
    "/reports/2025/",
    "/budget/2024/",
    "/budget/2025/",
    "/budget/documents/demo-2025-adopted-budget/",
    "/budget/2025/lines/",
    "/budget/data/",
    "/calendar/",
    "/participate/published/?q=budget",
)
ROWS = ("li", "td", "tr", "article")
BLOCKS = ("statement", "indicator", "slot-document")
ROW = " or ".join(
    [*(f"self::{tag}" for tag in ROWS), *(f"contains(concat(' ', @class, ' '), ' {name} ')" for name in BLOCKS)]
)


@pytest.fixture(scope="module")
def demonstration(rows_of_a_module):
    plan_file.load()
    loading.load(newest=2027)
    budget.load()
    participation.load()
    commitments.load()


@pytest.fixture
def joined(demonstration):
    """Beside the invented rows, some that people of the Commune wrote: in the blocks that were invented throughout."""
    commitment = Commitment.objects.get(slug=COMMITMENT)
    day = datetime.date(2026, 2, 3)
    said = make.StatementFactory(commitment=commitment, dated_on=day, summary_fr="Une vraie déclaration de la Commune.")
    make.EvidenceFactory(statement=said, title_fr="Une vraie preuve", dated_on=day)
    make.MilestoneFactory(commitment=commitment, number=77, title_fr="Un vrai jalon")
    make.IndicatorFactory(commitment=commitment, number=77, title_fr="Un vrai indicateur")
    slot = PublicationDate.objects.filter(fiscal_year__year=2026, documents__isnull=True).first()
    rows.document("real-document", slot=slot, title_fr="Un vrai document du budget")
    cases.PublishedCaseFactory(title_fr="Un vrai lampadaire")


def wordings(*, invented):
    """What the rows say, in one line, and nothing that rows of the other kind say too."""
    found = {
        is_demo: {
            words(text)
            for model, name in TOLD.items()
            for text in model.objects.filter(**{flag_of(model): is_demo}).values_list(name, flat=True)
            if len(words(text or "")) > 12
        }
        for is_demo in (True, False)
    }
    return found[invented] - found[not invented]


def flag_of(model):
    return "case__is_demo" if model is PublishedCase else "is_demo"


def words(text):
    return re.sub(r"[\s\u00a0\u202f]+", " ", re.sub(r"[*_#>]", "", text.strip().split("\n")[0])).strip()


def read(path):
    response = Client().get(f"/fr{path}")
    assert response.status_code == 200, path
    return html.fromstring(response.text).xpath("//main")[0]


def marks_of(page):
    return page.xpath(".//*[@class='demo-mark']")


def documents_of(page, *, invented):
    """The links to documents: their titles are those of their places in the calendar, which are real."""
    slugs = set(BudgetDocument.objects.filter(is_demo=invented).values_list("slug", flat=True))
    for link in page.xpath(".//a[contains(@href, '/budget/documents/')]"):
        if link.get("href").strip("/").rpartition("/")[2] in slugs:
            yield link


def saying(page, texts):
    """The innermost elements that say one of the texts."""
    for element in page.iter():
        if isinstance(element.tag, str) and element.tag not in {"option", "title"}:
            own = words(element.text_content())
            within = any(words(child.text_content()).startswith(own[:12]) for child in element)
            if own and not within and any(own.startswith(text) for text in texts if text[:12] == own[:12]):
                yield element


def covered_by(page):
    """Every element under a mark: what follows a paragraph, the mark of a block, or the row that a mark stands in."""
    under = set()
    for mark in marks_of(page):
        blocks = after(mark) if mark.tag == "p" else rows_at(mark)
        under.update(element for block in blocks for element in block.iter())
    return under


def after(head):
    parent = head.getparent()
    return [parent, *parent.itersiblings()] if parent.tag == "header" else list(head.itersiblings())


def rows_at(mark):
    """The row; of a milestone's, what both sides say of it stands in the next."""
    row = mark.xpath(f"ancestor::*[{ROW}][1]")[0]
    said = row.getnext()
    return [row, said] if said is not None and said.get("class") == "milestone-said" else [row]


def faults(page):
    under = covered_by(page)
    bare = [*saying(page, wordings(invented=True)), *documents_of(page, invented=True)]
    real = [*saying(page, wordings(invented=False)), *documents_of(page, invented=False)]
    return {
        "invented without a mark": [words(one.text_content()) for one in bare if one not in under],
        "real under a mark": [words(one.text_content()) for one in real if one in under],
    }


@pytest.mark.parametrize("path", [*MIXED, *PAGES])
def test_a_page_of_the_demonstration_carries_few_marks_and_all_under_them(demonstration, path):
    page = read(path)
    assert len(marks_of(page)) <= MOST.get(path, 8)
    assert faults(page) == {"invented without a mark": [], "real under a mark": []}


@pytest.mark.parametrize("path", MIXED)
def test_a_real_row_among_invented_ones_is_under_no_mark(joined, path):
    page = read(path)
    assert faults(page) == {"invented without a mark": [], "real under a mark": []}
    assert marks_of(page)


def test_the_oracle_sees_something(joined):
    page = read(f"/commitments/{COMMITMENT}/")
    assert len(list(saying(page, wordings(invented=True)))) > 20
    assert len(list(saying(page, wordings(invented=False)))) > 3
    for mark in marks_of(page):
        mark.drop_tree()
    assert len(faults(page)["invented without a mark"]) > 20


def test_what_is_real_alone_carries_no_mark(rows_of_a_module):
    page = read("/plan/")
    assert not marks_of(page)
