import io
import re
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from budget_docs.explorer import line_search
from tests.budget_docs import rows

pytestmark = pytest.mark.django_db
ARTICLE = "1/0.1/30/20"


@pytest.fixture
def budget():
    """Lighting: an article of 60, of which one line of 10 says so; another article with a line of 5 that does."""
    voted = rows.budget()
    for path, label in (("1", "Fonctionnement"), ("1/0.1/30", "Technique"), (ARTICLE, "Éclairage public")):
        rows.heading(voted, path, label, side="expenditure")
    rows.heading(voted, f"{ARTICLE}/10", "Personnel", side="expenditure")
    rows.heading(voted, f"{ARTICLE}/40", "Consommation de l’éclairage", side="expenditure")
    for path, amount, label in (
        (f"{ARTICLE}/10/11", 50, "Salaires"),
        (f"{ARTICLE}/40/41", 10, "Lampes d’éclairage"),
        ("1/0.1/40/10/10/11", 5, "Éclairage des marchés"),
        ("1/0.1/40/10/10/12", 1000, "Gardiennage"),
    ):
        rows.line(voted, path, amount, side="expenditure", label_fr=label, economic_code=f"6{amount}")
    rows.line(voted, "1/0.1/10/10/10/11", 7, label_fr="Taxe d’éclairage")
    return voted


def test_an_article_stands_with_its_own_whole_amount_above_the_lines_found(budget):
    found = line_search.search(budget, "eclairage")
    lighting = next(one for one in found.articles if one["path"] == ARTICLE)
    assert (lighting["label"]["fr"], lighting["total"]) == ("Éclairage public", 60)
    assert [(row["label"]["fr"], row["amount"], row["is_line"]) for row in lighting["rows"]] == [
        ("Consommation de l’éclairage", 10, False),
        ("Lampes d’éclairage", 10, True),
    ]
    assert [label["fr"] for label in lighting["above"]] == ["Fonctionnement", "Technique"]


def test_lines_have_their_sum_each_side_by_itself(budget):
    found = line_search.search(budget, "éclairage")
    assert found.count == 3
    assert [(side["count"], side["total"]) for side in found.sums] == [(2, 15), (1, 7)]


def test_the_dearest_article_comes_first_and_revenue_last(budget):
    found = line_search.search(budget, "éclairage")
    assert [(one["side"], one["total"]) for one in found.articles] == [
        ("expenditure", 1005),
        ("expenditure", 60),
        ("revenue", 7),
    ]


def test_an_article_is_found_by_its_name_when_no_line_says_it(budget):
    found = line_search.search(budget, "public")
    assert (found.count, [one["path"] for one in found.articles]) == (0, [ARTICLE])
    assert found.articles[0]["total"] == 60


def test_a_chapter_is_found_by_its_name(budget):
    assert [(one["path"], one["total"]) for one in line_search.search(budget, "technique").articles] == [
        ("1/0.1/30", 60)
    ]


def test_a_line_is_found_by_its_economic_code(budget):
    assert [line["label"]["fr"] for line in line_search.search(budget, "650").lines] == ["Salaires"]


def test_the_sum_is_that_of_all_lines_and_not_of_those_shown(budget, monkeypatch):
    monkeypatch.setattr(line_search, "MOST_LINES", 1)
    found = line_search.search(budget, "éclairage")
    assert len(found.lines) == 1
    assert sum(side["total"] for side in found.sums) == Decimal(22)


def test_lines_of_another_budget_are_neither_found_nor_counted(budget):
    other = rows.budget(2025)
    rows.line(other, f"{ARTICLE}/40/42", 900, side="expenditure", label_fr="Éclairage")
    rows.heading(other, "2", "Éclairage", side="expenditure")
    found = line_search.search(budget, "éclairage")
    assert found.count == 3
    assert max(one["total"] for one in found.articles) == 1005


@pytest.mark.parametrize("words", ["", "  ", "'"])
def test_no_words_find_nothing(budget, words):
    assert line_search.search(budget, words) is None


@pytest.mark.parametrize("words", ["éclairage", "gardiennage", "absent"])
def test_a_search_takes_six_queries_whatever_it_finds(budget, django_assert_num_queries, words):
    with django_assert_num_queries(6):
        line_search.search(budget, words)


def test_the_page_names_places_in_words_and_says_the_sums(client, budget):
    text = client.get("/fr/budget/2026/lines/?q=éclairage").text
    assert f'<a href="/fr/budget/2026/lines/expenditure/{ARTICLE}/">Éclairage public</a>' in text
    assert "<span>Technique</span>" in text
    assert re.search(r"2 lignes · <strong><bdi>15\s", text)
    assert re.search(r"Éclairage public</a>\s*: <bdi>60\s", text)


def test_an_article_without_a_heading_is_named_by_its_code(client, budget):
    assert '<bdi dir="ltr">1/0.1/40/10</bdi></a>' in client.get("/fr/budget/2026/lines/?q=gardiennage").text


def test_the_file_names_article_and_line(client, budget):
    csv = client.get("/fr/budget/2026/lines.csv?q=lampes").content.decode("utf-8-sig").splitlines()
    assert csv[1].startswith(f"dépenses,{ARTICLE}/40/41,Éclairage public,Lampes d’éclairage,10")


def test_the_workbook_has_columns_and_numbers(client, budget):
    content = client.get("/fr/budget/2026/lines.xlsx?q=lampes").content
    header, line = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    assert (len(header), line[3:]) == (5, ("Lampes d’éclairage", 10))


def test_the_page_says_which_file_is_for_what(client, budget):
    for address in ("?q=lampes", "expenditure/1/"):
        text = client.get(f"/fr/budget/2026/lines/{address}").text
        assert "un point pour les décimales" in text
        assert "XLSX" in text
