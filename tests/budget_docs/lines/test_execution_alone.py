"""A year of which the execution alone is published: what communes have most often."""

import csv
import io
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone

from budget_docs.explorer import budget_levels, line_search
from tests.budget_docs import rows
from tetouan_portal.lib.languages import LANGUAGE_CODES

pytestmark = pytest.mark.django_db
PLACE = "1/0.1/10/10/10/11"


@pytest.fixture
def executed():
    """Of 2019; a later year has a voted budget."""
    account = rows.budget(2019, stage="executed")
    rows.heading(account, "1", "Fonctionnement", side="expenditure")
    rows.line(account, PLACE, None, side="expenditure", label_fr="Gardiennage", ordered=70, committed=90)
    rows.line(account, PLACE, None, label_fr="Taxe", collected=40, net_due=60)
    rows.line(rows.budget(2026), PLACE, 500, side="expenditure", label_fr="Gardiennage")
    return account


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_its_lines_have_a_page_that_says_what_the_amounts_are(client, executed, language):
    page = client.get(f"/{language}/budget/2019/lines/")
    assert page.context["level"]["total"]["amount"] == 70
    assert page.context["is_executed_alone"] is True
    assert "#executed" in page.text
    assert "#voted" not in page.text
    revenue = client.get(f"/{language}/budget/2019/lines/revenue/1/")
    assert revenue.context["level"]["total"]["amount"] == 40


def test_the_year_and_the_data_page_lead_to_it(client, executed):
    assert "/fr/budget/2019/lines/" in client.get("/fr/budget/2019/").text
    text = client.get("/fr/budget/data/").text
    assert "/budget/2019" in text
    assert "– exécution" in text


def test_its_package_holds_what_was_executed(client, executed):
    address = reverse("budget_package", args=[2019])
    assert f'href="{address}"' in client.get("/fr/budget/data/").text
    response = client.get(address)
    assert response.status_code == 200
    package = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    [table] = [name for name in package.namelist() if name.startswith("data/budget-")]
    found = list(csv.DictReader(io.StringIO(package.read(table).decode())))
    assert {(row["phase"], row["amount"]) for row in found} == {
        ("ordered", "70.00"),
        ("committed", "90.00"),
        ("collected", "40.00"),
        ("net_due", "60.00"),
    }


def test_its_table_is_downloaded_under_the_right_word(client, executed):
    header, line = client.get("/fr/budget/2019/expenditure.csv").content.decode("utf-8-sig").splitlines()
    assert header == "Code,Libellé,Exécuté"
    assert line.endswith(",70.00")


def test_its_lines_are_found_with_what_was_executed(client, executed):
    found = line_search.search(executed, "gardiennage")
    assert [side["total"] for side in found.sums] == [70]
    assert client.get("/fr/budget/2019/lines/?q=gardiennage").context["found"].sums == found.sums


def test_it_is_compared_with_other_executions_alone(client, executed):
    assert client.get("/fr/budget/2019/lines/?compare=2026").context["compared_year"] is None
    former = rows.budget(2018, stage="executed")
    rows.line(former, PLACE, None, side="expenditure", label_fr="Gardiennage", ordered=50)
    page = client.get("/fr/budget/2019/lines/?compare=2018")
    assert page.context["level"]["total"]["change"] == 20
    assert client.get("/fr/budget/2026/lines/?compare=2018").context["compared_year"] is None


def test_one_that_is_not_published_is_nowhere(client, executed):
    rows.line(rows.budget(2017, publish_at=None, stage="executed"), PLACE, None, ordered=1)
    assert client.get("/fr/budget/2017/lines/").status_code == 404
    assert "2017" not in client.get("/fr/budget/data/").text


def test_what_only_the_execution_has_stands_beside_the_voted_budget(executed):
    voted = rows.budget(2019)
    rows.line(voted, PLACE, 80, side="expenditure", label_fr="Gardiennage")
    rows.line(executed, "2/0.2/10/10/10/11", None, side="expenditure", label_fr="Travaux", ordered=5)
    budgets = budget_levels.budgets_of(2019, now=timezone.now())
    level = budget_levels.level(budgets, budget_levels.Place("expenditure", ()))
    assert [(row["code"], row["amount"], row["executed"]) for row in level["rows"]] == [("1", 80, 70), ("2", None, 5)]
    assert level["total"]["executed"] == 75
