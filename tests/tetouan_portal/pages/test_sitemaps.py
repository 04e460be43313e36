"""What search engines are told agrees with what the pages say of themselves."""

import re
from datetime import UTC, date, datetime

import pytest

from tests import public_pages
from tests.budget_docs import rows
from tests.factories import commitments as make
from tests.factories.participation import PublishedCaseFactory

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 3, 4, 9, tzinfo=UTC)


def entries(client):
    """{address: (day of the last change, address for whoever reads none of the languages)}"""
    text = client.get("/sitemap.xml").text
    found = {}
    for entry in re.findall(r"<url>(.*?)</url>", text, re.DOTALL):
        location = re.search(r"<loc>https?://[^/]+(.*?)</loc>", entry)[1]
        changed = re.search(r"<lastmod>(.*?)</lastmod>", entry)
        default = re.search(r'hreflang="x-default" href="https?://[^/]+(.*?)"', entry)
        found[location] = (changed and changed[1][:10], default and default[1])
    return found


def test_every_address_has_the_default_that_its_page_names(client):
    public_pages.fill()
    found = entries(client)
    assert len(found) > 60
    assert {default for _changed, default in found.values()} == {path for path in found if path.startswith("/ar/")}
    for path in ("/fr/", "/fr/commitments/budget/", "/fr/budget/2026/", "/es/calendar/"):
        page = client.get(path).text
        assert re.search(r'hreflang="x-default" href="https?://[^/]+(.*?)"', page)[1] == found[path][1]


def test_what_changes_says_when_it_last_did(client):
    make.StatementFactory(commitment=make.CommitmentFactory(slug="told"), dated_on=date(2026, 2, 3))
    make.CommitmentFactory(slug="silent")
    rows.document(publish_at=LATER)
    rows.line(rows.budget(publish_at=LATER))
    case = PublishedCaseFactory(published_at=LATER)
    found = entries(client)
    assert found["/fr/commitments/told/"][0] == "2026-02-03"
    assert found["/fr/commitments/silent/"][0] is None
    for path in ("/fr/budget/documents/budget-2026/", "/fr/budget/2026/lines/"):
        assert found[path][0] == "2026-03-04"
    reference = case.get_absolute_url().split("/")[-2]
    assert found[f"/es/participate/cases/{reference}/"][0] == "2026-03-04"


def test_an_arabic_description_of_a_card_has_arabic_commas(client):
    public_pages.fill()
    told = [
        re.search(r'og:image:alt" content="(.*?)"', client.get(path).text)[1] for path in ("/ar/", "/ar/reports/2025/")
    ]
    assert "،" in told[0]
    assert [text for text in told if "," in text] == []
    assert "," in re.search(r'og:image:alt" content="(.*?)"', client.get("/fr/").text)[1]
