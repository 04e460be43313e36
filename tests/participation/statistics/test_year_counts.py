"""The counts of a year are right, tell of nobody, and stay when words are erased."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from openpyxl import load_workbook

from participation.case import erasure
from participation.law.standings import AnswerStanding, standing_of
from participation.models import Case, Teller
from participation.report_sections import READ
from participation.statistics import year_counts
from participation.statistics.small_groups import ALL, Hidden
from tests.factories import participation as make

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 15)
ANSWERED = {"first_answered_at": datetime(2026, 6, 11, 9, tzinfo=UTC)}


def counts(year=2026):
    return year_counts.counts_of(year, on=ON)


@pytest.fixture
def cases():
    """One of every standing, and a request."""
    make.CaseFactory(closed=True, satisfaction="yes", reopened_count=1)
    make.CaseFactory(state="in_progress", lapsed_on=date(2026, 6, 5), **ANSWERED)
    make.CaseFactory(state="in_progress", due_on=date(2026, 6, 2), **ANSWERED)
    make.CaseFactory(due_on=date(2026, 6, 14), channel="phone")
    make.CaseFactory(due_on=ON)
    make.CaseFactory(state="withdrawn", closed_at=datetime(2026, 6, 3, tzinfo=UTC))
    make.CaseFactory(request=True, district=None)


def test_each_case_stands_in_one_place_the_same_as_in_the_annual_report(cases):
    rows = list(Case.objects.values(*READ))
    for name in AnswerStanding:
        same = sum(standing_of(row, on=ON) == name for row in rows)
        assert counts().of("standing", name).cases == same
    assert counts().total.cases == len(rows) == 7


def test_the_facets_of_a_year_are_counted(cases):
    found = counts()
    assert found.of("kind", "formal_request").cases == 1
    assert found.of("state", "in_progress").cases == 2
    assert found.of("channel", "phone").cases == 1
    assert found.of("satisfaction", "yes").cases == 1
    assert found.of("outcome", "solved").cases == 1
    assert found.total.reopened == 1
    assert found.total.overdue == 2
    assert found.by["kind", "standing"]["complaint", "late"].cases == 2


def test_half_of_the_answers_took_no_longer(cases):
    assert counts().total.days == 10  # of 9, 10 and 10 days
    assert counts().of("kind", "formal_request").days is None


def test_what_is_held_or_abuse_is_counted_apart():
    make.CaseFactory(is_held=True)
    make.CaseFactory(closed=True, outcome="abuse")
    make.CaseFactory()
    found = counts()
    assert (found.total.cases, found.held, found.abuse) == (1, 1, 1)


def test_erased_cases_stay_in_the_counts(cases, now):
    before = counts()
    erasure.erase(Case.objects.filter(state="closed").get(), now=now, by=Teller.SYSTEM)
    assert counts() == before


def test_a_year_begins_at_midnight_in_morocco():
    make.CaseFactory(received_at=datetime(2025, 12, 31, 23, 30, tzinfo=UTC))
    assert counts(2026).total.cases == 1
    assert counts(2025).total.cases == 0
    assert counts().years == [2026]


def test_small_groups_of_a_district_are_not_told():
    other = make.DistrictFactory(slug="martil", name_fr="Martil")
    roads = make.CategoryFactory(slug="roads", name_fr="Voirie")
    for category in (None, roads):
        for district in (None, other):
            make.CaseFactory.create_batch(
                4, **{name: value for name, value in {"category": category, "district": district}.items() if value}
            )
    make.CaseFactory(category=roads, district=None)
    assert counts().places[roads.pk, None] is Hidden.FEW
    assert counts().places[ALL] == 17


# --- the page and its file ------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_the_page_shows_an_empty_year_and_a_full_one(client, cases, language):
    address = f"/{language}/participate/statistics/"
    assert client.get(f"{address}?year=2026").context["counts"].total.cases == 7
    Case.objects.update(received_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert 'class="empty"' in client.get(address).text


@pytest.mark.parametrize("year", ["1999", "x", "20260", "٢٠٢٦", "-2026", "2²26"])
def test_a_year_without_cases_has_no_page(client, cases, year):
    assert client.get("/fr/participate/statistics/", {"year": year}).status_code == 404
    assert client.get("/fr/participate/statistics.csv", {"year": year}).status_code == 404


@pytest.mark.parametrize("count", [1, 8])
def test_more_cases_cost_no_more_queries(client, django_assert_num_queries, count):
    for number in range(count):
        make.CaseFactory(
            category=make.CategoryFactory(slug=f"c{number}"), received_at=make.RECEIVED_AT + timedelta(days=number)
        )
    with django_assert_num_queries(6):
        client.get("/fr/participate/statistics/?year=2026")


def rows_of(client, language="fr"):
    text = b"".join(client.get(f"/{language}/participate/statistics.csv?year=2026").streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_file_holds_what_the_page_tells(client, cases):
    found = {(row["table"], row["group"], row["subgroup"]): row for row in rows_of(client)}
    assert found["total", "", ""]["cases"] == "7"
    assert found["total", "", ""]["median_days"] == "10"
    assert found["kind_standing", "complaint", "late"]["cases"] == "2"
    assert found["channel", "phone", ""]["cases"] == "1"
    for row in rows_of(client):
        assert (row["cases"] == "") is (row["note"] != "")


def test_the_file_tells_no_small_group_either(client, cases):
    for row in rows_of(client):
        if row["table"] in {"category", "district", "category_district"}:
            assert row["cases"] not in {"1", "2"}


def test_no_name_of_a_list_runs_as_a_formula(client):
    category = make.CategoryFactory(slug="bad", name_fr="=HYPERLINK(1)", name_ar="", name_es="")
    make.CaseFactory.create_batch(3, category=category)
    labels = [row["group_label"] for row in rows_of(client)]
    assert "'=HYPERLINK(1)" in labels
    assert "=HYPERLINK(1)" not in labels


def test_the_workbook_beside_the_csv_holds_the_same_in_columns_with_numbers(client, today):
    make.CaseFactory()
    address = f"/ar/participate/statistics.{{}}?year={today.year}"
    page = client.get(f"/ar/participate/statistics/?year={today.year}").text
    assert f'href="{address.format("csv")}"' in page
    assert f'href="{address.format("xlsx")}"' in page
    sheet = load_workbook(io.BytesIO(client.get(address.format("xlsx")).content)).active
    text = b"".join(client.get(address.format("csv")).streaming_content).decode("utf-8-sig")
    told = list(csv.reader(io.StringIO(text)))
    read = [["" if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    assert read == told
    assert sheet.sheet_view.rightToLeft is True
    assert {type(row[0]) for row in sheet.iter_rows(min_row=2, values_only=True)} == {int}
    assert client.get(address.format("exe")).status_code == 404
