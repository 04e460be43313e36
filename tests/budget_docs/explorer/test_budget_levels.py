import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from budget_docs.explorer import budget_levels, line_search
from budget_docs.models import BudgetLine
from tests.budget_docs import rows

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 15, tzinfo=UTC)
TOP = budget_levels.Place("revenue", ())


@pytest.fixture
def budget():
    found = rows.budget()
    rows.heading(found, "1", "Fonctionnement")
    rows.heading(found, "1/0.1", "Section")
    for path, amount in (("1/0.1/10/10/10/11", 100), ("1/0.1/20/10/10/11", "50.25"), ("2/0.1/10/10/10/11", None)):
        rows.line(found, path, amount)
    rows.line(found, "1/0.1/10/10/10/11", 70, side="expenditure")
    return found


def test_a_level_sums_its_lines_and_nothing_said_is_not_zero(budget):
    level = budget_levels.level(budget_levels.budgets_of(2026, now=NOW), TOP)
    assert [(row["code"], row["amount"]) for row in level["rows"]] == [("1", Decimal("150.25")), ("2", None)]
    assert level["total"]["amount"] == Decimal("150.25")
    assert level["rows"][0]["label"]["fr"] == "Fonctionnement"


def test_deeper_levels_hold_only_what_is_inside(budget):
    inside = budget_levels.Place("revenue", ("1", "0.1"))
    level = budget_levels.level({"voted": budget}, inside)
    assert [(row["code"], row["amount"]) for row in level["rows"]] == [("10", 100), ("20", Decimal("50.25"))]
    last = budget_levels.level({"voted": budget}, budget_levels.Place("revenue", ("1", "0.1", "10", "10", "10")))
    assert last["is_lines"]
    assert last["rows"][0]["label"]["fr"] == "Taxe"


def test_codes_are_ordered_as_numbers(budget):
    rows.line(budget, "1/0.1/100/10/10/11", 1)
    level = budget_levels.level({"voted": budget}, budget_levels.Place("revenue", ("1", "0.1")))
    assert [row["code"] for row in level["rows"]] == ["10", "20", "100"]


def test_the_amended_budget_is_the_one_in_force_and_the_newest_version_counts(budget):
    rows.line(rows.budget(version=2), admitted=7)
    assert budget_levels.budgets_of(2026, now=NOW)["voted"].version == 2
    amended = rows.budget(stage="amended")
    assert budget_levels.budgets_of(2026, now=NOW)["voted"] == amended


def test_a_budget_that_is_not_published_is_seen_by_nobody(client):
    draft = rows.budget(2025, publish_at=rows.IN_A_YEAR)
    rows.line(draft, label_fr="Secret")
    assert budget_levels.budgets_of(2025, now=NOW) == {}
    assert client.get("/fr/budget/2025/lines/").status_code == 404
    assert client.get("/fr/budget/2025/revenue.csv").status_code == 404


def test_another_year_stands_beside_with_the_change(budget):
    former = rows.budget(2025)
    rows.line(former, admitted=40)
    rows.line(former, "3/0.1/10/10/10/11", 5)
    level = budget_levels.level({"voted": budget}, TOP, compared=former)
    found = {row["code"]: (row["amount"], row["compared"], row["change"]) for row in level["rows"]}
    assert found["1"] == (Decimal("150.25"), 40, Decimal("110.25"))
    assert found["3"] == (None, 5, None)


def test_what_was_executed_stands_beside_what_was_voted(budget):
    executed = rows.budget(stage="executed")
    rows.line(executed, admitted=None, collected=Decimal(90))
    level = budget_levels.level(budget_levels.budgets_of(2026, now=NOW), TOP)
    assert level["rows"][0]["executed"] == 90


def test_a_line_is_found_by_a_word_in_any_language_the_largest_first(budget):
    rows.line(budget, "1/0.1/30/10/10/11", 900, label_fr="Taxe de séjour")
    assert [line["amount"] for line in line_search.search(budget, "taxe").lines][:2] == [900, 100]
    assert line_search.search(budget, "رسم").count == 5


def test_lines_are_never_patched_and_published_ones_never_deleted(budget):
    for act, sentence in (
        (lambda: BudgetLine.objects.update(admitted=1), "a budget is replaced whole"),
        (BudgetLine.objects.all().delete, "what was published is kept"),
        (budget.delete, "what was published is kept"),
    ):
        with pytest.raises(DatabaseError, match=sentence), transaction.atomic():
            act()


@pytest.mark.parametrize("path", ["", "1/", "1/0.1/", "1/0.1/10/10/10/"])
def test_every_level_has_an_address_and_two_files(client, budget, path):
    page = client.get(f"/fr/budget/2026/lines/revenue/{path}")
    assert page.status_code == 200
    inside = f"/{path.rstrip('/')}" if path else ""
    for kind in ("csv", "xlsx"):
        address = f"/fr/budget/2026/revenue{inside}.{kind}"
        assert address in page.text
        assert client.get(address).status_code == 200


def test_the_file_holds_exactly_the_table(client, budget):
    csv = client.get("/fr/budget/2026/revenue.csv").content.decode("utf-8-sig").splitlines()
    assert csv[1:] == ["1,Fonctionnement,150.25", "2,,"]


@pytest.mark.parametrize("path", ["lines/x/", "lines/revenue/9/", "lines/revenue/1/2/3/4/5/6/", "lines/revenue/1/'/"])
def test_a_place_that_does_not_exist_is_not_found(client, budget, path):
    assert client.get(f"/fr/budget/2026/{path}").status_code == 404


@pytest.mark.parametrize("lines", [1, 30])
def test_the_number_of_queries_does_not_grow_with_the_lines(client, budget, lines, django_assert_max_num_queries):
    for number in range(lines):
        rows.line(budget, f"1/0.2/{number}/10/10/11", 5)
    with django_assert_max_num_queries(12):
        assert client.get("/fr/budget/2026/lines/revenue/1/0.2/").status_code == 200


def test_sums_are_compared_with_what_others_stated(client, budget):
    rows.models.StatedFigure.objects.create(
        fiscal_year=rows.fiscal_year(), kind="revenue", amount=200, source_title_fr="Presse locale"
    )
    page = client.get("/fr/budget/2026/lines/revenue/").text
    assert "Presse locale" in page
    assert "−49,75" in page.replace("-", "−")


def test_a_heading_leads_past_levels_that_leave_no_choice():
    budget = rows.budget(2024)
    rows.line(budget, "1/0.1/10/10/10/11")
    rows.line(budget, "1/0.1/10/20/10/11")
    rows.line(budget, "2/0.2/30/10/20/21")
    found = {row["code"]: row["leads_to"] for row in budget_levels.level({"voted": budget}, TOP)["rows"]}
    assert found == {"1": "1/0.1/10", "2": "2/0.2/30/10/20"}


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_amounts_per_inhabitant_are_shown_where_the_number_is_known(client, budget, language):
    assert "hab" not in client.get("/fr/budget/2026/revenue.csv").text
    rows.models.FiscalYear.objects.filter(year=2026).update(population=3, population_source="Recensement")
    assert "Recensement" in client.get(f"/{language}/budget/2026/lines/revenue/").text
    csv = client.get("/fr/budget/2026/revenue.csv").content.decode("utf-8-sig").splitlines()
    assert csv[1:] == ["1,Fonctionnement,150.25,50.08", "2,,,"]


def test_invented_sums_are_compared_with_invented_figures_alone(client, budget):
    rows.figure("revenue", 200)
    cover = {"source_title_ar": "غلاف تجريبي", "is_demo": True, "trust": "invented"}
    rows.models.StatedFigure.objects.create(fiscal_year=rows.fiscal_year(), kind="revenue", amount=150, **cover)
    page = client.get("/fr/budget/2026/lines/revenue/").text
    assert "Presse locale" in page
    assert "غلاف تجريبي" not in page
    rows.models.Budget.objects.update(is_demo=True)
    page = client.get("/fr/budget/2026/lines/revenue/").text
    assert "Presse locale" not in page
    assert "غلاف تجريبي" in page


def test_a_file_of_invented_amounts_says_so_in_its_name(client, budget):
    assert "demonstration" not in client.get("/fr/budget/2026/revenue.csv")["Content-Disposition"]
    rows.models.Budget.objects.update(is_demo=True)
    for path in ("revenue.csv", "revenue/1.xlsx", "lines.csv?q=taxe"):
        assert "demonstration" in client.get(f"/fr/budget/2026/{path}")["Content-Disposition"]


def test_what_a_search_found_is_downloaded_as_shown(client, budget):
    rows.heading(budget, "1/0.1/10/10", "État civil")
    page = client.get("/fr/budget/2026/lines/?q=taxe").text
    assert "État civil" in page
    assert "/fr/budget/2026/lines.csv?q=taxe" in page
    csv = client.get("/fr/budget/2026/lines.csv?q=taxe").content.decode("utf-8-sig").splitlines()
    assert len(csv) == 1 + page.count('<th scope="row">')
    assert client.get("/fr/budget/2026/lines.csv").status_code == 404


def test_each_column_leads_to_its_word_in_the_glossary(client, budget):
    page = client.get("/fr/budget/2026/lines/revenue/1/0.1/").text
    words = client.get("/fr/budget/glossary/").text
    for slug in re.findall(r'/fr/budget/glossary/#([\w-]+)"', page):
        assert f'id="{slug}"' in words
    assert "/fr/budget/glossary/#chapter" in page


def test_the_document_that_lines_come_from_is_named_when_it_is_public(client):
    hidden = rows.document("hidden", publish_at=rows.IN_A_YEAR)
    rows.line(rows.budget(2024, document=hidden))
    assert "/documents/hidden/" not in client.get("/fr/budget/2024/lines/").text
    shown = rows.document("shown", slot=hidden.slot)
    rows.line(rows.budget(2024, document=shown, version=2))
    assert "/documents/shown/" in client.get("/fr/budget/2024/lines/").text
